import { BYTE_ORDER_MARK, csvRow } from "../csv.ts";
import type { NumberState } from "../groups/number-state.ts";
import type { Drain, PoolEntry } from "../groups/pool.ts";
import type { CheckedRow, RowProblem } from "./checked-row.ts";
import { DRAIN_HEADING, STATE_HEADINGS } from "./columns/column-names.ts";
import { addFormulaGuard, addNumberGuard } from "./formula-guard.ts";

const toCsv = (rows: string[][]): string => BYTE_ORDER_MARK + rows.map(csvRow).join("");

/** The columns of a pool's export, in the order of the file. */
export const POOL_COLUMNS = ["number", "description", "drain", "state"] as const;
export type PoolColumn = (typeof POOL_COLUMNS)[number];
/** The columns of an export without a choice. */
export const USUAL_COLUMNS: readonly PoolColumn[] = ["number", "description"];

type Exported = Pick<PoolEntry, "number" | "description"> & { drain?: Drain | null };

/** What numbers are doing, by number, and how a time is written. */
export type StatesNow = {
	states: ReadonlyMap<string, NumberState>;
	timeOf: (at: Date) => string;
};
const NOT_ASKED_FOR: StatesNow = { states: new Map(), timeOf: (at) => at.toISOString() };

type Cells = (entry: Exported, now: StatesNow) => string[];
/** An import ignores drains and states, and keeps the drain of each number (G15). */
const COLUMNS: Record<PoolColumn, { headings: string[]; cellsOf: Cells }> = {
	number: { headings: ["DNIS"], cellsOf: ({ number }) => [number] },
	description: {
		headings: ["Description"],
		cellsOf: ({ description }) => [addFormulaGuard(description)],
	},
	drain: { headings: [DRAIN_HEADING], cellsOf: ({ drain }) => [drain ?? ""] },
	state: {
		headings: STATE_HEADINGS,
		cellsOf: ({ number }, { states, timeOf }) => {
			const now = states.get(number);
			if (!now) return STATE_HEADINGS.map(() => "");
			const timeOrNone = (at: Date | null) => (at === null ? "" : timeOf(at));
			const { state, inUseUntil, lastUsedAt, givenLastDay } = now;
			return [state, timeOrNone(inUseUntil), timeOrNone(lastUsedAt), String(givenLastDay)];
		},
	},
};

/**
 * The columns that somebody asks for, in the order of the file; the usual ones if none is asked
 * for. Null if one is unknown, or if the number is missing: without it, no row could be imported
 * again.
 */
export function readPoolColumns(asked: readonly string[]): readonly PoolColumn[] | null {
	if (asked.length === 0) return USUAL_COLUMNS;
	const known = POOL_COLUMNS.filter((column) => asked.includes(column));
	const isKnown = known.length === new Set(asked).size;
	return isKnown && known.includes("number") ? known : null;
}

/**
 * A pool as a CSV file, in the given order, that imports again without a change (I6). The text has
 * a byte order mark and must be sent as UTF-8. Numbers are plain. A description that a spreadsheet
 * would run as a formula has one more `'` in front.
 */
export function poolToCsv(
	entries: readonly Exported[],
	columns: readonly PoolColumn[] = USUAL_COLUMNS,
	now: StatesNow = NOT_ASKED_FOR,
): string {
	const written = columns.map((column) => COLUMNS[column]);
	return toCsv([
		written.flatMap(({ headings }) => headings),
		...entries.map((entry) => written.flatMap(({ cellsOf }) => cellsOf(entry, now))),
	]);
}

/**
 * The rows in error as a CSV file to correct in a spreadsheet and import again (I6): number and
 * description as imported, and the problem. An import ignores the column "Problem". Cells after the
 * description come after the problem, so that nothing is lost. Rows left out are not in the file.
 * No cell runs as a formula: every cell has a guard, except `+` and digits.
 */
export function problemsToCsv(
	rows: readonly CheckedRow[],
	problems: ReadonlyMap<number, RowProblem[]>,
	messageOf: (problem: RowProblem) => string,
): string {
	const wrong = rows.flatMap((row) => {
		const found = row.leftOut ? undefined : problems.get(row.line);
		if (!found) return [];
		const problem = found.map(messageOf).join(" ");
		return [
			[
				addNumberGuard(row.number),
				...[row.description, problem, ...row.extra].map(addFormulaGuard),
			],
		];
	});
	return toCsv([["DNIS", "Description", "Problem"], ...wrong]);
}
