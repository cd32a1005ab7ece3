import { isAssigned } from "../numbers/dnis.ts";
import type { CheckedRow, RowProblem } from "./checked-row.ts";
import { plainNumber, writtenNumber } from "./row-number.ts";

// Metadata of the phone library changes. A number that is in the pool stays acceptable, whatever
// its country's plan is today (G4).

/** A row's number, or what its digits are if they are known. Null if it has no digits alone. */
export const numberOf = ({ dnis, number }: CheckedRow): string | null =>
	dnis?.number ?? plainNumber(number);

/** The numbers to look up among all that the installation has or had, for `asKnown`. */
export const numbersToKnow = (rows: readonly CheckedRow[]): string[] => [
	...new Set(
		rows
			.filter(({ dnis, leftOut }) => dnis === null && !leftOut)
			.flatMap(({ number }) => writtenNumber(number) ?? []),
	),
];

const isOfNumber = ({ code }: RowProblem): boolean =>
	code.startsWith("dnis-") || code === "row-digits-lost";
const isQuestion = ({ code }: RowProblem): boolean =>
	code === "dnis-two-readings" || code === "dnis-national";

/**
 * A row in error whose digits are a number of the pool has that number (N6). A number that the
 * installation knows from another pool is accepted too, unless the digits raise a question.
 */
export function asKnown(
	row: CheckedRow,
	isInPool: (number: string) => boolean,
	known: ReadonlySet<string>,
): CheckedRow {
	if (row.dnis !== null || row.shape === "malformed") return row;
	const number = writtenNumber(row.number);
	if (number === null) return row;
	if (!isInPool(number) && (!known.has(number) || row.problems.some(isQuestion))) return row;
	const others = row.problems.filter((problem) => !isOfNumber(problem));
	if (plainNumber(row.number) !== null)
		return { ...row, dnis: { number, assigned: isAssigned(number) }, problems: others };
	const offer: RowProblem = { code: "dnis-not-plain", value: row.number, suggestions: [number] };
	return { ...row, problems: [offer, ...others] };
}
