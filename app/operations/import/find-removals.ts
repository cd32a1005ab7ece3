import type { Db } from "../../../db/connection/database.ts";
import { countLiveRequestsByNumber, readPool } from "../../../db/import/pool-import.ts";
import {
	type LosingGroup,
	listLosingGroups,
	listLosingLiveGroups,
} from "../../../db/import/review-removals.ts";
import { findReviewedRows } from "../../../db/import/reviewed-groups.ts";
import type { CheckedRow } from "../../domain/import/checked-row.ts";
import { numberOf } from "../../domain/import/known-numbers.ts";
import { readRows } from "../../domain/import/stored-rows.ts";

/** Groups that a review names before its button. */
const GROUPS_NAMED = 10;

/** Removed numbers with live requests, and their requests. */
export type LiveRemoved = { number: string; liveRequests: number }[];

/** What applying a review of groups removes (I10). */
export type Removals = { groups: LosingGroup[]; found: number; live: LiveRemoved };

/** The groups that lose numbers, and the numbers with live requests among them. */
export async function findRemovals(db: Db, reviewId: string): Promise<Removals> {
	const { groups, found } = await listLosingGroups(db, reviewId, GROUPS_NAMED);
	if (found === 0) return { groups, found, live: [] };
	const live = new Map<string, number>();
	for (const { index, groupId } of await listLosingLiveGroups(db, reviewId)) {
		const stored = await findReviewedRows(db, reviewId, index);
		const rows = readRows(stored?.rows ?? "[]");
		for (const { number, liveRequests } of await findLiveRemoved(db, groupId, rows))
			live.set(number, liveRequests);
	}
	return {
		...{ groups, found },
		live: [...live].map(([number, liveRequests]) => ({ number, liveRequests })),
	};
}

/** The numbers with live requests that a group loses if its pool becomes these rows. */
export async function findLiveRemoved(
	db: Db,
	groupId: string,
	rows: readonly CheckedRow[],
): Promise<LiveRemoved> {
	const kept = new Set(rows.flatMap((row) => (row.leftOut ? [] : (numberOf(row) ?? []))));
	const removed = (await readPool(db, groupId)).filter((entry) => !kept.has(entry.number));
	return countLiveRequestsByNumber(
		db,
		removed.map((entry) => entry.number),
	);
}
