import { setImmediate as nextTurn } from "node:timers/promises";
import type { CheckedRow, RowProblem } from "../../domain/import/checked-row.ts";
import { applyRepair } from "../../domain/import/import-repairs.ts";
import { takeBack } from "../../domain/import/made-repairs.ts";
import { leavesOut, type RepairKind } from "../../domain/import/repair-kinds.ts";
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

type Problems = ReadonlyMap<number, RowProblem[]>;

/**
 * Applies repairs one after the other (I3, I9). `problems` are those of the rows as given;
 * `plan` tells those of repaired rows. Leaving out needs all rows at once, and checks none.
 */
export async function repairInTurns(
	kinds: readonly RepairKind[],
	rows: readonly CheckedRow[],
	problems: Problems,
	plan: (rows: CheckedRow[]) => Problems,
): Promise<CheckedRow[]> {
	const country = getEnv().DEFAULT_COUNTRY;
	let repaired = [...rows];
	for (const [index, kind] of kinds.entries()) {
		const found = index === 0 ? problems : plan(repaired);
		if (found.size === 0) break;
		repaired = leavesOut(kind)
			? applyRepair(kind, repaired, found, country)
			: await inTurns(repaired, (batch) => applyRepair(kind, batch, found, country));
		await nextTurn();
	}
	return repaired;
}

/** Takes back a repair: its rows are again as in the file (I9). */
export const takeBackInTurns = (
	kind: RepairKind,
	rows: readonly CheckedRow[],
): Promise<CheckedRow[]> =>
	inTurns(rows, (batch) => takeBack(kind, batch, getEnv().DEFAULT_COUNTRY));
