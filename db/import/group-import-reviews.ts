import { and, eq, inArray, lt, ne, or, sql } from "drizzle-orm";
import type { ExistingChoice } from "../../app/domain/import/all-groups/groups-import-plan.ts";
import { REVIEW_DAYS } from "../../app/domain/import/review-retention.ts";
import { daysAgo, nowMs } from "../clock.ts";
import type { Db } from "../connection/database.ts";
import { isUuid } from "../groups/groups.ts";
import { groupImportGroups, groupImportReviews } from "../schema/import-tables.ts";

export type GroupReviewRow = typeof groupImportReviews.$inferSelect;

/** Stores an uploaded file; its groups follow, then `openGroupReview`. */
export async function insertGroupReview(
	db: Db,
	review: { id: string; fileName: string; existing: ExistingChoice; createdBy: string },
): Promise<void> {
	await db.orm.insert(groupImportReviews).values(review);
}

export async function openGroupReview(db: Db, id: string): Promise<void> {
	await db.orm
		.update(groupImportReviews)
		.set({ state: "open" })
		.where(eq(groupImportReviews.id, id));
}

/**
 * A review; null if there is none, if the ID is malformed, or while the file is still being stored.
 */
export async function findGroupReview(db: Db, id: string): Promise<GroupReviewRow | null> {
	if (!isUuid(id)) return null;
	const [row] = await db.orm.select().from(groupImportReviews).where(eq(groupImportReviews.id, id));
	return row && row.state !== "checking" ? row : null;
}

/**
 * The same, locked until the transaction ends: changes and the apply of one review run one at a
 * time.
 */
export async function lockGroupReview(tx: Db, id: string): Promise<GroupReviewRow | null> {
	if (!isUuid(id)) return null;
	const [row] = await tx.orm
		.select()
		.from(groupImportReviews)
		.where(eq(groupImportReviews.id, id))
		.for("update");
	return row && row.state !== "checking" ? row : null;
}

/** Increments the version, and sets a changed choice for existing groups. */
export async function countReviewVersion(
	tx: Db,
	id: string,
	change: { existing?: ExistingChoice } = {},
): Promise<void> {
	await tx.orm
		.update(groupImportReviews)
		.set({ ...change, version: sql`${groupImportReviews.version} + 1` })
		.where(eq(groupImportReviews.id, id));
}

/** Stores the version and state that the figures are for, and their plan; this completes them. */
export async function saveReviewPlan(
	db: Db,
	id: string,
	plan: { plannedFor: string; repairs: string },
): Promise<void> {
	await db.orm.update(groupImportReviews).set(plan).where(eq(groupImportReviews.id, id));
}

/** Marks a review as applied, and erases its numbers. */
export async function markGroupsApplied(tx: Db, id: string, appliedBy: string): Promise<void> {
	await tx.orm
		.update(groupImportReviews)
		.set({ appliedBy, state: "applied", appliedAt: nowMs, repairs: null })
		.where(eq(groupImportReviews.id, id));
	await tx.orm
		.update(groupImportGroups)
		.set({ rows: null, rowProblems: null })
		.where(eq(groupImportGroups.reviewId, id));
}

export async function deleteGroupReview(db: Db, id: string): Promise<void> {
	await db.orm.delete(groupImportReviews).where(eq(groupImportReviews.id, id));
}

/**
 * Removes reviews left open for `REVIEW_DAYS`, and applied ones after `historyDays`. A few at a
 * time; returns the number removed.
 */
export async function deleteOldGroupReviews(db: Db, historyDays: number): Promise<number> {
	const { state, createdAt, appliedAt } = groupImportReviews;
	const isOld = or(
		and(ne(state, "applied"), lt(createdAt, daysAgo(REVIEW_DAYS))),
		and(eq(state, "applied"), lt(appliedAt, daysAgo(historyDays))),
	);
	const old = db.orm
		.select({ id: groupImportReviews.id })
		.from(groupImportReviews)
		.where(isOld)
		.limit(20)
		.for("update", { skipLocked: true });
	const deleted = await db.orm
		.delete(groupImportReviews)
		.where(inArray(groupImportReviews.id, old))
		.returning({ id: groupImportReviews.id });
	return deleted.length;
}
