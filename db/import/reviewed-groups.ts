import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { readStoredSettings } from "../../app/domain/groups/group-settings.ts";
import { readStoredConnections } from "../../app/domain/import/all-groups/file-connections.ts";
import type {
	GroupHead,
	GroupOutcome,
} from "../../app/domain/import/all-groups/groups-import-plan.ts";
import { type Db, PATIENT } from "../connection/database.ts";
import { groupImportGroups } from "../schema/import-tables.ts";

/** A group of the file as the review lists it: without its numbers. */
export type ReviewedGroup = Pick<
	typeof groupImportGroups.$inferSelect,
	| ("index" | "name" | "settings" | "problems" | "leftOut")
	| ("outcome" | "targetId" | "figures" | "planProblem")
>;

/** A stored group; values without a database type are JSON. `rows` is the JSON of CheckedRow[]. */
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
		settings: readStoredSettings(row.settings),
		connections: readStoredConnections(row.settings),
		problems: JSON.parse(row.problems),
	}));
}

const one = (reviewId: string, index: number) =>
	and(eq(groupImportGroups.reviewId, reviewId), eq(groupImportGroups.index, index));

/**
 * The numbers of one group, as JSON, and their problems with other groups and the database; null if
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

/** Stores a group's corrected name and settings, with their problems. */
export async function updateReviewedFields(
	tx: Db,
	reviewId: string,
	index: number,
	fields: Pick<StoredGroup, "name" | "nameKey" | "settings" | "problems">,
): Promise<void> {
	await tx.orm.update(groupImportGroups).set(fields).where(one(reviewId, index));
}

/**
 * Leaves groups out, or takes them in again: the listed groups, or all in error. Returns the number
 * of changed groups.
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

/** The names, settings and own problems of the groups in error; values are JSON. */
export const listWrongFields = (
	db: Db,
	reviewId: string,
): Promise<Pick<StoredGroup, "name" | "settings" | "problems">[]> =>
	db.query(
		`select name, settings, problems from group_import_groups
		where review_id = $1::uuid and outcome = 'error' and problems <> '[]' order by index`,
		[reviewId],
		PATIENT,
	);

/** The figures of a group; values without a database type are JSON. */
export type StoredPlan = {
	index: number;
	outcome: GroupOutcome;
	targetId: string | null;
	figures: string;
	planProblem: string | null;
	rowProblems: string | null;
};

/** Stores the figures of some groups, in one statement. */
export async function saveGroupPlans(db: Db, reviewId: string, plans: StoredPlan[]): Promise<void> {
	await db.query(
		`update group_import_groups g set
			outcome = p.outcome, target_id = p."targetId", figures = p.figures,
			plan_problem = p."planProblem",
			row_problems = p."rowProblems"
		from json_to_recordset($1::json) as p(
			index integer, outcome text, "targetId" uuid, figures text,
			"planProblem" text, "rowProblems" text
		)
		where g.review_id = $2::uuid and g.index = p.index`,
		[JSON.stringify(plans), reviewId],
		PATIENT,
	);
}

const FIGURES = ["added", "changed", "unchanged", "removed", "leftOut", "errors"];

/** The number of groups of each outcome, and the sums of their figures. */
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
		`select outcome, count(*)::integer as groups, ${FIGURES.map(sum).join(", ")}
		from group_import_groups where review_id = $1::uuid and outcome is not null group by outcome`,
		[reviewId],
		PATIENT,
	);
}

/**
 * A page of a review's groups in the order of the file, optionally of one outcome and with a text
 * in their names.
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
