import { z } from "zod";
import { findGroupFor } from "../../../db/groups/groups.ts";
import { readNumberStates } from "../../../db/groups/number-states.ts";
import { listAllEntries } from "../../../db/groups/pool-entries.ts";
import {
	POOL_COLUMNS,
	poolToCsv,
	readPoolColumns,
	USUAL_COLUMNS,
} from "../../domain/import/pool-export.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { readQuery } from "../contract/query.ts";
import { limitsOf } from "./entries.ts";
import { poolEtag } from "./if-match.ts";
import { EXAMPLE_GROUP_ID, GROUP, groupParams } from "./paths.ts";

const words = texts.messages.api.fields;

const exportQuery = z.object({
	columns: z
		.string()
		.transform((text, context) => {
			const columns = readPoolColumns(text.split(","));
			if (columns) return columns;
			context.addIssue({ code: "custom", message: words.columns({ values: POOL_COLUMNS }) });
			return z.NEVER;
		})
		.optional()
		.meta({
			type: "string",
			description:
				"The columns of the file, between commas: `number`, which is required, and " +
				"`description`, both by default; `drain`: empty, `keep` or `remove`; and `state`: four " +
				"columns, with the state, until when it is in use, when it was last used and how often " +
				"in 24 hours. An import ignores `drain` and `state`, and of a file without descriptions " +
				"it keeps those of the pool.",
			default: USUAL_COLUMNS.join(","),
		}),
});

/**
 * GET …/groups/{groupId}/entries.csv: the pool as a file. Importing the file again changes nothing
 * (I6).
 */
async function answerExport({
	service: { db },
	apiKey,
	params,
	query,
}: ApiCall): Promise<ApiAnswer> {
	const asked = readQuery(exportQuery, query);
	if (!asked.ok) return asked;
	const group = await findGroupFor(db, apiKey, params.groupId ?? "");
	if (!group) return fail("group-gone");
	const { columns = USUAL_COLUMNS } = asked.value;
	const entries = await listAllEntries(db, group.id);
	const numbers = columns.includes("state") ? entries.map(({ number }) => number) : [];
	const states = await readNumberStates(db, numbers, limitsOf(apiKey));
	const text = poolToCsv(entries, columns, { states, timeOf: (at) => at.toISOString() });
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
		"Returns the whole pool as a CSV file: DNIS and description, or the chosen `columns`, in " +
		"UTF-8 with a byte order mark, in the order of the numbers. Importing the file again " +
		"changes nothing. A description that a spreadsheet would run as a formula starts with a " +
		"`'`, which an import removes.",
	params: groupParams,
	query: exportQuery,
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
		{
			name: "numbers",
			summary: "The numbers alone",
			params: { groupId: EXAMPLE_GROUP_ID },
			query: { columns: "number" },
			gives: "\uFEFFDNIS\r\n+18005555554\r\n+18005555555\r\n",
		},
	],
	isStrict: true,
	answer: answerExport,
};
