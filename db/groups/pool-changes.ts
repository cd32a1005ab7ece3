import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { nowMs } from "../clock.ts";
import type { Db } from "../connection/database.ts";
import { poolChanges } from "../schema/pool-change-tables.ts";
import { isUuid } from "./groups.ts";

/** How long a change of many numbers can be undone (G16). */
export const UNDO_HOURS = 24;
const TOO_OLD = sql.raw(`now() - interval '${UNDO_HOURS} hours'`);

/** Keeps a change for its undo. `entries` is JSON. */
export async function insertPoolChange(
	tx: Db,
	change: { id: string; groupId: string; entries: string; createdBy: string },
): Promise<void> {
	await tx.orm.insert(poolChanges).values(change);
}

/** The entries of a change that can still be undone, or whether it is undone; null if neither. */
export async function findPoolChange(
	tx: Db,
	groupId: string,
	id: string,
): Promise<{ entries: string; isUndone: boolean } | null> {
	if (!isUuid(groupId) || !isUuid(id)) return null;
	const [row] = await tx.orm
		.select({ entries: poolChanges.entries, undoneAt: poolChanges.undoneAt })
		.from(poolChanges)
		.where(
			and(
				eq(poolChanges.id, id),
				eq(poolChanges.groupId, groupId),
				gt(poolChanges.createdAt, TOO_OLD),
			),
		);
	return row ? { entries: row.entries, isUndone: row.undoneAt !== null } : null;
}

export async function markChangeUndone(tx: Db, id: string, undoneBy: string): Promise<void> {
	await tx.orm
		.update(poolChanges)
		.set({ undoneBy, undoneAt: nowMs })
		.where(and(eq(poolChanges.id, id), isNull(poolChanges.undoneAt)));
}

/** Removes changes that cannot be undone any more, a few at a time. Returns how many. */
export async function deleteOldPoolChanges(tx: Db): Promise<number> {
	const deleted = await tx.orm
		.delete(poolChanges)
		.where(
			sql`${poolChanges.id} in (
				select id from pool_changes where ${lt(poolChanges.createdAt, TOO_OLD)}
				limit 20 for update skip locked
			)`,
		)
		.returning({ id: poolChanges.id });
	return deleted.length;
}
