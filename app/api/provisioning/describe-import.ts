import { z } from "zod";
import type { GroupRef } from "../../domain/groups/errors.ts";
import { sharedWarning, UNASSIGNED_WARNING } from "../../domain/groups/number-warnings.ts";
import type { CheckedRow, RowProblem } from "../../domain/import/checked-row.ts";
import { messageOfPoolProblem, messageOfRowProblem } from "../../domain/import/import-messages.ts";
import { IMPORT_MODES, type ImportMode, type ImportPlan } from "../../domain/import/import-plan.ts";
import { findRepairs, type Repair } from "../../domain/import/import-repairs.ts";
import { findMadeRepairs } from "../../domain/import/made-repairs.ts";
import type { Reading } from "../../domain/import/pool-file.ts";
import { REPAIR_KINDS } from "../../domain/import/repair-kinds.ts";
import { suggestionsOf } from "../../domain/numbers/dnis.ts";
import type { FileImport } from "../../operations/import/import-pool.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import type { FieldError } from "../contract/field-error.ts";
import { warningsData } from "./describe.ts";
import { describeReading, detectedData } from "./describe-columns.ts";
import type { Names } from "./failures.ts";

const words = texts.messages.api.rowsInError;

const count = (what: string) => z.int().min(0).meta({ description: what });
const line = z
	.int()
	.min(1)
	.meta({ description: "The line in the file, from 1; line breaks inside quotes count." });

const number = z.string().meta({ description: "The number, E.164 with `+`." });

const rowProblem = z
	.object({
		code: z.string().meta({ description: "The rule, as a stable word." }),
		message: z.string().meta({ description: "What is wrong, and what to do." }),
		suggestion: z
			.string()
			.optional()
			.meta({ description: "The number that was most likely meant, if there is one." }),
		suggestions: z.array(z.string()).optional().meta({
			description: "All numbers that may be meant, likeliest first, if there are several.",
		}),
	})
	.meta({ description: "What is wrong with a row.", id: "RowProblem" });

const rowInError = z
	.object({
		line,
		number: z.string().meta({ description: "What stands in the column of numbers." }),
		description: z.string().meta({ description: "What stands in that of descriptions." }),
		problems: z
			.array(rowProblem)
			.min(1)
			.meta({ description: "Everything that is wrong with the row." }),
	})
	.meta({ description: "A row in error.", id: "RowInError" });

const rowWithWarnings = z.object({ line, number, messages: warningsData }).meta({
	description: "An accepted number with its warnings.",
	id: "RowWithWarnings",
});

const liveNumber = z
	.object({
		number,
		liveRequests: z.int().min(1).meta({ description: "How many live requests it has." }),
	})
	.meta({ description: "A number with live requests.", id: "LiveNumber" });

const repair = z
	.object({
		kind: z.enum(REPAIR_KINDS).meta({ description: "The repair." }),
		rows: z.int().min(1).meta({ description: "How many rows it serves." }),
	})
	.meta({ description: "A repair for many rows.", id: "RowRepair" });

/** The changes of a dry run or an import. */
export const importData = z.object({
	applied: z.boolean().meta({ description: "Whether it was done; false for a dry run." }),
	applicable: z.boolean().meta({
		description:
			"Whether the import can be applied: no row is in error, and the pool keeps 1 to 10,000 " +
			"numbers.",
	}),
	importId: z
		.string()
		.optional()
		.meta({ description: "The ID for the undo. Absent if nothing was changed." }),
	mode: z.enum(IMPORT_MODES).meta({ description: "The mode that was asked for." }),
	counts: z
		.object({
			added: count("Numbers that are new in the pool."),
			changed: count("Numbers that get another description."),
			emptied: count("Numbers that lose their description."),
			unchanged: count("Numbers that stay as they are."),
			removed: count("Numbers that are removed. Only if the pool is replaced."),
			errors: count("Rows in error. No other figure counts them."),
		})
		.meta({ description: "How many rows and numbers the import affects." }),
	poolSize: count("How many numbers the pool has then."),
	errors: z.array(rowInError).meta({ description: "All rows in error, in the order of the file." }),
	poolProblem: z
		.string()
		.optional()
		.meta({ description: "What is wrong with the resulting pool. Absent if nothing is." }),
	repairs: z.array(repair).meta({
		description: "Repairs that serve rows in error, for `decisions`, in the order of the page.",
	}),
	repaired: z.array(repair).meta({ description: "Repairs made by `decisions`." }),
	warnings: z.array(rowWithWarnings).meta({
		description:
			"Warnings about added numbers: no phone company uses the range, or other groups have " +
			"the number.",
	}),
	removedWithLiveRequests: z.array(liveNumber).meta({
		description: "Removed numbers with live requests. The requests stay valid until they expire.",
	}),
	detected: detectedData,
});

/** An import as clients read it. `names` redacts group names for the key. */
export function describeImport(
	{ reading, planned, live, importId }: FileImport,
	applied: boolean,
	names: Names,
): z.infer<typeof importData> {
	const { plan, rows, alsoIn } = planned;
	return {
		applied,
		applicable: plan.problems.size === 0 && plan.poolProblem === null,
		importId,
		mode: plan.mode,
		counts: {
			added: plan.added.length,
			changed: plan.changed.length,
			emptied: plan.emptied.length,
			unchanged: plan.unchanged.length,
			removed: plan.removed.length,
			errors: plan.problems.size,
		},
		poolSize: plan.size,
		errors: rows.flatMap((row) => {
			const problems = plan.problems.get(row.line);
			if (!problems) return [];
			const { line, number, description } = row;
			return [
				{
					line,
					number,
					description,
					problems: problems.map((problem) => describeProblem(problem, names)),
				},
			];
		}),
		poolProblem: plan.poolProblem === null ? undefined : messageOfPoolProblem(plan.poolProblem),
		warnings: plan.added.flatMap((row) =>
			describeWarnings(row, names(alsoIn.get(row.number) ?? [])),
		),
		repairs: applied ? [] : offersFor(rows, plan),
		repaired: findMadeRepairs(rows).map(brief),
		removedWithLiveRequests: live,
		detected: describeReading(reading),
	};
}

const offersFor = (rows: CheckedRow[], { problems, rewritten }: ImportPlan) =>
	findRepairs(rows, problems, getEnv().DEFAULT_COUNTRY, rewritten).map(brief);

const brief = ({ kind, rows }: Repair) => ({ kind, rows });

/** A dry run of a file that cannot be read yet: nothing but how it would be read. */
export const describeUnread = (
	reading: Reading,
	mode: ImportMode,
	poolSize: number,
): z.infer<typeof importData> => ({
	...{ applied: false, applicable: false, mode, poolSize },
	counts: { added: 0, changed: 0, emptied: 0, unchanged: 0, removed: 0, errors: 0 },
	...{ errors: [], repairs: [], repaired: [], warnings: [], removedWithLiveRequests: [] },
	detected: describeReading(reading),
});

function describeProblem(problem: RowProblem, names: Names) {
	const suggestions = suggestionsOf(problem);
	return {
		code: problem.code,
		message: messageOfRowProblem(
			"groups" in problem ? { ...problem, groups: names(problem.groups) } : problem,
		),
		suggestion: suggestions[0],
		suggestions: suggestions.length > 1 ? suggestions : undefined,
	};
}

function describeWarnings(
	{ line, number, assigned }: ImportPlan["added"][number],
	others: GroupRef[],
) {
	const messages = [
		...(assigned ? [] : [UNASSIGNED_WARNING]),
		...(others.length > 0 ? [sharedWarning(others)] : []),
	];
	return messages.length === 0 ? [] : [{ line, number, messages }];
}

/** Rows in error that a failure names one by one; `dryRun=true` names all. */
const ROWS_IN_ERRORS = 100;

/** The first problem of each row in error, for `errors` of a failure (C14). */
export const rowErrors = ({ plan }: FileImport["planned"], names: Names): FieldError[] =>
	[...plan.problems].slice(0, ROWS_IN_ERRORS).flatMap(([line, [problem]]) => {
		if (problem === undefined) return [];
		const { code, message, suggestion } = describeProblem(problem, names);
		return [{ field: `line ${line}`, code, message, suggestion }];
	});

const NAMED_IN_MESSAGE = 5;

/** The first rows in error in words, for a message without room for all. */
export function firstErrors({ plan }: FileImport["planned"], names: Names): string {
	const wrong = [...plan.problems].slice(0, NAMED_IN_MESSAGE);
	const told = wrong.map(([line, problems]) =>
		words.line({
			line,
			messages: problems.map((problem) => describeProblem(problem, names).message),
		}),
	);
	const more = plan.problems.size - wrong.length;
	return [...told, ...(more > 0 ? [words.more({ rows: more })] : [])].join(" ");
}
