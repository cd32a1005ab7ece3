import { suggestionsOf } from "../numbers/dnis.ts";
import type { CountryCode } from "../numbers/numbering-plan.ts";
import { withoutForbiddenCharacters } from "../text.ts";
import { type CheckedRow, checkRow, type RowProblem } from "./checked-row.ts";
import type { ImportPlan } from "./import-plan.ts";
import type { PoolRow } from "./pool-file.ts";
import { leavesOut, REPAIR_KINDS, type RepairKind } from "./repair-kinds.ts";
import { choicesOf } from "./row-number.ts";
import {
	hasEscapedCommas,
	shortened,
	splitBehindNumber,
	splitLoosely,
	unescapedDescription,
} from "./split-rows.ts";

/**
 * A repair, the number of rows that it corrects, and its result for the first three. `after` is
 * null if it leaves the row out.
 */
export type Repair = {
	kind: RepairKind;
	rows: number;
	examples: { line: number; before: string; after: string | null }[];
};

export const EXAMPLES = 3;

/** A row, what is wrong with it, and the description that a spreadsheet rewrote, if one did. */
type Wrong = { row: CheckedRow; problems: readonly RowProblem[]; old?: string | undefined };

/** The row with the repair's correction. Repairs that leave rows out correct nothing. */
function corrected(kind: RepairKind, wrong: Wrong, country: CountryCode): PoolRow {
	const { row, problems, old } = wrong;
	switch (kind) {
		case "read-as-dialed":
			return { ...row, number: choicesAmong(problems)?.dialed ?? row.number };
		case "keep-as-written":
			return { ...row, number: choicesAmong(problems)?.written ?? row.number };
		case "clean-numbers":
		case "add-country-codes":
		case "drop-extensions":
			return { ...row, number: problems.flatMap((one) => offerOf(kind, one))[0] ?? row.number };
		case "add-commas":
			return splitBehindNumber(row, country);
		case "close-quotes":
			return splitLoosely(row);
		case "unescape-commas":
			return { ...row, description: unescapedDescription(row), extra: [] };
		case "join-columns":
			return { ...row, description: [row.description, ...row.extra].join(","), extra: [] };
		case "drop-columns":
			return { ...row, extra: [] };
		case "clean-descriptions":
			return { ...row, description: withoutForbiddenCharacters(row.description) };
		case "shorten-descriptions":
			return { ...row, description: shortened(row.description) };
		case "keep-descriptions":
			return { ...row, description: old ?? row.description };
		case "leave-out-doubles":
		case "leave-out-earlier":
		case "leave-out-errors":
			return row;
	}
}

const choicesAmong = (problems: readonly RowProblem[]) =>
	problems.map(choicesOf).find((choices) => choices !== null) ?? null;

/** The number that one of the repairs of numbers puts in place of a wrong one. */
function offerOf(kind: RepairKind, problem: RowProblem): string[] {
	switch (problem.code) {
		case "dnis-not-plain":
		case "dnis-leading-zero":
		case "dnis-trunk-prefix":
			return kind === "clean-numbers" ? suggestionsOf(problem).slice(0, 1) : [];
		case "dnis-national":
			return kind === "add-country-codes" ? suggestionsOf(problem).slice(0, 1) : [];
		case "dnis-extension":
			return kind === "drop-extensions" ? [problem.cleaned] : [];
		default:
			return [];
	}
}

/** A repaired row, which remembers the repair and its state in the file (I9). */
export function repairRow(kind: RepairKind, wrong: Wrong, country: CountryCode): CheckedRow {
	const { row } = wrong;
	const { number, description, extra, shape } = row;
	const by = [...(row.repaired?.by ?? []), kind];
	const was = row.repaired?.was ?? { number, description, extra, shape };
	if (leavesOut(kind)) return { ...row, leftOut: true, repaired: { by, was } };
	return { ...checkRow(corrected(kind, wrong, country), country), repaired: { by, was } };
}

/**
 * The repairs that correct at least one row. `problems` and `rewritten` are the plan's, by line.
 */
export function findRepairs(
	rows: readonly CheckedRow[],
	problems: Problems,
	country: CountryCode,
	rewritten: Rewritten = NONE,
): Repair[] {
	const earlier = earlierOfDoubles(rows, problems);
	const repairs = new Map<RepairKind, Repair>(
		REPAIR_KINDS.map((kind) => [kind, { kind, rows: 0, examples: [] }]),
	);
	for (const row of rows) {
		if (row.leftOut) continue;
		const wrong = wrongIn(row, problems, rewritten);
		const isRight = wrong.problems.length === 0 && wrong.old === undefined;
		if (isRight && !earlier.has(row.line)) continue;
		for (const [kind, repair] of repairs) {
			if (!couldRepair(kind, wrong, earlier)) continue;
			repair.rows += 1;
			if (repair.examples.length < EXAMPLES) repair.examples.push(example(kind, wrong, country));
		}
	}
	return [...repairs.values()].filter((repair) => repair.rows > 0);
}

type Problems = ImportPlan["problems"];
type Rewritten = ImportPlan["rewritten"];
const NONE: Rewritten = new Map();

const wrongIn = (row: CheckedRow, problems: Problems, rewritten: Rewritten): Wrong => ({
	row,
	problems: problems.get(row.line) ?? [],
	old: rewritten.get(row.line),
});

/** Cheap filter from the problems alone: checking a row again is the expensive part. */
export function couldRepair(
	kind: RepairKind,
	{ row, problems, old }: Wrong,
	doubled: ReadonlySet<number>,
): boolean {
	if (kind === "keep-descriptions") return old !== undefined;
	if (kind === "leave-out-earlier") return doubled.has(row.line);
	if (kind === "leave-out-errors") return problems.length > 0;
	return problems.some((problem) => {
		switch (kind) {
			case "read-as-dialed":
			case "keep-as-written":
				return choicesOf(problem) !== null;
			case "clean-numbers":
			case "add-country-codes":
			case "drop-extensions":
				return offerOf(kind, problem).length > 0;
			case "unescape-commas":
				return problem.code === "row-extra-columns" && hasEscapedCommas(row);
			case "join-columns":
			case "drop-columns":
				return problem.code === "row-extra-columns" && !hasEscapedCommas(row);
			case "leave-out-doubles":
				return problem.code === "row-doubled" && problem.sameDescription;
			default:
				return problem.code === SERVED[kind];
		}
	});
}

const SERVED: Partial<Record<RepairKind, RowProblem["code"]>> = {
	"add-commas": "row-comma-missing",
	"close-quotes": "row-malformed",
	"clean-descriptions": "character-not-allowed",
	"shorten-descriptions": "text-too-long",
};

function example(kind: RepairKind, wrong: Wrong, country: CountryCode): Repair["examples"][number] {
	const repaired = leavesOut(kind) ? null : repairRow(kind, wrong, country);
	return { line: wrong.row.line, before: rowText(wrong.row), after: repaired && rowText(repaired) };
}

/** A row's cells in one line, for examples. */
export const rowText = ({ number, description, extra, shape }: Omit<PoolRow, "line">): string =>
	shape === "whole" ? [number, description, ...extra].join(", ") : number;

/** Applies a repair to every row that it can correct. Returns the other rows unchanged. */
export function applyRepair(
	kind: RepairKind,
	rows: readonly CheckedRow[],
	problems: Problems,
	country: CountryCode,
	rewritten: Rewritten = NONE,
): CheckedRow[] {
	const earlier = earlierOfDoubles(rows, problems);
	return rows.map((row) => {
		if (row.leftOut) return row;
		const wrong = wrongIn(row, problems, rewritten);
		return couldRepair(kind, wrong, earlier) ? repairRow(kind, wrong, country) : row;
	});
}

/** The lines whose number is repeated further down with another description: the last one wins. */
function earlierOfDoubles(
	rows: readonly CheckedRow[],
	problems: ReadonlyMap<number, RowProblem[]>,
): Set<number> {
	const differing = new Set<string>();
	for (const found of problems.values())
		for (const problem of found)
			if (problem.code === "row-doubled" && !problem.sameDescription) differing.add(problem.number);
	const last = new Map<string, number>();
	const earlier = new Set<number>();
	for (const row of rows) {
		const number = row.dnis?.number;
		if (row.leftOut || number === undefined || !differing.has(number)) continue;
		const before = last.get(number);
		if (before !== undefined) earlier.add(before);
		last.set(number, row.line);
	}
	return earlier;
}
