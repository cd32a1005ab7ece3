import { eq, inArray, lt, sql } from "drizzle-orm";
import type { ExistingChoice } from "../../app/domain/import/groups-import-plan.ts";
import { nowMs } from "../clock.ts";
import type { Db } from "../connection/database.ts";
import { isUuid } from "../groups/groups.ts";
import { groupImportGroups, groupImportReviews } from "../schema/import-tables.ts";

export type GroupReviewRow = typeof groupImportReviews.$inferSelect;

/** Stores an uploaded file; its groups follow, and `openGroupReview` when all are there. */
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
 * A review; null where there is none, or where that is no ID, or while it is still being stored.
 */
export async function findGroupReview(db: Db, id: string): Promise<GroupReviewRow | null> {
	if (!isUuid(id)) return null;
	const [row] = await db.orm.select().from(groupImportReviews).where(eq(groupImportReviews.id, id));
	return row && row.state !== "checking" ? row : null;
}

/**
 * The same, locked until the transaction ends: two who work on one review, or apply it, wait for
 * each other here.
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

/** Counts the version up, with the choice for groups that exist where that is what changed. */
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

/** Says for what the figures were worked out; they are complete with this. */
export async function saveReviewPlan(
	db: Db,
	id: string,
	plan: { plannedFor: string; repairs: string },
): Promise<void> {
	await db.orm.update(groupImportReviews).set(plan).where(eq(groupImportReviews.id, id));
}

/** Marks a review as applied; its numbers have served. */
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

/** Removes reviews that are a day old, whatever became of them. A few at a time; gives how many. */
export async function deleteOldGroupReviews(db: Db): Promise<number> {
	const old = db.orm
		.select({ id: groupImportReviews.id })
		.from(groupImportReviews)
		.where(lt(groupImportReviews.createdAt, sql`now() - interval '1 day'`))
		.limit(20)
		.for("update", { skipLocked: true });
	const deleted = await db.orm
		.delete(groupImportReviews)
		.where(inArray(groupImportReviews.id, old))
		.returning({ id: groupImportReviews.id });
	return deleted.length;
}
