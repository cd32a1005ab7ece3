import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { lockGroup } from "../../../db/groups/groups.ts";
import { findNotAvailable, limitedKeyOf } from "../../../db/groups/outside-numbers.ts";
import {
	deleteEntryRow,
	findEntry,
	findEntryByNumber,
	findGroupsWithNumber,
	insertEntry,
	lockPools,
	updateEntry,
} from "../../../db/groups/pool-entries.ts";
import { countLiveRequestsOnNumber } from "../../../db/requests/requests.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { AuditAction } from "../../domain/audit/audit-action.ts";
import type {
	ConflictError,
	GoneError,
	GroupError,
	GroupGone,
	PoolError,
} from "../../domain/groups/errors.ts";
import type { Group } from "../../domain/groups/group.ts";
import {
	type Drain,
	findExclusiveClash,
	type ListedEntry,
	POOL_SIZE_MAX,
	POOL_SIZE_MIN,
	type PoolEntry,
} from "../../domain/groups/pool.ts";
import { err, ok, type Result } from "../../domain/result.ts";

const GROUP_GONE = { code: "group-gone" } as const;

/** Changes one pool. Every other writer of pools waits, and the group's row is locked. */
export function changePool<T, E>(
	db: Db,
	groupId: string,
	change: (tx: Db, group: Group) => Promise<Result<T, E>>,
	options?: { timeoutMs: number },
): Promise<Result<T, E | GroupGone>> {
	return db.transaction(async (tx) => {
		await lockPools(tx);
		const group = await lockGroup(tx, groupId);
		return group ? change(tx, group) : err(GROUP_GONE);
	}, options);
}

/** Adds a number to a group's pool (G3, G6). Returns the entry's ID. */
export function addEntry(
	db: Db,
	groupId: string,
	input: { number: string; description: string },
	actor: Actor,
): Promise<Result<string, PoolError | GroupError>> {
	return changePool<string, PoolError>(db, groupId, async (tx, group) => {
		const refusal = await refuseNumber(tx, group, input.number, actor);
		if (refusal) return err(refusal);
		if (group.poolSize >= POOL_SIZE_MAX)
			return err({ code: "pool-full", limit: POOL_SIZE_MAX, wouldBe: group.poolSize + 1 });
		const id = await insertEntry(tx, { groupId, ...input, updatedBy: actor.name }, group.poolSize);
		await audit(tx, actor, "dnis.add", group, { after: input });
		return ok(id);
	});
}

/**
 * Changes an entry's number, its description or its drain; without `drain`, that stays as it is. A
 * group keeps a number that is not draining (G15). `version`: optimistic lock. If the entry has
 * changed since that version, nothing is stored, and the error carries the newer entry (G11). A
 * changed number leaves the pool: if it has more live requests than `acceptedLiveRequests`, nothing
 * is stored either (G8). Without that limit, live requests are not counted.
 */
export function editEntry(
	db: Db,
	groupId: string,
	input: {
		entryId: string;
		version: number;
		number: string;
		description: string;
		drain?: Drain | null;
		acceptedLiveRequests?: number;
	},
	actor: Actor,
): Promise<Result<PoolEntry, PoolError | GroupError | GoneError | ConflictError<PoolEntry>>> {
	return changePool<PoolEntry, PoolError | GoneError | ConflictError<PoolEntry>>(
		db,
		groupId,
		async (tx, group) => {
			const before = await findEntry(tx, groupId, input.entryId);
			if (!before) return err({ code: "entry-gone", number: null });
			const { number, description, drain = before.drain } = input;
			const after = { number, description, drain };
			if (isSame(before, after)) return ok(before);
			if (before.version !== input.version) return err(changedMeanwhile(before));
			const refusal =
				before.number === input.number ? null : await refuseNumber(tx, group, input.number, actor);
			if (refusal) return err(refusal);
			if (drain !== null && before.drain === null && numbersToGive(group) === 1)
				return err({ code: "pool-all-draining", draining: group.poolSize });
			const live =
				before.number === input.number ? null : await refuseLive(tx, before.number, input, actor);
			if (live) return err(live);
			await updateEntry(tx, before.id, { ...after, updatedBy: actor.name });
			await audit(tx, actor, actionOf(before, after), group, {
				before: listed(before),
				after: listed(after),
			});
			return ok(before);
		},
	);
}

/**
 * Deletes an entry, but never the last (G3, G8), or the last that is not draining (G15). If its
 * number has more live requests than `acceptedLiveRequests`, nothing is deleted, and the error has
 * their count. Live requests stay valid in any case (G10).
 */
export function deleteEntry(
	db: Db,
	groupId: string,
	input: { entryId: string; version: number; acceptedLiveRequests: number },
	actor: Actor,
): Promise<Result<PoolEntry, PoolError | GroupError | GoneError | ConflictError<PoolEntry>>> {
	return changePool<PoolEntry, PoolError | GoneError | ConflictError<PoolEntry>>(
		db,
		groupId,
		async (tx, group) => {
			const entry = await findEntry(tx, groupId, input.entryId);
			if (!entry) return err({ code: "entry-gone", number: null });
			if (entry.version !== input.version) return err(changedMeanwhile(entry));
			if (group.poolSize <= POOL_SIZE_MIN)
				return err({ code: "pool-last-number", number: entry.number });
			if (entry.drain === null && numbersToGive(group) === 1)
				return err({ code: "pool-all-draining", draining: group.poolSize - 1 });
			const live = await refuseLive(tx, entry.number, input, actor);
			if (live) return err(live);
			await deleteEntryRow(tx, groupId, entry.id);
			await audit(tx, actor, "dnis.delete", group, { before: listed(entry) });
			return ok(entry);
		},
	);
}

type Entry = Pick<PoolEntry, "number" | "description" | "drain">;

const isSame = (one: Entry, other: Entry): boolean =>
	one.number === other.number && one.description === other.description && one.drain === other.drain;

/** How many numbers of the pool are not draining. */
const numbersToGive = ({ poolSize, drainingSize }: Group): number => poolSize - drainingSize;

const listed = ({ number, description, drain }: Entry): ListedEntry =>
	drain === null ? { number, description } : { number, description, drain };

function actionOf(before: Entry, after: Entry): AuditAction {
	if (!isSame({ ...before, drain: after.drain }, after)) return "dnis.change";
	return after.drain === null ? "dnis.lift-drain" : "dnis.drain";
}

const changedMeanwhile = (entry: PoolEntry): ConflictError<PoolEntry> => ({
	code: "changed-meanwhile",
	by: entry.updatedBy,
	at: entry.updatedAt,
	current: entry,
});

/** Why a number cannot leave the pool: it has more live requests than were accepted (G8). */
async function refuseLive(
	tx: Db,
	number: string,
	{ acceptedLiveRequests }: { acceptedLiveRequests?: number },
	actor: Actor,
): Promise<PoolError | null> {
	if (acceptedLiveRequests === undefined) return null;
	const limitedKey = await limitedKeyOf(tx, actor);
	const liveRequests = await countLiveRequestsOnNumber(tx, number, limitedKey);
	return liveRequests > acceptedLiveRequests ? { code: "number-live", number, liveRequests } : null;
}

async function refuseNumber(
	tx: Db,
	group: Group,
	number: string,
	actor: Actor,
): Promise<PoolError | null> {
	const there = await findEntryByNumber(tx, group.id, number);
	if (there)
		return { code: "number-in-pool", number, description: there.description, entryId: there.id };
	const limitedKey = await limitedKeyOf(tx, actor);
	if (limitedKey !== null && (await findNotAvailable(tx, limitedKey, [number])).size > 0)
		return { code: "number-not-available" };
	return findExclusiveClash(
		number,
		group.settings.uniqueDnis,
		await findGroupsWithNumber(tx, number, group.id),
	);
}

function audit(
	tx: Db,
	actor: Actor,
	action: AuditAction,
	group: Group,
	sides: { before?: unknown; after?: unknown },
): Promise<void> {
	return insertAuditEntry(tx, actor, {
		action,
		subjectId: group.id,
		subjectName: group.name,
		...sides,
	});
}
