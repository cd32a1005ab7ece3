import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { listEntriesToRemove, listGroupsToSweep } from "../../../db/groups/draining.ts";
import { deleteEntries, moveEntries, readPool } from "../../../db/import/pool-import.ts";
import { SYSTEM } from "../../domain/audit/actor.ts";
import { assignPositions } from "../../domain/import/import-plan.ts";
import { ok } from "../../domain/result.ts";
import { changePool } from "./change-pool.ts";

/**
 * Removes the numbers that were to leave their pools once they are free, and now are: their own
 * group has no live request on them any more (G15). Any number of processes may do so at once.
 * Returns how many were removed.
 */
export async function removeDrained(db: Db): Promise<number> {
	let removed = 0;
	for (const groupId of await listGroupsToSweep(db)) {
		const swept = await changePool<number, never>(db, groupId, async (tx, group) => {
			const leaving = await listEntriesToRemove(tx, groupId);
			if (leaving.length === 0) return ok(0);
			const isLeaving = new Set(leaving.map(({ id }) => id));
			const kept = (await readPool(tx, groupId)).filter(({ id }) => !isLeaving.has(id));
			await deleteEntries(tx, [...isLeaving]);
			await moveEntries(tx, assignPositions(kept, 0).moves);
			const rows = leaving.map(({ number, description }) => ({ number, description }));
			const [only, ...others] = rows;
			await insertAuditEntry(tx, SYSTEM, {
				action: "pool.remove-drained",
				subjectId: groupId,
				subjectName: group.name,
				...(others.length === 0
					? { before: only }
					: { before: { numbers: rows.length }, attachment: JSON.stringify(rows) }),
			});
			return ok(rows.length);
		});
		if (swept.ok) removed += swept.value;
	}
	return removed;
}
