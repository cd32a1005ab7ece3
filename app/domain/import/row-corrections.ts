import { type CheckedRow, checkRow } from "./import-plan.ts";

/** A user's correction of one row. `line` is the row's line in its file. */
export type RowCorrection = {
	line: number;
	number: string;
	description: string;
	leaveOut: boolean;
};

/**
 * Replaces rows with their corrections, or leaves them out (I3). A row without a correction stays
 * the same object. Lines outside the file are ignored.
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

/** The number of changed rows. */
export const countChangedRows = (
	before: readonly CheckedRow[],
	after: readonly CheckedRow[],
): number => after.filter((row, index) => row !== before[index]).length;
