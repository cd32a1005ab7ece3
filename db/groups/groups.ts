import { and, asc, count, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Group } from "../../app/domain/groups/group.ts";
import { type GroupSettings, settingsOf } from "../../app/domain/groups/group-settings.ts";
import { nowMs } from "../clock.ts";
import type { Db } from "../connection/database.ts";
import type { ApiKey } from "../keys/api-keys.ts";
import { groups } from "../schema/group-tables.ts";
import { apiKeyGroups } from "../schema/key-tables.ts";

type GroupRow = typeof groups.$inferSelect;

const toGroup = (row: GroupRow): Group => ({
	id: row.id,
	name: row.name,
	settings: settingsOf(row),
	poolSize: row.poolSize,
	drainingSize: row.drainingSize,
	version: row.version,
	poolVersion: row.poolVersion,
	createdAt: row.createdAt,
	updatedAt: row.updatedAt,
	updatedBy: row.updatedBy,
});

/** The group with an ID; null if there is none, or if the ID is malformed. */
export async function findGroup(db: Db, id: string): Promise<Group | null> {
	if (!isUuid(id)) return null;
	const [row] = await db.orm.select().from(groups).where(eq(groups.id, id));
	return row ? toGroup(row) : null;
}

/** The key's limits to groups (C11). */
type Limits = Pick<ApiKey, "id" | "limitedToGroups">;

const usableBy = (key: Limits): SQL | undefined =>
	key.limitedToGroups
		? sql`exists (select 1 from ${apiKeyGroups}
				where ${apiKeyGroups.apiKeyId} = ${key.id}::uuid
				and ${apiKeyGroups.groupId} = ${groups.id})`
		: undefined;

/** The group with an ID, for an API key; null also if the key may not see it. */
export async function findGroupFor(db: Db, key: Limits, id: string): Promise<Group | null> {
	if (!isUuid(id)) return null;
	const [row] = await db.orm
		.select()
		.from(groups)
		.where(and(eq(groups.id, id), usableBy(key)));
	return row ? toGroup(row) : null;
}

/** The groups of this list that an API key may see. */
export async function listSeenBy(db: Db, key: Limits, ids: string[]): Promise<Set<string>> {
	return key.limitedToGroups ? listExistingFor(db, key, ids) : new Set(ids);
}

/** The groups of this list that exist and that an API key may see. */
export async function listExistingFor(
	db: Db,
	key: Limits,
	ids: readonly string[],
): Promise<Set<string>> {
	if (ids.length === 0) return new Set();
	const rows = await db.orm
		.select({ id: groups.id })
		.from(groups)
		.where(and(inArray(groups.id, [...ids]), usableBy(key)));
	return new Set(rows.map(({ id }) => id));
}

/** The groups of this list that exist. */
export async function listExistingGroups(db: Db, ids: readonly string[]): Promise<Set<string>> {
	return listExistingFor(db, { id: "", limitedToGroups: false }, ids);
}

/**
 * The group with an ID, locked until the transaction ends: changes of one group run one at a time.
 */
export async function lockGroup(tx: Db, id: string): Promise<Group | null> {
	if (!isUuid(id)) return null;
	const [row] = await tx.orm.select().from(groups).where(eq(groups.id, id)).for("update");
	return row ? toGroup(row) : null;
}

/** The group with a name key (domain/group.ts, groupNameKey). */
export async function findGroupByNameKey(db: Db, nameKey: string): Promise<Group | null> {
	const [row] = await db.orm.select().from(groups).where(eq(groups.nameKey, nameKey));
	return row ? toGroup(row) : null;
}

/**
 * Stores a new group without its numbers; the database refuses the commit of a group without
 * numbers (G3).
 */
export async function insertGroup(
	tx: Db,
	group: {
		id: string;
		name: string;
		nameKey: string;
		settings: GroupSettings;
		updatedBy: string;
		version?: number;
	},
): Promise<void> {
	const { settings, ...rest } = group;
	await tx.orm.insert(groups).values({ ...rest, ...settings });
}

/** Stores settings and increments the version. */
export async function updateGroupSettings(
	tx: Db,
	id: string,
	settings: GroupSettings,
	updatedBy: string,
): Promise<void> {
	await tx.orm
		.update(groups)
		.set({ ...settings, updatedBy, updatedAt: nowMs, version: sql`${groups.version} + 1` })
		.where(eq(groups.id, id));
}

export async function deleteGroupRow(tx: Db, id: string): Promise<void> {
	await tx.orm.delete(groups).where(eq(groups.id, id));
}

/**
 * Groups by name, a page at a time. `search` finds a part of the name in the form of a name key;
 * `nameKey` is a whole name key. `for` leaves out groups that this API key may not see.
 */
export async function listGroups(
	db: Db,
	options: { search: string; nameKey?: string; for?: Limits; limit: number; offset: number },
): Promise<{ groups: Group[]; total: number }> {
	const found = and(
		options.search === "" ? undefined : sql`position(${options.search} in ${groups.nameKey}) > 0`,
		options.nameKey === undefined ? undefined : eq(groups.nameKey, options.nameKey),
		options.for && usableBy(options.for),
	);
	const [rows, [counted]] = await Promise.all([
		db.orm
			.select()
			.from(groups)
			.where(found)
			.orderBy(asc(groups.nameKey))
			.limit(options.limit)
			.offset(options.offset),
		db.orm.select({ total: count() }).from(groups).where(found),
	]);
	return { groups: rows.map(toGroup), total: counted?.total ?? 0 };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text from outside is a valid UUID, and so can be compared with a uuid column. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** IDs and names of all groups, by name. */
export async function listGroupNames(db: Db): Promise<{ id: string; name: string }[]> {
	return db.orm
		.select({ id: groups.id, name: groups.name })
		.from(groups)
		.orderBy(asc(groups.nameKey));
}

/** These groups, in the order of their IDs; a group that no longer exists is left out. */
export async function listGroupsById(db: Db, ids: readonly string[]): Promise<Group[]> {
	if (ids.length === 0) return [];
	const rows = await db.orm
		.select()
		.from(groups)
		.where(inArray(groups.id, [...ids]));
	return ids.flatMap((id) => rows.filter((row) => row.id === id).map(toGroup));
}
