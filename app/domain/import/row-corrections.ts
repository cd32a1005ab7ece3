import { type CheckedRow, checkRow } from "./import-plan.ts";

/** What somebody typed for one row. `line` is the row's, as its file counts them. */
export type RowCorrection = {
	line: number;
	number: string;
	description: string;
	leaveOut: boolean;
};

/**
 * Puts what was typed in place of rows, or leaves them out (I3). A row that nothing was typed for
 * is the same object as before. Lines that are not of the file are passed over.
 */
export function correctedRows(
	rows: readonly CheckedRow[],
	corrections: readonly RowCorrection[],
): CheckedRow[] {
	const byLine = new Map(corrections.map((correction) => [correction.line, correction]));
	return rows.map((row) => {
		const correction = byLine.get(row.line);
		if (!correction) return row;
		const { number, description, leaveOut } = correction;
		const isTyped = number !== row.number || description !== row.description;
		if (!isTyped) return leaveOut === row.leftOut ? row : { ...row, leftOut: leaveOut };
		return checkRow({ line: row.line, number, description, extra: [], shape: "whole" }, leaveOut);
	});
}

/** How many rows are other than before. */
export const countChangedRows = (
	before: readonly CheckedRow[],
	after: readonly CheckedRow[],
): number => after.filter((row, index) => row !== before[index]).length;
