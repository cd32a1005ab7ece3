import { z } from "zod";
import type { AskedColumns } from "../../domain/import/asked-columns.ts";
import { SEPARATORS } from "../../domain/import/columns/separators.ts";
import { IMPORT_MODES } from "../../domain/import/import-plan.ts";
import { REPAIR_KINDS, type RepairKind, SAFE_KINDS } from "../../domain/import/repair-kinds.ts";
import { texts } from "../../texts/texts.ts";
import { flag } from "../contract/query.ts";

const words = texts.messages.api.fields;
const COLUMN_NAME_MAX = 100;
const SAFE = "safe";
const DECISIONS = [SAFE, ...REPAIR_KINDS] as const;

const column = (what: string, example: string) =>
	z
		.string()
		.min(1, words.mustNotBeEmpty)
		.max(COLUMN_NAME_MAX, words.mustHaveAtMost({ characters: COLUMN_NAME_MAX }))
		.optional()
		.meta({ description: what, examples: [example] });

const DECISIONS_TEXT = new RegExp(`^(?:${DECISIONS.join("|")})(?:,(?:${DECISIONS.join("|")}))*$`);

export const decisionsField = z
	.string()
	.regex(DECISIONS_TEXT, words.mustListSomeOf({ values: DECISIONS }))
	.optional()
	.meta({
		examples: [SAFE],
		description:
			"Repairs to make before the import, in this order, separated by commas: `safe` for all " +
			"that change no digit's meaning, or those that a dry run offers in `repairs`. " +
			"`read-as-dialed` and `keep-as-written` decide about numbers with two readings.",
	});

/** The query of an import. */
export const importQuery = z.object({
	mode: z
		.enum(IMPORT_MODES, words.mustBeOneOf({ values: IMPORT_MODES }))
		.optional()
		.meta({
			description:
				"`add`: numbers already in the pool get the new description; an empty description " +
				"keeps the old one. `replace`: the pool becomes exactly what is in the file. Numbers " +
				"missing from the file are removed.",
			default: "add",
		}),
	dryRun: flag.describe(
		"`true`: shows what the import would do, with all rows in error, and changes nothing.",
	),
	numberColumn: column(
		"The column with the numbers: its name in the header, or its position from 1. Detected by " +
			"default.",
		"DNIS",
	),
	descriptionColumn: column(
		"The column with the descriptions, in the same way; `0` for no descriptions. Detected by " +
			"default.",
		"Description",
	),
	separator: z
		.enum(SEPARATORS, words.mustBeOneOf({ values: SEPARATORS }))
		.optional()
		.meta({
			description:
				"What separates the values. A file that is not separated by commas is read only if " +
				"this says so.",
		}),
	decisions: decisionsField,
});

/** The repairs that the query asks for, in their order. */
export const readRepairs = (query: URLSearchParams): readonly RepairKind[] =>
	(query.get("decisions")?.split(",") ?? []).flatMap((decision) =>
		decision === SAFE ? SAFE_KINDS : REPAIR_KINDS.filter((kind) => kind === decision),
	);

/** What the query says about the file's columns, and the repairs to make. */
export function readAsked(query: URLSearchParams): {
	asked: AskedColumns;
	repairs: readonly RepairKind[];
} {
	const value = (name: keyof typeof importQuery.shape) => query.get(name) ?? undefined;
	const separator = SEPARATORS.find((known) => known === query.get("separator"));
	return {
		asked: {
			...(separator && { separator }),
			number: value("numberColumn"),
			description: value("descriptionColumn"),
		},
		repairs: readRepairs(query),
	};
}
