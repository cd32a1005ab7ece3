import { parseDnis, suggestDnis } from "../groups/dnis.ts";
import { DESCRIPTION_MAX } from "../groups/pool.ts";
import { codePointLength, withoutForbiddenCharacters } from "../text.ts";
import { takeFormulaGuard } from "./formula-guard.ts";
import { type CheckedRow, checkRow, type RowProblem } from "./import-plan.ts";

/** Bulk corrections for many rows (I3), in display order. */
export const REPAIR_KINDS = [
	"clean-numbers",
	"add-commas",
	"close-quotes",
	"join-columns",
	"drop-columns",
	"clean-descriptions",
	"shorten-descriptions",
	"leave-out-doubles",
	"leave-out-earlier",
	"leave-out-errors",
] as const;
export type RepairKind = (typeof REPAIR_KINDS)[number];

/**
 * A repair, the number of rows that it corrects, and its result for the first three. `after` is
 * null if it leaves the row out.
 */
export type Repair = {
	kind: RepairKind;
	rows: number;
	examples: { line: number; before: string; after: string | null }[];
};

const EXAMPLES = 3;

type Wrong = { row: CheckedRow; problems: RowProblem[] };

/** A repair's result for a row that it can correct; null if it leaves the row out. */
function repairRow(kind: RepairKind, { row }: Wrong): CheckedRow | null {
	switch (kind) {
		case "clean-numbers":
			return checkRow({ ...row, number: suggestDnis(row.number) ?? row.number });
		case "add-commas":
			return checkRow(splitBehindNumber(row));
		case "close-quotes":
			return checkRow(splitLoosely(row));
		case "join-columns":
			return checkRow({
				...row,
				description: [row.description, ...row.extra].join(","),
				extra: [],
			});
		case "drop-columns":
			return checkRow({ ...row, extra: [] });
		case "clean-descriptions":
			return checkRow({ ...row, description: withoutForbiddenCharacters(row.description) });
		case "shorten-descriptions":
			return checkRow({ ...row, description: shorten(row.description) });
		case "leave-out-doubles":
		case "leave-out-earlier":
		case "leave-out-errors":
			return null;
	}
}

/** The repairs that correct at least one row. `problems` are the plan's, by line. */
export function findRepairs(
	rows: readonly CheckedRow[],
	problems: ReadonlyMap<number, RowProblem[]>,
): Repair[] {
	const earlier = earlierOfDoubles(rows, problems);
	const repairs = new Map<RepairKind, Repair>(
		REPAIR_KINDS.map((kind) => [kind, { kind, rows: 0, examples: [] }]),
	);
	for (const row of rows) {
		if (row.leftOut) continue;
		const wrong = { row, problems: problems.get(row.line) ?? [] };
		if (wrong.problems.length === 0 && !earlier.has(row.line)) continue;
		for (const [kind, repair] of repairs) {
			if (!couldRepair(kind, wrong, earlier)) continue;
			repair.rows += 1;
			if (repair.examples.length < EXAMPLES) repair.examples.push(example(kind, wrong));
		}
	}
	return [...repairs.values()].filter((repair) => repair.rows > 0);
}

/** Cheap filter from the problems alone: checking a row again is the expensive part. */
function couldRepair(
	kind: RepairKind,
	{ row, problems }: Wrong,
	doubled: ReadonlySet<number>,
): boolean {
	if (kind === "leave-out-earlier") return doubled.has(row.line);
	if (kind === "leave-out-errors") return problems.length > 0;
	return problems.some((problem) => {
		if (kind === "clean-numbers") return "cleaned" in problem && problem.cleaned !== null;
		if (kind === "leave-out-doubles")
			return problem.code === "row-doubled" && problem.sameDescription;
		return problem.code === SERVED[kind];
	});
}

const SERVED: Partial<Record<RepairKind, RowProblem["code"]>> = {
	"add-commas": "row-comma-missing",
	"close-quotes": "row-malformed",
	"join-columns": "row-extra-columns",
	"drop-columns": "row-extra-columns",
	"clean-descriptions": "character-not-allowed",
	"shorten-descriptions": "text-too-long",
};

function example(kind: RepairKind, wrong: Wrong): Repair["examples"][number] {
	const repaired = repairRow(kind, wrong);
	return { line: wrong.row.line, before: rowText(wrong.row), after: repaired && rowText(repaired) };
}

const rowText = ({ number, description, extra, shape }: CheckedRow): string =>
	shape === "whole" ? [number, description, ...extra].join(", ") : number;

/** Applies a repair to every row that it can correct. Returns the other rows unchanged. */
export function applyRepair(
	kind: RepairKind,
	rows: readonly CheckedRow[],
	problems: ReadonlyMap<number, RowProblem[]>,
): CheckedRow[] {
	const earlier = earlierOfDoubles(rows, problems);
	return rows.map((row) => {
		if (row.leftOut) return row;
		const wrong = { row, problems: problems.get(row.line) ?? [] };
		return couldRepair(kind, wrong, earlier)
			? (repairRow(kind, wrong) ?? { ...row, leftOut: true })
			: row;
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

/** A row without a comma: a complete number, a space or another separator, and the description. */
function splitBehindNumber(row: CheckedRow): CheckedRow {
	const [, number = "", description = ""] = /^\s*(\+?\d+)[\s;|]+(\D.*)$/su.exec(row.number) ?? [];
	const isWhole = /\p{L}/u.test(description) && parseDnis(number).ok;
	return isWhole
		? { ...row, number, description: takeFormulaGuard(description), shape: "whole" }
		: { ...row, shape: "whole" };
}

/**
 * A line with unbalanced quotes, read without quotes: the number before the first comma, the
 * description after it.
 */
function splitLoosely(row: CheckedRow): CheckedRow {
	const comma = row.number.indexOf(",");
	if (comma < 0) return { ...row, number: unquote(row.number), shape: "comma-missing" };
	return {
		...row,
		number: unquote(row.number.slice(0, comma)),
		description: takeFormulaGuard(unquote(row.number.slice(comma + 1))),
		shape: "whole",
	};
}

/**
 * Removes quotes around the text, or one quote without a partner. Paired quotes inside are part of
 * the text.
 */
function unquote(cell: string): string {
	const text = cell.trim();
	const isQuoted = text.length > 1 && text.startsWith('"') && text.endsWith('"');
	if (isQuoted) return text.slice(1, -1).replaceAll('""', '"');
	const isOdd = text.split('"').length % 2 === 0;
	return (isOdd ? text.replace(/^"|"$/, "") : text).replaceAll('""', '"');
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Cuts at grapheme boundaries: half an emoji would end in a joiner, which is not allowed. */
function shorten(input: string): string {
	const text = input.normalize("NFC");
	let length = 0;
	let end = 0;
	for (const { segment, index } of graphemes.segment(text)) {
		length += codePointLength(segment);
		if (length > DESCRIPTION_MAX) break;
		end = index + segment.length;
	}
	return end > 0 ? text.slice(0, end) : [...text].slice(0, DESCRIPTION_MAX).join("");
}
