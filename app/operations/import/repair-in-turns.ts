import { setImmediate as nextTurn } from "node:timers/promises";
import type { CheckedRow } from "../../domain/import/checked-row.ts";
import type { ImportPlan } from "../../domain/import/import-plan.ts";
import { applyRepair } from "../../domain/import/import-repairs.ts";
import {
	takeBack,
	withoutEarlierOrphans,
	withoutOrphans,
} from "../../domain/import/made-repairs.ts";
import { leavesOut, type RepairKind } from "../../domain/import/repair-kinds.ts";
import { countChangedRows } from "../../domain/import/row-corrections.ts";
import { getEnv } from "../../platform/env.server.ts";

/** Rows checked in one go: about 4 ms, the longest wait for API calls in between. */
const ROWS_IN_ONE_GO = 100;

/** Works on all rows in batches. Other work of the process gets its turn in between. */
async function inTurns(
	rows: readonly CheckedRow[],
	work: (batch: CheckedRow[]) => CheckedRow[],
): Promise<CheckedRow[]> {
	const done: CheckedRow[] = [];
	for (let from = 0; from < rows.length; from += ROWS_IN_ONE_GO) {
		done.push(...work(rows.slice(from, from + ROWS_IN_ONE_GO)));
		await nextTurn();
	}
	return done;
}

/** How many rows a repair changed. */
export type RepairCount = { kind: RepairKind; rows: number };

type Planned = Pick<ImportPlan, "problems"> & Partial<Pick<ImportPlan, "rewritten">>;

/**
 * Applies repairs one after the other (I3, I9), and tells what each one did. `plan` is that of the
 * rows as given; `replan` makes that of repaired rows. Leaving out needs all rows at once, and
 * checks none.
 */
export async function repairInTurns(
	kinds: readonly RepairKind[],
	rows: readonly CheckedRow[],
	plan: Planned,
	replan: (rows: CheckedRow[]) => Planned,
): Promise<{ rows: CheckedRow[]; made: RepairCount[] }> {
	const country = getEnv().DEFAULT_COUNTRY;
	let repaired = [...rows];
	const made: RepairCount[] = [];
	for (const [index, kind] of kinds.entries()) {
		const { problems, rewritten } = index === 0 ? plan : replan(repaired);
		if (problems.size === 0 && (rewritten?.size ?? 0) === 0) break;
		const before = repaired;
		const repair = (batch: readonly CheckedRow[]) =>
			applyRepair(kind, batch, problems, country, rewritten);
		repaired = leavesOut(kind)
			? withoutEarlierOrphans(before, repair(before))
			: await inTurns(repaired, repair);
		made.push({ kind, rows: countChangedRows(before, repaired) });
		await nextTurn();
	}
	return { rows: repaired, made: made.filter((one) => one.rows > 0) };
}

/** Takes back a repair: its rows are again as before (I9). */
export const takeBackInTurns = async (
	kind: RepairKind,
	rows: readonly CheckedRow[],
): Promise<CheckedRow[]> =>
	withoutOrphans(
		rows,
		await inTurns(rows, (batch) => takeBack(kind, batch, getEnv().DEFAULT_COUNTRY)),
	);

/** The sums of what repairs did to several groups, in their order. */
export function sumRepairs(counts: readonly RepairCount[]): RepairCount[] {
	const sums = new Map<RepairKind, number>();
	for (const { kind, rows } of counts) sums.set(kind, (sums.get(kind) ?? 0) + rows);
	return [...sums].map(([kind, rows]) => ({ kind, rows }));
}
