import { v7 as uuidv7 } from "uuid";
import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import { type Db, PATIENT } from "../../../db/connection/database.ts";
import { limitedKeyOf } from "../../../db/groups/outside-numbers.ts";
import { insertPoolChange } from "../../../db/groups/pool-changes.ts";
import {
	countLiveRequestsByNumber,
	deleteEntries,
	moveEntries,
	readPool,
	updateDescriptions,
	updateDrains,
	type WholeEntry,
} from "../../../db/import/pool-import.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { AllDraining, GroupGone } from "../../domain/groups/errors.ts";
import type { Group } from "../../domain/groups/group.ts";
import {
	auditRows,
	changedEntries,
	type PoolChange,
	type PoolChangePlan,
	planPoolChange,
} from "../../domain/groups/pool-change.ts";
import { assignPositions } from "../../domain/import/import-plan.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { changePool } from "./change-pool.ts";

/** Why nothing was changed. `numbers` are those with live requests. */
export type PoolNotChanged =
	| { code: "pool-changed" }
	| { code: "pool-none-left" }
	| AllDraining
	| { code: "numbers-live"; numbers: number; liveRequests: number };

/** The effect of a change. `changeId` is for the undo: null if nothing was changed. */
export type PoolChanged = {
	changeId: string | null;
	live: LiveOnNumbers;
} & PoolChangePlan<WholeEntry>;

/** The plan of a change (G16), and the live requests on numbers that would leave (G8). */
export async function planChange(
	db: Db,
	groupId: string,
	selected: ReadonlySet<string>,
	change: PoolChange,
	actor: Actor,
): Promise<{ plan: PoolChangePlan<WholeEntry>; live: LiveOnNumbers }> {
	const plan = planPoolChange(await readPool(db, groupId), selected, change);
	return { plan, live: await countLive(db, plan, change, actor) };
}

/** How many of the numbers have live requests, and how many those are in all. */
export type LiveOnNumbers = { numbers: number; liveRequests: number };

async function countLive(
	db: Db,
	{ changed }: PoolChangePlan<WholeEntry>,
	{ action }: PoolChange,
	actor: Actor,
): Promise<LiveOnNumbers> {
	if (action !== "delete" && action !== "drain") return { numbers: 0, liveRequests: 0 };
	const limitedKey = await limitedKeyOf(db, actor);
	const numbers = changed.map(({ number }) => number);
	const live = await countLiveRequestsByNumber(db, numbers, limitedKey);
	return {
		numbers: live.length,
		liveRequests: live.reduce((sum, { liveRequests }) => sum + liveRequests, 0),
	};
}

/**
 * Drains, describes or deletes many numbers in one transaction, with one audit entry and one undo
 * (G16). `poolVersion`: optimistic lock on the pool (G11). Deleting is refused if the numbers have
 * more live requests than `acceptedLiveRequests` (G8). Live requests stay valid in any case (G10).
 */
export function changeManyNumbers(
	db: Db,
	groupId: string,
	input: {
		entryIds: ReadonlySet<string>;
		change: PoolChange;
		poolVersion: number;
		acceptedLiveRequests: number;
	},
	actor: Actor,
): Promise<Result<PoolChanged, PoolNotChanged | GroupGone>> {
	return changePool<PoolChanged, PoolNotChanged>(
		db,
		groupId,
		async (tx, group) => {
			if (group.poolVersion !== input.poolVersion) return err({ code: "pool-changed" });
			const { change } = input;
			const pool = await readPool(tx, groupId);
			const plan = planPoolChange(pool, input.entryIds, change);
			if (plan.problem) return err(plan.problem);
			const live = await countLive(tx, plan, change, actor);
			if (change.action === "delete" && live.liveRequests > input.acceptedLiveRequests)
				return err({ code: "numbers-live", ...live });
			if (plan.changed.length === 0) return ok({ changeId: null, live, ...plan });
			await carryOut(tx, pool, plan, change, actor);
			const changeId = await keep(tx, group, plan, change, actor);
			return ok({ changeId, live, ...plan });
		},
		PATIENT,
	);
}

async function carryOut(
	tx: Db,
	pool: WholeEntry[],
	{ changed }: PoolChangePlan<WholeEntry>,
	change: PoolChange,
	actor: Actor,
): Promise<void> {
	const ids = changed.map(({ id }) => id);
	switch (change.action) {
		case "drain":
			return updateDrains(tx, ids, change.drain, actor.name);
		case "lift-drain":
			return updateDrains(tx, ids, null, actor.name);
		case "describe": {
			const { description } = change;
			return updateDescriptions(
				tx,
				ids.map((id) => ({ id, description })),
				actor.name,
			);
		}
		case "delete": {
			const isLeaving = new Set(ids);
			const kept = pool.filter(({ id }) => !isLeaving.has(id));
			await deleteEntries(tx, ids);
			return moveEntries(tx, assignPositions(kept, 0).moves);
		}
	}
}

/** Stores what the undo needs, and the audit entry with the changed rows. */
async function keep(
	tx: Db,
	group: Group,
	{ changed, unchanged, size, draining }: PoolChangePlan<WholeEntry>,
	change: PoolChange,
	actor: Actor,
): Promise<string> {
	const id = uuidv7();
	const entries = changedEntries(changed, change);
	const kept = { groupId: group.id, entries: JSON.stringify(entries), createdBy: actor.name };
	await insertPoolChange(tx, { id, ...kept });
	const { action, ...how } = change;
	await insertAuditEntry(tx, actor, {
		action: `pool.${action}`,
		subjectId: group.id,
		subjectName: group.name,
		before: { numbers: group.poolSize, draining: group.drainingSize },
		after: {
			...how,
			...{ changed: changed.length, unchanged: unchanged.length },
			...{ numbers: size, draining },
		},
		attachment: JSON.stringify(
			auditRows(
				entries.map(({ before, after }) => ({
					before,
					after: after && { ...after, number: before.number },
				})),
			),
		),
	});
	return id;
}
