import { z } from "zod";
import { exportGroups } from "../../operations/import/export-groups.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { PROVISIONING } from "./paths.ts";

/** GET …/groups.json: all groups as one file (I7). */
async function answerExport({ service: { db }, apiKey }: ApiCall): Promise<ApiAnswer> {
	if (apiKey.limitedToGroups)
		return fail("key-limited", { message: texts.messages.api.details.limitedFile });
	let parts: string[] = [];
	await exportGroups(
		db,
		{
			write: async (text) => {
				parts.push(text);
			},
			restart: async () => {
				parts = [];
			},
		},
		{ withConnections: true },
	);
	return {
		ok: true,
		file: { type: "application/json", name: "groups.json", text: parts.join("") },
	};
}

export const exportGroupsEndpoint: Endpoint = {
	method: "GET",
	path: `${PROVISIONING}/groups.json`,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "exportGroups",
	summary: "Export all groups",
	description:
		"Returns all groups with their settings, pools and connections as one JSON file without the " +
		"envelope. Importing the file again changes nothing. A key that is limited to groups cannot " +
		"use this call (403).",
	gives: {
		schema: z.unknown().meta({ description: "The file, as docs/groups-file.md describes it." }),
		isFile: true,
	},
	failures: ["key-limited"],
	examples: [
		{
			name: "one",
			summary: "An installation with one group",
			gives: {
				...{ format: "click-to-call-in-groups", version: 1 },
				groups: [{ name: "roadside", numbers: [{ number: "+18005555556", description: "" }] }],
			},
		},
	],
	answer: answerExport,
};
