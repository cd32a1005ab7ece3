import type { Db } from "../../../db/connection/database.ts";
import { findGroup } from "../../../db/groups/groups.ts";
import { findKnownNumbers } from "../../../db/groups/known-numbers.ts";
import { findNotAvailable, limitedKeyOf } from "../../../db/groups/outside-numbers.ts";
import {
	findImportReview,
	type ImportReviewRow,
	noteRowsInError,
	type ShownImportReview,
} from "../../../db/import/import-reviews.ts";
import {
	countLiveRequestsByNumber,
	type Elsewhere,
	findElsewhere,
	isAnyGroupUnique,
	readPool,
	type WholeEntry,
} from "../../../db/import/pool-import.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { GroupRef } from "../../domain/groups/errors.ts";
import type { Group } from "../../domain/groups/group.ts";
import { findExclusiveClash } from "../../domain/groups/pool.ts";
import type { CheckedRow } from "../../domain/import/checked-row.ts";
import type { Columns } from "../../domain/import/columns/detect-columns.ts";
import {
	type Clashes,
	type ImportMode,
	type ImportPlan,
	planImport,
} from "../../domain/import/import-plan.ts";
import { numberOf, numbersToKnow } from "../../domain/import/known-numbers.ts";
import { isRead, type KeptReading, readReading } from "../../domain/import/stored-reading.ts";
import { readRows } from "../../domain/import/stored-rows.ts";

/** A review with its plan for the current pool. */
export type PlannedImport = {
	group: Group;
	rows: CheckedRow[];
	plan: ImportPlan;
	pool: WholeEntry[];
	/** The plan of the same rows after repairs. Clashes with other groups are left out. */
	replan(repaired: readonly CheckedRow[]): ImportPlan;
	/**
	 * By added number: the other groups that share it. A warning, not an error (G6). May be empty
	 * when the plan is applied.
	 */
	alsoIn: Map<string, GroupRef[]>;
};

type Clash = Clashes extends ReadonlyMap<string, infer C> ? C : never;

/** The rows of an open review. An applied review has none. */
export const rowsOf = (review: Pick<ImportReviewRow, "rows">): CheckedRow[] =>
	review.rows === null ? [] : readRows(review.rows);

/**
 * Reads a review, with its plan while it is open and it is clear how to read its file (I8). Null if
 * the group or the review does not exist any more.
 */
export function readImportReview(
	db: Db,
	groupId: string,
	reviewId: string,
): Promise<{
	group: Group;
	review: ShownImportReview;
	reading: KeptReading;
	planned: PlannedImport | null;
	live: { number: string; liveRequests: number }[];
} | null> {
	return db.transaction(async (tx) => {
		const review = await findImportReview(tx, groupId, reviewId);
		const group = review && (await findGroup(tx, groupId));
		if (!review || !group) return null;
		const reading = readReading(review.reading);
		if (review.state !== "open" || !isRead(reading))
			return { group, review, reading, planned: null, live: [] };
		const planned = await planReview(tx, group, review);
		const inError = planned.plan.problems.size;
		if (inError !== review.rowsInError) await noteRowsInError(tx, review.id, inError);
		const live = await countLiveRequestsByNumber(
			tx,
			planned.plan.removed.map((entry) => entry.number),
		);
		return { group, review, reading, planned, live };
	});
}

/**
 * Plans a review against the current pool. Applying the review uses the same plan, with the group
 * and all pools locked. `actor`: the user or key that applies it, or null for a preview.
 */
export const planReview = (
	tx: Db,
	group: Group,
	review: Pick<ImportReviewRow, "rows" | "mode" | "reading">,
	actor: Actor | null = null,
): Promise<PlannedImport> => {
	const { columns } = readReading(review.reading);
	const file = { rows: rowsOf(review), columns, mode: review.mode };
	return planRows(tx, group, file, actor, actor !== null);
};

/** The same plan for rows that are not stored, and the columns that they were read from. */
export async function planRows(
	tx: Db,
	group: Group,
	{ rows, columns, mode }: { rows: CheckedRow[]; columns: Columns; mode: ImportMode },
	actor: Actor | null,
	isApplied = false,
): Promise<PlannedImport> {
	const pool = await readPool(tx, group.id);
	const { known } = await findKnownNumbers(tx, null, numbersToKnow(rows));
	const numbers = rows.flatMap((row) => (row.leftOut ? [] : (numberOf(row) ?? [])));
	// To apply it, only clashes count, and without unique DNIS there are none.
	const looksElsewhere = !isApplied || (await isAnyGroupUnique(tx));
	const others = looksElsewhere
		? await findElsewhere(tx, group.id, numbers)
		: new Map<string, Elsewhere[]>();
	const clashes = new Map<string, Clash>();
	for (const [number, groups] of others) {
		const clash = findExclusiveClash(number, group.settings.uniqueDnis, groups);
		if (clash) clashes.set(number, clash);
	}
	const limitedKey = actor && (await limitedKeyOf(tx, actor));
	if (limitedKey !== null) {
		const own = new Set(pool.map(({ number }) => number));
		const joining = numbers.filter((number) => !own.has(number));
		for (const number of await findNotAvailable(tx, limitedKey, joining))
			clashes.set(number, { code: "number-not-available" });
	}
	const alsoIn = new Map(
		[...others].map(([number, groups]) => [number, groups.map(({ id, name }) => ({ id, name }))]),
	);
	const circumstances = { known, hasDescriptions: columns.description !== null };
	const planWith = (planned: readonly CheckedRow[], met: Clashes) =>
		planImport(pool, planned, mode, met, circumstances);
	return {
		...{ group, rows, pool, alsoIn },
		plan: planWith(rows, clashes),
		replan: (repaired) => planWith(repaired, new Map()),
	};
}
