import type { CountryCode } from "../numbers/numbering-plan.ts";
import { type CheckedRow, checkRow } from "./checked-row.ts";
import { withoutOrphans } from "./made-repairs.ts";
import type { PoolRow } from "./pool-file.ts";
import { leavesOut } from "./repair-kinds.ts";

/** A user's correction of one row. `line` is the row's line in its file. */
export type RowCorrection = {
	line: number;
	number: string;
	description: string;
	leaveOut: boolean;
};

/**
 * Replaces rows with their corrections, or leaves them out (I3). A row without a correction stays
 * the same object. Lines outside the file are ignored. Rows that repeated a number which is typed
 * over are taken in again.
 */
export function correctedRows(
	rows: readonly CheckedRow[],
	corrections: readonly RowCorrection[],
	country: CountryCode,
): CheckedRow[] {
	const byLine = new Map(corrections.map((correction) => [correction.line, correction]));
	const corrected = rows.map((row) => {
		const correction = byLine.get(row.line);
		if (!correction) return row;
		const { number, description, leaveOut } = correction;
		const isTyped = number !== row.number || description !== row.description;
		if (!isTyped) return leaveOut === row.leftOut ? row : leftOutByHand(row, leaveOut);
		const { line, drain } = row;
		const kept = drain === undefined ? { line } : { line, drain };
		const typed: PoolRow = { ...kept, number, description, extra: [], shape: "whole" };
		return checkRow(typed, country, leaveOut);
	});
	// A row that a person leaves out takes its repetitions with it.
	const isTyped = (row: CheckedRow, index: number) => row !== rows[index] && !row.leftOut;
	const before = rows.filter((_row, index) => isTyped(corrected[index] as CheckedRow, index));
	return withoutOrphans(before, corrected);
}

/** No repair left the row out any more, so that taking one back does not touch it. */
function leftOutByHand({ repaired, ...row }: CheckedRow, leftOut: boolean): CheckedRow {
	const by = repaired?.by.filter((kind) => !leavesOut(kind)) ?? [];
	return repaired === undefined || by.length === 0
		? { ...row, leftOut }
		: { ...row, leftOut, repaired: { ...repaired, by } };
}

/** The number of changed rows. */
export const countChangedRows = (
	before: readonly CheckedRow[],
	after: readonly CheckedRow[],
): number => after.filter((row, index) => row !== before[index]).length;
