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
 * Takes back a repair: its rows are again as in the file (I9). Other repairs of the same row are
 * made again if they still fit. Nothing else stays left out: the reason may be gone.
 */
export const takeBack = (
	kind: RepairKind,
	rows: readonly CheckedRow[],
	country: CountryCode,
): CheckedRow[] =>
	rows.map((row) => (row.repaired?.by.includes(kind) ? withoutRepair(kind, row, country) : row));

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
