import type { Db } from "../../../db/connection/database.ts";
import { findGroup } from "../../../db/groups/groups.ts";
import {
	deleteImportReview,
	lockImportReview,
	updateImportRows,
} from "../../../db/import/import-reviews.ts";
import type { CheckedRow } from "../../domain/import/checked-row.ts";
import type { RepairKind } from "../../domain/import/repair-kinds.ts";
import {
	correctedRows,
	countChangedRows,
	type RowCorrection,
} from "../../domain/import/row-corrections.ts";
import { writeRows } from "../../domain/import/stored-rows.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { getEnv } from "../../platform/env.server.ts";
import { planReview, rowsOf } from "./read-import-review.ts";
import { type RepairCount, repairInTurns, takeBackInTurns } from "./repair-in-turns.ts";

/** The review does not exist any more, or has been applied. */
export type ReviewClosed = { code: "review-closed" };

/** Changes the rows of an open review. Returns how many rows changed. */
function changeRows(
	db: Db,
	groupId: string,
	reviewId: string,
	change: (
		rows: CheckedRow[],
		tx: Db,
		review: Parameters<typeof planReview>[2],
	) => Promise<CheckedRow[]> | CheckedRow[],
): Promise<Result<number, ReviewClosed>> {
	return db.transaction(async (tx) => {
		const review = await lockImportReview(tx, groupId, reviewId);
		if (review?.state !== "open") return err({ code: "review-closed" });
		const before = rowsOf(review);
		const after = await change(before, tx, review);
		const changed = countChangedRows(before, after);
		if (changed > 0) await updateImportRows(tx, reviewId, { rows: writeRows(after) });
		return ok(changed);
	});
}

/**
 * Replaces rows by typed corrections, or leaves them out (I3). Ignores lines that the file does not
 * have.
 */
export function correctRows(
	db: Db,
	groupId: string,
	reviewId: string,
	corrections: RowCorrection[],
): Promise<Result<number, ReviewClosed>> {
	const country = getEnv().DEFAULT_COUNTRY;
	return changeRows(db, groupId, reviewId, (rows) => correctedRows(rows, corrections, country));
}

/**
 * Applies repairs one after the other, each to all rows that it fits (I3, I9). Returns what each
 * one did.
 */
export async function repairRows(
	db: Db,
	groupId: string,
	reviewId: string,
	kinds: readonly RepairKind[],
): Promise<Result<RepairCount[], ReviewClosed>> {
	let made: RepairCount[] = [];
	const changed = await changeRows(db, groupId, reviewId, async (rows, tx, review) => {
		const group = await findGroup(tx, groupId);
		if (!group) return rows;
		const { plan, replan } = await planReview(tx, group, review);
		const repaired = await repairInTurns(kinds, rows, plan, replan);
		made = repaired.made;
		return repaired.rows;
	});
	return changed.ok ? ok(made) : changed;
}

/** Takes back a repair: its rows are again as before (I9). Returns how many changed. */
export function takeBackRepair(
	db: Db,
	groupId: string,
	reviewId: string,
	kind: RepairKind,
): Promise<Result<number, ReviewClosed>> {
	return changeRows(db, groupId, reviewId, (rows) => takeBackInTurns(kind, rows));
}

/**
 * Deletes an open review. The pool stays unchanged. Returns the file's name; null if the review was
 * applied or discarded before.
 */
export function discardImport(db: Db, groupId: string, reviewId: string): Promise<string | null> {
	return db.transaction(async (tx) => {
		const review = await lockImportReview(tx, groupId, reviewId);
		if (review?.state !== "open") return null;
		await deleteImportReview(tx, reviewId);
		return review.fileName;
	});
}
