import { BYTE_ORDER_MARK, csvRow } from "../csv.ts";
import type { PoolEntry } from "../groups/pool.ts";
import { addFormulaGuard, addNumberGuard } from "./formula-guard.ts";
import type { CheckedRow, RowProblem } from "./import-plan.ts";

const toCsv = (rows: string[][]): string => BYTE_ORDER_MARK + rows.map(csvRow).join("");

/**
 * A pool as a CSV file that imports again without a change (I6), in the order given: text to be
 * sent as UTF-8, byte order mark included. Numbers are plain; a description that a spreadsheet
 * would run as a formula has one more `'` in front.
 */
export function poolToCsv(entries: readonly Pick<PoolEntry, "number" | "description">[]): string {
	return toCsv([
		["DNIS", "Description"],
		...entries.map(({ number, description }) => [number, addFormulaGuard(description)]),
	]);
}

/**
 * The rows in error as a CSV file (I6): number and description as they came, and what is wrong, to
 * be put right in a spreadsheet and imported again: the column "Problem" is left aside then. Cells
 * behind the description stand behind the problem, so that nothing is lost. Rows left out are left
 * out. Nothing in it runs as a formula: only what is `+` and digits has no guard.
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
