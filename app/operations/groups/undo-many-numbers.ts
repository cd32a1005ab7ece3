import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import { type Db, PATIENT } from "../../../db/connection/database.ts";
import { findNotAvailable, limitedKeyOf } from "../../../db/groups/outside-numbers.ts";
import { findPoolChange, markChangeUndone } from "../../../db/groups/pool-changes.ts";
import {
	findElsewhere,
	insertEntries,
	moveEntries,
	readPool,
	updateDescriptions,
	updateDrains,
	type WholeEntry,
} from "../../../db/import/pool-import.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { ChangeNotUndone } from "../../domain/groups/change-not-undone.ts";
import type { GroupGone } from "../../domain/groups/errors.ts";
import { DRAINS, findExclusiveClash, POOL_SIZE_MAX } from "../../domain/groups/pool.ts";
import { auditRows, type ChangedEntry, planUndo } from "../../domain/groups/pool-change.ts";
import { assignPositions } from "../../domain/import/import-plan.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { changePool } from "./change-pool.ts";

/**
 * Undoes a change of many numbers, all or nothing, within a day (G16). Refused if one of them has
 * changed since, or if another group needs one by now (G6). Other numbers of the pool may have
 * changed. Idempotent. Returns how many numbers are as before.
 */
export function undoManyNumbers(
	db: Db,
	groupId: string,
	changeId: string,
	actor: Actor,
): Promise<Result<{ numbers: number }, ChangeNotUndone | GroupGone>> {
	return changePool<{ numbers: number }, ChangeNotUndone>(
		db,
		groupId,
		async (tx, group) => {
			const stored = await findPoolChange(tx, groupId, changeId);
			if (!stored) return err({ code: "undo-too-late" });
			const entries = JSON.parse(stored.entries) as ChangedEntry<WholeEntry>[];
			if (stored.isUndone) return ok({ numbers: entries.length });
			const pool = await readPool(tx, groupId);
			const now = new Map(pool.map((entry) => [entry.id, entry]));
			const plan = planUndo(pool, entries);
			if (!plan.isPossible)
				return err({ code: "undo-numbers-changed", numbers: plan.changed.length });
			const refusal = await refuseReturn(tx, group, pool, plan, actor);
			if (refusal) return err(refusal);
			await putBack(tx, groupId, pool, plan, actor);
			await markChangeUndone(tx, changeId, actor.name);
			await insertAuditEntry(tx, actor, {
				action: "pool.undo-change",
				subjectId: groupId,
				subjectName: group.name,
				before: { numbers: pool.length },
				after: {
					...{ numbers: pool.length + plan.returning.length },
					...{ returned: plan.returning.length, restored: plan.restored.length },
				},
				attachment: JSON.stringify(
					auditRows([
						...plan.returning.map((after) => ({ before: null, after })),
						...plan.restored.map((after) => ({ before: now.get(after.id) ?? after, after })),
					]),
				),
			});
			return ok({ numbers: entries.length });
		},
		PATIENT,
	);
}

type Returning = { returning: WholeEntry[]; restored: WholeEntry[] };

async function refuseReturn(
	tx: Db,
	group: { id: string; settings: { uniqueDnis: boolean } },
	pool: WholeEntry[],
	{ returning, restored }: Returning,
	actor: Actor,
): Promise<ChangeNotUndone | null> {
	const size = pool.length + returning.length;
	if (size > POOL_SIZE_MAX) return { code: "pool-full", limit: POOL_SIZE_MAX, wouldBe: size };
	const asBefore = new Map(restored.map((entry) => [entry.id, entry]));
	const after = [...pool.map((entry) => asBefore.get(entry.id) ?? entry), ...returning];
	if (after.every(({ drain }) => drain)) return { code: "pool-all-draining", draining: size };
	const numbers = returning.map(({ number }) => number);
	const limitedKey = await limitedKeyOf(tx, actor);
	if (limitedKey !== null && (await findNotAvailable(tx, limitedKey, numbers)).size > 0)
		return { code: "number-not-available" };
	for (const [number, groups] of await findElsewhere(tx, group.id, numbers)) {
		const clash = findExclusiveClash(number, group.settings.uniqueDnis, groups);
		if (clash) return { code: "undo-clash", clash };
	}
	return null;
}

async function putBack(
	tx: Db,
	groupId: string,
	pool: WholeEntry[],
	{ returning, restored }: Returning,
	actor: Actor,
): Promise<void> {
	const now = new Map(pool.map((entry) => [entry.id, entry]));
	const differing = restored.filter(
		(entry) => entry.description !== now.get(entry.id)?.description,
	);
	await updateDescriptions(tx, differing, actor.name);
	const drained = restored.filter(
		({ id, drain }) => (drain ?? null) !== (now.get(id)?.drain ?? null),
	);
	for (const drain of [null, ...DRAINS])
		await updateDrains(
			tx,
			drained.filter((entry) => (entry.drain ?? null) === drain).map(({ id }) => id),
			drain,
			actor.name,
		);
	const positions = assignPositions(pool, returning.length);
	await moveEntries(tx, positions.moves);
	await insertEntries(
		tx,
		groupId,
		returning.map((entry, index) => ({ ...entry, position: positions.added[index] as number })),
	);
}
