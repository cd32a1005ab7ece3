import { setImmediate as nextTurn } from "node:timers/promises";
import type { Db } from "../../../db/connection/database.ts";
import {
	countReviewVersion,
	deleteGroupReview,
	lockGroupReview,
} from "../../../db/import/group-import-reviews.ts";
import {
	findReviewedRows,
	leaveGroupsOut,
	listReviewedGroups,
	updateReviewedRows,
} from "../../../db/import/reviewed-groups.ts";
import type { ExistingChoice } from "../../domain/import/groups-import-plan.ts";
import type { CheckedRow, RowProblem } from "../../domain/import/import-plan.ts";
import { applyRepair, type RepairKind } from "../../domain/import/import-repairs.ts";
import {
	correctedRows,
	countChangedRows,
	type RowCorrection,
} from "../../domain/import/row-corrections.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { ReviewClosed } from "./correct-import.ts";

/**
 * Changes an open review. `change` returns the number of differences. If there are any, the version
 * goes up.
 */
function changeReview(
	db: Db,
	reviewId: string,
	change: (tx: Db) => Promise<number>,
): Promise<Result<number, ReviewClosed>> {
	return db.transaction(async (tx) => {
		const review = await lockGroupReview(tx, reviewId);
		if (review?.state !== "open") return err({ code: "review-closed" });
		const changed = await change(tx);
		if (changed > 0) await countReviewVersion(tx, reviewId);
		return ok(changed);
	});
}

async function changeRows(
	tx: Db,
	reviewId: string,
	index: number,
	change: (
		rows: CheckedRow[],
		problems: Map<number, RowProblem[]>,
	) => Promise<CheckedRow[]> | CheckedRow[],
): Promise<number> {
	const found = await findReviewedRows(tx, reviewId, index);
	const before = JSON.parse(found?.rows ?? "[]") as CheckedRow[];
	const after = await change(
		before,
		new Map(JSON.parse(found?.rowProblems ?? "[]") as [number, RowProblem[]][]),
	);
	const changed = countChangedRows(before, after);
	if (changed > 0) await updateReviewedRows(tx, reviewId, index, JSON.stringify(after));
	return changed;
}

/**
 * Replaces numbers of one group by typed corrections, or leaves them out. A correction's `line` is
 * the index in `numbers`, from 0.
 */
export function correctNumbers(
	db: Db,
	reviewId: string,
	index: number,
	corrections: RowCorrection[],
): Promise<Result<number, ReviewClosed>> {
	return changeReview(db, reviewId, (tx) =>
		changeRows(tx, reviewId, index, (rows) => correctedRows(rows, corrections)),
	);
}

/** Groups repaired between two reads of the list of groups in error. */
const GROUPS_AT_ONCE = 100;

/**
 * Applies one repair to the numbers in error of one group, or of all groups (null). Returns how
 * many numbers changed.
 */
export function repairNumbers(
	db: Db,
	reviewId: string,
	index: number | null,
	kind: RepairKind,
): Promise<Result<number, ReviewClosed>> {
	return changeReview(db, reviewId, async (tx) => {
		const repair = (of: number) =>
			changeRows(tx, reviewId, of, (rows, problems) => repairSlowly(kind, rows, problems));
		if (index !== null) return repair(index);
		let changed = 0;
		for (let offset = 0; ; offset += GROUPS_AT_ONCE) {
			const { groups } = await listReviewedGroups(tx, reviewId, {
				outcome: "error",
				search: "",
				limit: GROUPS_AT_ONCE,
				offset,
			});
			for (const group of groups) changed += await repair(group.index);
			if (groups.length < GROUPS_AT_ONCE) return changed;
		}
	});
}

/** Rows checked in one go: about 4 ms, the longest wait for API calls in between. */
const REPAIRED_IN_ONE_GO = 100;

/**
 * applyRepair in batches of rows, for repairs that check rows again. Leaving out needs all rows at
 * once, and checks none.
 */
async function repairSlowly(
	kind: RepairKind,
	rows: CheckedRow[],
	problems: Map<number, RowProblem[]>,
): Promise<CheckedRow[]> {
	if (kind.startsWith("leave-out")) return applyRepair(kind, rows, problems);
	const repaired: CheckedRow[] = [];
	for (let from = 0; from < rows.length; from += REPAIRED_IN_ONE_GO) {
		repaired.push(...applyRepair(kind, rows.slice(from, from + REPAIRED_IN_ONE_GO), problems));
		await nextTurn();
	}
	return repaired;
}

/** Leaves groups out of the import, or includes them again. */
export const leaveOut = (
	db: Db,
	reviewId: string,
	which: number[] | "in-error",
	leftOut: boolean,
): Promise<Result<number, ReviewClosed>> =>
	changeReview(db, reviewId, (tx) => leaveGroupsOut(tx, reviewId, which, leftOut));

/** Chooses how the import treats existing groups. */
export const chooseExisting = (
	db: Db,
	reviewId: string,
	existing: ExistingChoice,
): Promise<Result<number, ReviewClosed>> =>
	changeReview(db, reviewId, async (tx) => {
		await countReviewVersion(tx, reviewId, { existing });
		return 0;
	});

/** "Start again": deletes the review. The groups stay unchanged. */
export function discardGroups(db: Db, reviewId: string): Promise<void> {
	return db.transaction(async (tx) => {
		const review = await lockGroupReview(tx, reviewId);
		if (review?.state === "open") await deleteGroupReview(tx, reviewId);
	});
}
