import { and, eq, getTableColumns, inArray, isNotNull, lt, ne, or, sql } from "drizzle-orm";
import type { ImportMode } from "../../app/domain/import/import-plan.ts";
import { REVIEW_DAYS } from "../../app/domain/import/review-retention.ts";
import { daysAgo, nowMs } from "../clock.ts";
import type { Db } from "../connection/database.ts";
import { brokenConstraint } from "../connection/errors.ts";
import { isUuid } from "../groups/groups.ts";
import { groups } from "../schema/group-tables.ts";
import { importReviews } from "../schema/import-tables.ts";

export type ImportReviewRow = typeof importReviews.$inferSelect;

/**
 * Stores an uploaded file for review. `rows` and `reading` are JSON. False if the group is gone;
 * call it outside a transaction.
 */
export async function insertImportReview(
	db: Db,
	review: {
		id: string;
		groupId: string;
		mode: ImportMode;
		fileName: string;
		reading: string | null;
		rows: string;
		createdBy: string;
	},
): Promise<boolean> {
	try {
		await db.orm.insert(importReviews).values(review);
		return true;
	} catch (error) {
		if (brokenConstraint(error) === "import_reviews_group_id_groups_id_fk") return false;
		throw error;
	}
}

const { poolBefore, ...withoutPool } = getTableColumns(importReviews);

/** A review without the pool before the import: up to 1 MB, and only the undo reads it. */
export type ShownImportReview = Omit<ImportReviewRow, "poolBefore"> & { hasPoolBefore: boolean };

/** The review of a group's import; null if there is none, or if an ID is malformed. */
export async function findImportReview(
	db: Db,
	groupId: string,
	id: string,
): Promise<ShownImportReview | null> {
	if (!isUuid(groupId) || !isUuid(id)) return null;
	const [row] = await db.orm
		.select({ ...withoutPool, hasPoolBefore: sql<boolean>`${poolBefore} is not null` })
		.from(importReviews)
		.where(and(eq(importReviews.id, id), eq(importReviews.groupId, groupId)));
	return row ?? null;
}

/**
 * The same, locked until the transaction ends: changes and the apply of one review run one at a
 * time.
 */
export async function lockImportReview(
	tx: Db,
	groupId: string,
	id: string,
): Promise<ImportReviewRow | null> {
	if (!isUuid(groupId) || !isUuid(id)) return null;
	const [row] = await tx.orm
		.select()
		.from(importReviews)
		.where(and(eq(importReviews.id, id), eq(importReviews.groupId, groupId)))
		.for("update");
	return row ?? null;
}

/** Stores corrected rows, or a new reading with its rows, and increments the version. */
export async function updateImportRows(
	tx: Db,
	id: string,
	changed: { rows: string; reading?: string | null },
): Promise<void> {
	await tx.orm
		.update(importReviews)
		.set({ ...changed, version: sql`${importReviews.version} + 1` })
		.where(eq(importReviews.id, id));
}

/** Marks a review as applied, with its figures and the pool for the undo. Erases the file. */
export async function markImportApplied(
	tx: Db,
	id: string,
	applied: { appliedBy: string; summary: string; poolBefore: string },
): Promise<void> {
	await tx.orm
		.update(importReviews)
		.set({
			...applied,
			state: "applied",
			appliedAt: nowMs,
			rows: null,
			reading: null,
			appliedPoolVersion: sql`(
				select pool_version from groups
				where groups.id = ${importReviews.groupId}
			)`,
		})
		.where(eq(importReviews.id, id));
}

export async function markImportUndone(tx: Db, id: string, undoneBy: string): Promise<void> {
	await tx.orm
		.update(importReviews)
		.set({ state: "undone", undoneBy, undoneAt: nowMs, poolBefore: null })
		.where(eq(importReviews.id, id));
}

export async function deleteImportReview(db: Db, id: string): Promise<void> {
	await db.orm.delete(importReviews).where(eq(importReviews.id, id));
}

/** Stores the number of rows in error for the lists of open reviews. */
export async function noteRowsInError(db: Db, id: string, rowsInError: number): Promise<void> {
	await db.orm.update(importReviews).set({ rowsInError }).where(eq(importReviews.id, id));
}

const cannotBeUndone = sql`not exists (
		select 1 from ${groups}
		where ${groups.id} = ${importReviews.groupId}
		and ${groups.poolVersion} = ${importReviews.appliedPoolVersion}
	)`;

/** Erases the pool before imports that cannot be undone any more. Returns how many. */
export async function eraseOldPools(db: Db): Promise<number> {
	const old = db.orm
		.select({ id: importReviews.id })
		.from(importReviews)
		.where(and(isNotNull(importReviews.poolBefore), cannotBeUndone))
		.limit(20)
		.for("update", { skipLocked: true });
	const erased = await db.orm
		.update(importReviews)
		.set({ poolBefore: null })
		.where(inArray(importReviews.id, old))
		.returning({ id: importReviews.id });
	return erased.length;
}

/**
 * Removes reviews left open for `REVIEW_DAYS`, and applied or undone ones after `historyDays`,
 * unless an undo is possible. A few at a time; returns the number removed.
 */
export async function deleteOldImportReviews(db: Db, historyDays: number): Promise<number> {
	const { state, createdAt, appliedAt } = importReviews;
	const isOld = or(
		and(eq(state, "open"), lt(createdAt, daysAgo(REVIEW_DAYS))),
		and(ne(state, "open"), lt(appliedAt, daysAgo(historyDays)), cannotBeUndone),
	);
	const old = db.orm
		.select({ id: importReviews.id })
		.from(importReviews)
		.where(isOld)
		.limit(100)
		.for("update", { skipLocked: true });
	const deleted = await db.orm
		.delete(importReviews)
		.where(inArray(importReviews.id, old))
		.returning({ id: importReviews.id });
	return deleted.length;
}
