import type { CountryCode } from "../numbers/numbering-plan.ts";
import { type CheckedRow, checkRow } from "./checked-row.ts";
import { couldRepair, EXAMPLES, type Repair, repairRow, rowText } from "./import-repairs.ts";
import { leavesOut, REPAIR_KINDS, type RepairKind } from "./repair-kinds.ts";

/**
 * What the repairs did so far (I9): the number of repaired rows, and three of them as in the file
 * and now. Rows that a person typed anew since do not count.
 */
export function findMadeRepairs(rows: readonly CheckedRow[]): Repair[] {
	const made = new Map<RepairKind, Repair>();
	for (const row of rows) {
		if (row.repaired === undefined) continue;
		for (const kind of new Set(row.repaired.by)) {
			const repair = made.get(kind) ?? { kind, rows: 0, examples: [] };
			made.set(kind, repair);
			repair.rows += 1;
			if (repair.examples.length < EXAMPLES)
				repair.examples.push({
					line: row.line,
					before: rowText(row.repaired.was),
					after: leavesOut(kind) ? null : rowText(row),
				});
		}
	}
	return REPAIR_KINDS.flatMap((kind) => made.get(kind) ?? []);
}

/**
 * Takes back a repair: its rows are again as they were before all repairs (I9), which is as in the
 * file or as typed. Other repairs of the same row are made again if they still fit. Nothing else
 * stays left out: the reason may be gone. Rows that were typed since stay as they are. Call
 * `withoutOrphans` for all rows afterwards.
 */
export const takeBack = (
	kind: RepairKind,
	rows: readonly CheckedRow[],
	country: CountryCode,
): CheckedRow[] =>
	rows.map((row) => (row.repaired?.by.includes(kind) ? withoutRepair(kind, row, country) : row));

/**
 * Takes in again the rows that a repair left out because of another row with the same number, if no
 * row has this number any more: otherwise a right row of the file would be lost.
 */
export function withoutOrphans(
	before: readonly CheckedRow[],
	after: readonly CheckedRow[],
): CheckedRow[] {
	const now = numbersIn(after);
	const gone = new Set([...numbersIn(before)].filter((number) => !now.has(number)));
	if (gone.size === 0) return [...after];
	return after.map((row) => {
		const number = row.dnis?.number;
		const isOrphan =
			row.leftOut && row.repaired?.by.some(leavesOut) && number !== undefined && gone.has(number);
		return isOrphan ? takenIn(row) : row;
	});
}

/** The same after a repair that leaves rows out: what it left out itself stays out. */
export const withoutEarlierOrphans = (
	before: readonly CheckedRow[],
	after: readonly CheckedRow[],
): CheckedRow[] =>
	withoutOrphans(before, after).map((row, index) =>
		before[index]?.leftOut ? row : (after[index] as CheckedRow),
	);

const numbersIn = (rows: readonly CheckedRow[]): Set<string> =>
	new Set(rows.flatMap(({ leftOut, dnis }) => (leftOut || dnis === null ? [] : dnis.number)));

/** The row, which no repair leaves out any more. */
function takenIn({ repaired, ...row }: CheckedRow): CheckedRow {
	const by = repaired?.by.filter((kind) => !leavesOut(kind)) ?? [];
	const kept = repaired === undefined || by.length === 0 ? {} : { repaired: { ...repaired, by } };
	return { ...row, ...kept, leftOut: false };
}

function withoutRepair(kind: RepairKind, row: CheckedRow, country: CountryCode): CheckedRow {
	const { by = [], was } = row.repaired ?? {};
	const isLeftOutByHand = row.leftOut && !by.some(leavesOut);
	let back = checkRow({ ...row, ...was }, country, isLeftOutByHand);
	delete back.repaired;
	for (const other of by) {
		// The pool's description, which the repair has put into the row.
		const old = other === "keep-descriptions" ? row.description : undefined;
		const wrong = { row: back, problems: back.problems, old };
		if (other !== kind && !leavesOut(other) && couldRepair(other, wrong, NO_DOUBLES))
			back = { ...repairRow(other, wrong, country), leftOut: isLeftOutByHand };
	}
	return back;
}

const NO_DOUBLES: ReadonlySet<number> = new Set();
