import { z } from "zod";
import { EXISTING_CHOICES } from "../../domain/import/all-groups/groups-import-plan.ts";
import type { GroupsDecisions } from "../../operations/import/all-groups/prepare-groups-import.ts";
import { texts } from "../../texts/texts.ts";
import { flag } from "../contract/query.ts";
import { decisionsField, readRepairs } from "./import-query.ts";

const words = texts.messages.api.fields;

/** The query of an import of all groups. */
export const groupsImportQuery = z.object({
	existing: z
		.enum(EXISTING_CHOICES, words.mustBeOneOf({ values: EXISTING_CHOICES }))
		.optional()
		.meta({
			description:
				"What happens with groups whose names exist already. `skip`: they do not change. " +
				"`update`: their settings and pools become exactly what is in the file.",
			default: "skip",
		}),
	dryRun: flag.describe(
		"`true`: shows what the import would do, with what is in error, and changes nothing.",
	),
	decisions: decisionsField,
	leaveConnectionsOut: flag.describe(
		"`true`: imports without the connections that this installation does not have. They are " +
			"errors otherwise.",
	),
});

export const readDecisions = (query: URLSearchParams): GroupsDecisions => ({
	repairs: readRepairs(query),
	leavesConnectionsOut: query.get("leaveConnectionsOut") === "true",
});
