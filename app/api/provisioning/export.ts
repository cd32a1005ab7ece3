import { z } from "zod";
import { findGroupFor } from "../../../db/groups/groups.ts";
import { listAllEntries } from "../../../db/groups/pool-entries.ts";
import { poolToCsv } from "../../domain/import/pool-export.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { poolEtag } from "./if-match.ts";
import { EXAMPLE_GROUP_ID, GROUP, groupParams } from "./paths.ts";

/**
 * GET …/groups/{groupId}/entries.csv: the pool as a file. Importing the file again changes nothing
 * (I6).
 */
async function answerExport({ service: { db }, apiKey, params }: ApiCall): Promise<ApiAnswer> {
	const group = await findGroupFor(db, apiKey, params.groupId ?? "");
	if (!group) return fail("group-gone");
	const text = poolToCsv(await listAllEntries(db, group.id));
	return {
		ok: true,
		file: { type: "text/csv; charset=utf-8", name: "entries.csv", text },
		etag: poolEtag(group),
	};
}

export const exportPoolEndpoint: Endpoint = {
	method: "GET",
	path: `${GROUP}/entries.csv`,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "exportPool",
	summary: "Export a group's numbers",
	description:
		"Returns the whole pool as a CSV file: DNIS and description, in UTF-8 with a byte order " +
		"mark, in the order of the numbers. Importing the file again changes nothing. A " +
		"description that a spreadsheet would run as a formula starts with a `'`, which an import " +
		"removes.",
	params: groupParams,
	gives: {
		type: "text/csv",
		schema: z.string().meta({ description: "The file." }),
		headers: ["ETag"],
	},
	failures: ["fields-wrong", "group-gone"],
	examples: [
		{
			name: "file",
			summary: "A pool of two numbers",
			params: { groupId: EXAMPLE_GROUP_ID },
			gives: "\uFEFFDNIS,Description\r\n+18005555554,Main line\r\n+18005555555,\r\n",
		},
	],
	isStrict: true,
	answer: answerExport,
};
