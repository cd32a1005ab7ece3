import type { CheckedRow } from "./import-plan.ts";

/**
 * A row without problems: line, number as written, description, whether the number is in an
 * assigned range.
 */
type GoodRow = [line: number, number: string, description: string, assigned: 0 | 1];

/**
 * Serialises checked rows. Most rows of most files are good, and four values describe a good row.
 * Written in full, 10,000 of them take three times the space and three times the time to read.
 */
export const writeRows = (rows: readonly CheckedRow[]): string =>
	JSON.stringify(rows.map((row) => toGoodRow(row) ?? row));

/** The rows that `writeRows` wrote. */
export const readRows = (text: string): CheckedRow[] =>
	(JSON.parse(text) as (GoodRow | CheckedRow)[]).map((row) =>
		Array.isArray(row) ? fromGoodRow(row) : row,
	);

const plain = (number: string): string => (number.startsWith("+") ? number : `+${number}`);

function toGoodRow({
	line,
	number,
	description,
	extra,
	shape,
	dnis,
	problems,
	leftOut,
}: CheckedRow): GoodRow | null {
	const isGood =
		shape === "whole" &&
		extra.length === 0 &&
		problems.length === 0 &&
		!leftOut &&
		dnis?.number === plain(number);
	return isGood ? [line, number, description, dnis.assigned ? 1 : 0] : null;
}

const fromGoodRow = ([line, number, description, assigned]: GoodRow): CheckedRow => ({
	line,
	number,
	description,
	extra: [],
	shape: "whole",
	dnis: { number: plain(number), assigned: assigned === 1 },
	problems: [],
	leftOut: false,
});
