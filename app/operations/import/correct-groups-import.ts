import type { Db } from "../../../db/connection/database.ts";
import {
	countReviewVersion,
	deleteGroupReview,
	lockGroupReview,
} from "../../../db/import/group-import-reviews.ts";
import { readPool } from "../../../db/import/pool-import.ts";
import {
	findReviewedRows,
	leaveGroupsOut,
	listReviewedGroups,
	type ReviewedGroup,
	updateReviewedRows,
} from "../../../db/import/reviewed-groups.ts";
import {
	readServingConnections,
	updateReviewedSettings,
} from "../../../db/import/serving-connections.ts";
import { canonicalJson } from "../../domain/canonical-json.ts";
import { groupNameKey } from "../../domain/groups/group.ts";
import {
	type FileConnection,
	readStoredConnections,
} from "../../domain/import/all-groups/file-connections.ts";
import type { ExistingChoice } from "../../domain/import/all-groups/groups-import-plan.ts";
import { planGroupPool } from "../../domain/import/all-groups/groups-import-plan.ts";
import type { CheckedRow, RowProblem } from "../../domain/import/checked-row.ts";
import type { RepairKind } from "../../domain/import/repair-kinds.ts";
import {
	correctedRows,
	countChangedRows,
	type RowCorrection,
} from "../../domain/import/row-corrections.ts";
import { readRows } from "../../domain/import/stored-rows.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { getEnv } from "../../platform/env.server.ts";
import type { ReviewClosed } from "./correct-import.ts";
import { type RepairCount, repairInTurns, sumRepairs, takeBackInTurns } from "./repair-in-turns.ts";

/**
 * Changes an open review. `change` returns the number of differences. If there are any, the version
 * goes up.
 */
export function changeReview(
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
	const before = readRows(found?.rows ?? "[]");
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
	const country = getEnv().DEFAULT_COUNTRY;
	return changeReview(db, reviewId, (tx) =>
		changeRows(tx, reviewId, index, (rows) => correctedRows(rows, corrections, country)),
	);
}

/** Groups changed between two reads of the list of groups. */
const GROUPS_AT_ONCE = 100;

/** Changes the numbers of each group of an outcome, or of all groups (null). */
export async function changeGroups(
	tx: Db,
	reviewId: string,
	outcome: "error" | null,
	change: (group: ReviewedGroup) => Promise<number>,
): Promise<number> {
	let changed = 0;
	for (let offset = 0; ; offset += GROUPS_AT_ONCE) {
		const limit = GROUPS_AT_ONCE;
		const query = { outcome, search: "", limit, offset };
		const { groups } = await listReviewedGroups(tx, reviewId, query);
		for (const group of groups) changed += await change(group);
		if (groups.length < GROUPS_AT_ONCE) return changed;
	}
}

/**
 * Applies repairs, one after the other, to the numbers in error of one group, or of all groups
 * (null). Returns what each one did (I9).
 */
export async function repairNumbers(
	db: Db,
	reviewId: string,
	index: number | null,
	kinds: readonly RepairKind[],
): Promise<Result<RepairCount[], ReviewClosed>> {
	const made: RepairCount[] = [];
	const repair = (tx: Db, { index, targetId }: Pick<ReviewedGroup, "index" | "targetId">) =>
		changeRows(tx, reviewId, index, async (rows, problems) => {
			const pool = kinds.length > 1 && targetId !== null ? await readPool(tx, targetId) : [];
			// A spreadsheet writes no such file, so no description of it is rewritten.
			const replan = (repaired: CheckedRow[]) => ({
				problems: planGroupPool(pool, repaired, new Map()).problems,
			});
			const repaired = await repairInTurns(kinds, rows, { problems }, replan);
			made.push(...repaired.made);
			return repaired.rows;
		});
	const changed = await changeReview(db, reviewId, (tx) =>
		index === null
			? changeGroups(tx, reviewId, "error", (group) => repair(tx, group))
			: repair(tx, { index, targetId: null }),
	);
	return changed.ok ? ok(sumRepairs(made)) : changed;
}

/** Takes back a repair in all groups: its numbers are again as before (I9). */
export const takeBackNumbers = (
	db: Db,
	reviewId: string,
	kind: RepairKind,
): Promise<Result<number, ReviewClosed>> =>
	changeReview(db, reviewId, (tx) =>
		changeGroups(tx, reviewId, null, ({ index }) =>
			changeRows(tx, reviewId, index, (rows) => takeBackInTurns(kind, rows)),
		),
	);

/** Leaves groups out of the import, or includes them again. */
export const leaveOut = (
	db: Db,
	reviewId: string,
	which: number[] | "in-error",
	leftOut: boolean,
): Promise<Result<number, ReviewClosed>> =>
	changeReview(db, reviewId, (tx) => leaveGroupsOut(tx, reviewId, which, leftOut));

/**
 * Leaves out the connections of a file that this installation does not have, in all groups, or
 * takes in again those that were left out. Returns the number of changed groups.
 */
export const leaveConnectionsOut = (
	db: Db,
	reviewId: string,
	leftOut: boolean,
): Promise<Result<number, ReviewClosed>> =>
	changeReview(db, reviewId, async (tx) => {
		const known = await readServingConnections(tx);
		return changeGroups(tx, reviewId, null, async ({ index, settings }) => {
			const before = readStoredConnections(settings);
			const connections = before.map(({ leftOut: _before, ...connection }): FileConnection => {
				const isUnknown = !known.has(groupNameKey(connection.name));
				return leftOut && isUnknown ? { ...connection, leftOut: true } : connection;
			});
			if (canonicalJson(connections) === canonicalJson(before)) return 0;
			const changed = JSON.stringify({ ...JSON.parse(settings), connections });
			await updateReviewedSettings(tx, reviewId, index, changed);
			return 1;
		});
	});

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

/**
 * Deletes an open review. The groups stay unchanged. Returns the file's name; null if the review
 * was applied or discarded before.
 */
export function discardGroups(db: Db, reviewId: string): Promise<string | null> {
	return db.transaction(async (tx) => {
		const review = await lockGroupReview(tx, reviewId);
		if (review?.state !== "open") return null;
		await deleteGroupReview(tx, reviewId);
		return review.fileName;
	});
}
