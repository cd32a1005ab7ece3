import { and, asc, eq, ne, type SQL, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { GroupRef } from "../../app/domain/groups/errors.ts";
import type { Drain, ListedEntry, PoolEntry } from "../../app/domain/groups/pool.ts";
import { ADVISORY_LOCKS } from "../advisory-locks.ts";
import { nowMs } from "../clock.ts";
import type { Db } from "../connection/database.ts";
import { groups, numbers, poolEntries } from "../schema/group-tables.ts";
import { isUuid } from "./groups.ts";

type EntryRow = typeof poolEntries.$inferSelect;

export const toEntry = (row: EntryRow): PoolEntry => ({
	id: row.id,
	groupId: row.groupId,
	number: row.number,
	description: row.description,
	drain: row.drain,
	version: row.version,
	updatedAt: row.updatedAt,
	updatedBy: row.updatedBy,
});

/**
 * Serializes all writers of pools until the transaction ends, before any row lock. The triggers
 * that keep a number exclusive (G6) take the same lock. So a check after it still holds at commit,
 * and this lock always comes first: no deadlock.
 */
export async function lockPools(tx: Db): Promise<void> {
	await tx.orm.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.pools}::integer)`);
}

export async function findEntry(
	db: Db,
	groupId: string,
	entryId: string,
): Promise<PoolEntry | null> {
	if (!isUuid(groupId) || !isUuid(entryId)) return null;
	const [row] = await db.orm
		.select()
		.from(poolEntries)
		.where(and(eq(poolEntries.groupId, groupId), eq(poolEntries.id, entryId)));
	return row ? toEntry(row) : null;
}

export async function findEntryByNumber(
	db: Db,
	groupId: string,
	number: string,
): Promise<PoolEntry | null> {
	const [row] = await db.orm
		.select()
		.from(poolEntries)
		.where(and(eq(poolEntries.groupId, groupId), eq(poolEntries.number, number)));
	return row ? toEntry(row) : null;
}

/**
 * Adds an entry at the end of the pool. The group must be locked, and `poolSize` read under that
 * lock.
 */
export async function insertEntry(
	tx: Db,
	entry: { groupId: string; number: string; description: string; updatedBy: string },
	poolSize: number,
): Promise<string> {
	const id = uuidv7();
	await ensureNumber(tx, entry.number);
	await tx.orm.insert(poolEntries).values({ id, ...entry, position: poolSize });
	return id;
}

/** Stores an entry's number, description and drain, and increments its version. */
export async function updateEntry(
	tx: Db,
	id: string,
	change: { number: string; description: string; drain: Drain | null; updatedBy: string },
): Promise<void> {
	await ensureNumber(tx, change.number);
	await tx.orm
		.update(poolEntries)
		.set({ ...change, updatedAt: nowMs, version: sql`${poolEntries.version} + 1` })
		.where(eq(poolEntries.id, id));
}

/**
 * Deletes an entry; the last entry moves into the gap, so that positions stay dense. The group must
 * be locked.
 */
export async function deleteEntryRow(tx: Db, groupId: string, id: string): Promise<void> {
	const [deleted] = await tx.orm
		.delete(poolEntries)
		.where(eq(poolEntries.id, id))
		.returning({ position: poolEntries.position });
	if (!deleted) return;
	const last = sql`(select max(position) from pool_entries where group_id = ${groupId})`;
	await tx.orm
		.update(poolEntries)
		.set({ position: deleted.position })
		.where(
			and(
				eq(poolEntries.groupId, groupId),
				eq(poolEntries.position, last),
				sql`${poolEntries.position} > ${deleted.position}`,
			),
		);
}

/** The row of the number's reservations is made with its first entry, and outlives it. */
async function ensureNumber(tx: Db, number: string): Promise<void> {
	await tx.orm.insert(numbers).values({ number }).onConflictDoNothing();
}

/** The other groups with numbers of this list, by number, for the warning of G6. */
export async function findOtherGroups(
	db: Db,
	groupId: string,
	ofNumbers: string[],
): Promise<Map<string, GroupRef[]>> {
	const found = new Map<string, GroupRef[]>();
	if (ofNumbers.length === 0) return found;
	const rows = await otherGroups(db, sql`${poolEntries.number} in ${ofNumbers}`, groupId);
	for (const { number, id, name } of rows)
		found.set(number, [...(found.get(number) ?? []), { id, name }]);
	return found;
}

/** The groups with a number and their unique DNIS, except `groupId` (null: no exception). */
export async function findGroupsWithNumber(
	db: Db,
	number: string,
	groupId: string | null,
): Promise<(GroupRef & { uniqueDnis: boolean })[]> {
	return otherGroups(db, eq(poolEntries.number, number), groupId);
}

function otherGroups(db: Db, which: SQL, groupId: string | null) {
	return db.orm
		.select({
			number: poolEntries.number,
			id: groups.id,
			name: groups.name,
			uniqueDnis: groups.uniqueDnis,
		})
		.from(poolEntries)
		.innerJoin(groups, eq(groups.id, poolEntries.groupId))
		.where(groupId === null ? which : and(which, ne(groups.id, groupId)))
		.orderBy(asc(groups.nameKey));
}

/**
 * The numbers of a group that other groups also have: their count, the first few, and those groups.
 */
export async function findSharedNumbers(
	db: Db,
	groupId: string,
): Promise<{ count: number; numbers: string[]; groups: GroupRef[] }> {
	const rows = await otherGroups(
		db,
		sql`${poolEntries.number} in (select number from pool_entries where group_id = ${groupId})`,
		groupId,
	);
	const shared = [...new Set(rows.map((row) => row.number))].sort();
	const refs = new Map(rows.map(({ id, name }) => [id, { id, name }]));
	return { count: shared.length, numbers: shared.slice(0, 3), groups: [...refs.values()] };
}

/** All entries of a group by number, as files and the audit log have them. */
export async function listAllEntries(db: Db, groupId: string): Promise<ListedEntry[]> {
	const rows = await db.orm
		.select({
			number: poolEntries.number,
			description: poolEntries.description,
			drain: poolEntries.drain,
		})
		.from(poolEntries)
		.where(eq(poolEntries.groupId, groupId))
		.orderBy(asc(poolEntries.number));
	return rows.map(({ drain, ...entry }) => (drain === null ? entry : { ...entry, drain }));
}

/** A pool's numbers at `poolVersion`, the count of changes to the pool. */
export type PoolNumbers = { groupId: string; poolVersion: number; numbers: string[] };

/**
 * The numbers that the group with this name key gives, for a process to sample: all that are not
 * draining (G15). Null if there is no such group.
 */
export async function listPoolNumbers(db: Db, groupNameKey: string): Promise<PoolNumbers | null> {
	const [row] = await db.query<{ id: string; pool_version: number; numbers: string }>(
		`select id, pool_version::float8 as pool_version,
			(select string_agg(number, ',')
				from pool_entries where group_id = groups.id and drain is null) as numbers
		from groups where name_key = $1::text`,
		[groupNameKey],
	);
	return row
		? { groupId: row.id, poolVersion: row.pool_version, numbers: row.numbers.split(",") }
		: null;
}
