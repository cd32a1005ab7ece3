import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import type {
	ExistingChoice,
	GroupHead,
	GroupOutcome,
} from "../../app/domain/import/groups-import-plan.ts";
import { nowMs } from "../clock.ts";
import { type Db, PATIENT } from "../connection/database.ts";
import { isUuid } from "../groups/groups.ts";
import { groupImportGroups, groupImportReviews } from "../schema/import-tables.ts";

export type GroupReviewRow = typeof groupImportReviews.$inferSelect;
/** A group of the file as the review lists it: without its numbers. */
export type ReviewedGroup = Omit<
	typeof groupImportGroups.$inferSelect,
	"rows" | "rowProblems" | "reviewId" | "nameKey"
>;

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
 * A group as it is stored: what is not of a database's kind is JSON. `rows` is the JSON of
 * CheckedRow[].
 */
export type StoredGroup = {
	index: number;
	name: string;
	nameKey: string | null;
	settings: string;
	problems: string;
	rows: string;
};

/** Stores groups of a file in one statement. */
export async function insertReviewedGroups(
	db: Db,
	reviewId: string,
	groups: StoredGroup[],
): Promise<void> {
	await db.orm.insert(groupImportGroups).values(groups.map((group) => ({ reviewId, ...group })));
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

/** All groups of a file without their numbers, in the order of the file. */
export async function listGroupHeads(db: Db, reviewId: string): Promise<GroupHead[]> {
	const { index, name, nameKey, settings, problems, leftOut } = groupImportGroups;
	const rows = await db.orm
		.select({ index, name, nameKey, settings, problems, leftOut })
		.from(groupImportGroups)
		.where(eq(groupImportGroups.reviewId, reviewId))
		.orderBy(asc(index));
	return rows.map((row) => ({
		...row,
		settings: JSON.parse(row.settings),
		problems: JSON.parse(row.problems),
	}));
}

const one = (reviewId: string, index: number) =>
	and(eq(groupImportGroups.reviewId, reviewId), eq(groupImportGroups.index, index));

/**
 * The numbers of one group, as JSON, and what is wrong with them beside the others; null where
 * there is no such group.
 */
export async function findReviewedRows(
	db: Db,
	reviewId: string,
	index: number,
): Promise<{ rows: string | null; rowProblems: string | null } | null> {
	const { rows, rowProblems } = groupImportGroups;
	const [row] = await db.orm
		.select({ rows, rowProblems })
		.from(groupImportGroups)
		.where(one(reviewId, index));
	return row ?? null;
}

export async function updateReviewedRows(
	tx: Db,
	reviewId: string,
	index: number,
	rows: string,
): Promise<void> {
	await tx.orm.update(groupImportGroups).set({ rows }).where(one(reviewId, index));
}

/**
 * Leaves groups out, or takes them in again: those of a list, or all that are in error. Gives how
 * many are other than before.
 */
export async function leaveGroupsOut(
	tx: Db,
	reviewId: string,
	which: number[] | "in-error",
	leftOut: boolean,
): Promise<number> {
	const chosen =
		which === "in-error"
			? eq(groupImportGroups.outcome, "error")
			: inArray(groupImportGroups.index, which);
	const changed = await tx.orm
		.update(groupImportGroups)
		.set({ leftOut })
		.where(
			and(
				eq(groupImportGroups.reviewId, reviewId),
				eq(groupImportGroups.leftOut, !leftOut),
				chosen,
			),
		)
		.returning({ index: groupImportGroups.index });
	return changed.length;
}

/** What the figures say of a group; what is not of a database's kind is JSON. */
export type StoredPlan = {
	index: number;
	outcome: GroupOutcome;
	targetId: string | null;
	figures: string;
	planProblem: string | null;
	rowProblems: string | null;
};

/** Stores what was worked out for some groups, in one statement. */
export async function saveGroupPlans(db: Db, reviewId: string, plans: StoredPlan[]): Promise<void> {
	await db.query(
		`update group_import_groups g set outcome = p.outcome, target_id = p."targetId", figures = p.figures, plan_problem = p."planProblem",
			row_problems = p."rowProblems"
		from json_to_recordset($1::json) as p(index integer, outcome text, "targetId" uuid, figures text, "planProblem" text, "rowProblems" text)
		where g.review_id = $2::uuid and g.index = p.index`,
		[JSON.stringify(plans), reviewId],
		PATIENT,
	);
}

/** Says for what the figures were worked out; they are complete with this. */
export async function saveReviewPlan(
	db: Db,
	id: string,
	plan: { plannedFor: string; repairs: string },
): Promise<void> {
	await db.orm.update(groupImportReviews).set(plan).where(eq(groupImportReviews.id, id));
}

/** How many groups there are of each outcome, and the sums of their figures. */
export async function sumReview(
	db: Db,
	reviewId: string,
): Promise<
	{
		outcome: GroupOutcome;
		groups: number;
		added: number;
		changed: number;
		unchanged: number;
		removed: number;
		leftOut: number;
		errors: number;
	}[]
> {
	const sum = (name: string) =>
		`coalesce(sum((figures::json->>'${name}')::integer), 0)::integer as "${name}"`;
	return db.query(
		`select outcome, count(*)::integer as groups, ${["added", "changed", "unchanged", "removed", "leftOut", "errors"].map(sum).join(", ")}
		from group_import_groups where review_id = $1::uuid and outcome is not null group by outcome`,
		[reviewId],
		PATIENT,
	);
}

/**
 * A page of a review's groups, of one outcome and with a text in their names where asked, in the
 * order of the file.
 */
export async function listReviewedGroups(
	db: Db,
	reviewId: string,
	options: {
		outcome: GroupOutcome | null;
		search: string;
		indexes?: number[];
		limit: number;
		offset: number;
	},
): Promise<{ groups: ReviewedGroup[]; found: number }> {
	const { index, name, settings, problems, leftOut, outcome, targetId, figures, planProblem } =
		groupImportGroups;
	const where = and(
		eq(groupImportGroups.reviewId, reviewId),
		options.outcome === null ? undefined : eq(outcome, options.outcome),
		options.search === ""
			? undefined
			: sql`position(lower(${options.search}) in lower(${name})) > 0`,
		options.indexes === undefined ? undefined : inArray(index, options.indexes),
	);
	const groups = await db.orm
		.select({ index, name, settings, problems, leftOut, outcome, targetId, figures, planProblem })
		.from(groupImportGroups)
		.where(where)
		.orderBy(asc(index))
		.limit(options.limit)
		.offset(options.offset);
	const [counted] = await db.orm
		.select({ found: sql<number>`count(*)::integer` })
		.from(groupImportGroups)
		.where(where);
	return { groups, found: counted?.found ?? 0 };
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
