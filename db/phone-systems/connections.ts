import { and, asc, count, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { HeardLanguage } from "../../app/domain/conversation/heard-language.ts";
import type { ConnectionSettings } from "../../app/domain/phone-systems/connection.ts";
import { nowMs } from "../clock.ts";
import type { Db } from "../connection/database.ts";
import { isUuid } from "../groups/groups.ts";
import type { ApiKey } from "../keys/api-keys.ts";
import { groups } from "../schema/group-tables.ts";
import { apiKeyGroups, apiKeys } from "../schema/key-tables.ts";
import { connections, type StoredSentences } from "../schema/phone-system-tables.ts";

/** A connection as its page shows it: without secrets. `version` is the optimistic lock. */
export type StoredConnection = ConnectionSettings & {
	/** That of a newer version is possible. */
	language: HeardLanguage;
	ownSentences: StoredSentences;
	id: string;
	/** A kind of a newer version is possible. */
	kind: string;
	pausedAt: Date | null;
	version: number;
	createdBy: string;
	createdAt: Date;
	updatedBy: string;
	updatedAt: Date;
	/** The names of its groups that still exist; null means all groups. */
	groups: string[] | null;
};

const columns = {
	id: connections.id,
	name: connections.name,
	kind: connections.kind,
	numbersWithoutPlus: connections.numbersWithoutPlus,
	releasesOnAnswer: connections.releasesOnAnswer,
	target: connections.target,
	secondTarget: connections.secondTarget,
	fallback: connections.fallback,
	userDataKeys: connections.userDataKeys,
	language: connections.language,
	ownSentences: connections.ownSentences,
	pausedAt: connections.pausedAt,
	version: connections.version,
	createdBy: connections.createdBy,
	createdAt: connections.createdAt,
	updatedBy: connections.updatedBy,
	updatedAt: connections.updatedAt,
	limitedToGroups: apiKeys.limitedToGroups,
};

const select = (db: Db) =>
	db.orm.select(columns).from(connections).innerJoin(apiKeys, eq(apiKeys.id, connections.id));

type Row = Awaited<ReturnType<typeof select>>[number];
type Limit = { connectionId: string; groupId: string; name: string };

const limitsOf = (db: Db) =>
	db.orm
		.select({
			connectionId: apiKeyGroups.apiKeyId,
			groupId: apiKeyGroups.groupId,
			name: groups.name,
		})
		.from(apiKeyGroups)
		.innerJoin(connections, eq(connections.id, apiKeyGroups.apiKeyId))
		.innerJoin(groups, eq(groups.id, apiKeyGroups.groupId))
		.orderBy(groups.nameKey);

function stored({ limitedToGroups, ...row }: Row, limits: Limit[]): StoredConnection {
	const own = limits.filter(({ connectionId }) => connectionId === row.id);
	return {
		...row,
		groupIds: limitedToGroups ? own.map(({ groupId }) => groupId) : null,
		groups: limitedToGroups ? own.map(({ name }) => name) : null,
	};
}

/** All connections, by name. */
export async function listConnections(db: Db): Promise<StoredConnection[]> {
	const rows = await select(db).orderBy(asc(connections.nameKey));
	const limits = await limitsOf(db);
	return rows.map((row) => stored(row, limits));
}

type Limits = Pick<ApiKey, "id" | "limitedToGroups">;

/**
 * The connections that an API key may see: for a key limited to groups, those that serve some of
 * its groups and no other one, not even a deleted group, whose live requests stay (C11, G10).
 */
const visibleTo = (key: Limits): SQL | undefined =>
	key.limitedToGroups
		? sql`${apiKeys.limitedToGroups}
			and exists (
				select 1 from api_key_groups served join groups g on g.id = served.group_id
				where served.api_key_id = ${connections.id}
			)
			and not exists (
				select 1 from api_key_groups served where served.api_key_id = ${connections.id}
				and not exists (
					select 1 from api_key_groups own
					where own.api_key_id = ${key.id}::uuid and own.group_id = served.group_id
				)
			)`
		: undefined;

/** A page of the connections that an API key may see, by name, and how many there are. */
export async function listConnectionsFor(
	db: Db,
	key: Limits,
	{ limit, offset, ...asked }: { search: string; nameKey?: string; limit: number; offset: number },
): Promise<{ connections: StoredConnection[]; total: number }> {
	const found = and(
		asked.search === "" ? undefined : sql`position(${asked.search} in ${connections.nameKey}) > 0`,
		asked.nameKey === undefined ? undefined : eq(connections.nameKey, asked.nameKey),
		visibleTo(key),
	);
	const rows = await select(db)
		.where(found)
		.orderBy(asc(connections.nameKey))
		.limit(limit)
		.offset(offset);
	const ids = rows.map(({ id }) => id);
	const limits = ids.length === 0 ? [] : await limitsOf(db).where(inArray(connections.id, ids));
	const [counted] = await db.orm
		.select({ total: count() })
		.from(connections)
		.innerJoin(apiKeys, eq(apiKeys.id, connections.id))
		.where(found);
	return { connections: rows.map((row) => stored(row, limits)), total: counted?.total ?? 0 };
}

/** One connection, for an API key; null also if the key may not see it. */
export async function findConnectionFor(
	db: Db,
	key: Limits,
	id: string,
): Promise<StoredConnection | null> {
	if (!isUuid(id)) return null;
	const [row] = await select(db).where(and(eq(connections.id, id), visibleTo(key)));
	return row ? stored(row, await limitsOf(db).where(eq(connections.id, id))) : null;
}

/** One connection, or null. */
export async function findStoredConnection(db: Db, id: string): Promise<StoredConnection | null> {
	if (!isUuid(id)) return null;
	const [row] = await select(db).where(eq(connections.id, id));
	return row ? stored(row, await limitsOf(db).where(eq(connections.id, id))) : null;
}

/** The same, and no other transaction changes it until this one ends. */
export async function lockConnection(tx: Db, id: string): Promise<StoredConnection | null> {
	if (!isUuid(id)) return null;
	const locked = await tx.orm
		.select({ id: connections.id })
		.from(connections)
		.where(eq(connections.id, id))
		.for("update");
	return locked.length === 0 ? null : findStoredConnection(tx, id);
}

/** Sets a connection's own sentences in its languages. */
export async function setOwnSentences(
	tx: Db,
	id: string,
	ownSentences: StoredSentences,
	by: string,
): Promise<void> {
	await tx.orm
		.update(connections)
		.set({ ownSentences, ...changed(by) })
		.where(eq(connections.id, id));
}

type NewConnection = Omit<ConnectionSettings, "groupIds"> & {
	id: string;
	nameKey: string;
	kind: string;
	by: string;
};

/** Inserts a connection. Its row of api_keys must exist. */
export async function insertConnection(
	tx: Db,
	{ by, userDataKeys, ...connection }: NewConnection,
): Promise<void> {
	await tx.orm.insert(connections).values({
		...{ ...connection, userDataKeys: [...userDataKeys] },
		...{ createdBy: by, updatedBy: by },
	});
}

const changed = (by: string) => ({
	updatedBy: by,
	updatedAt: nowMs,
	version: sql`${connections.version} + 1`,
});

/** Stores the settings of a connection, and its name for the records. */
export async function updateConnection(
	tx: Db,
	id: string,
	{ userDataKeys, ...settings }: Omit<ConnectionSettings, "groupIds"> & { nameKey: string },
	by: string,
): Promise<void> {
	await tx.orm
		.update(connections)
		.set({ ...settings, userDataKeys: [...userDataKeys], ...changed(by) })
		.where(eq(connections.id, id));
	await tx.orm.update(apiKeys).set({ name: settings.name }).where(eq(apiKeys.id, id));
}

/** Notes a change that is not of the settings, such as a new secret. */
export async function touchConnection(tx: Db, id: string, by: string): Promise<void> {
	await tx.orm.update(connections).set(changed(by)).where(eq(connections.id, id));
}

/** Pauses a connection, or lets it work again. */
export async function setConnectionPaused(
	tx: Db,
	id: string,
	isPaused: boolean,
	by: string,
): Promise<void> {
	await tx.orm
		.update(connections)
		.set({ pausedAt: isPaused ? nowMs : null, ...changed(by) })
		.where(eq(connections.id, id));
}

/**
 * Deletes a connection with its secrets, destinations and last calls. Its row of api_keys stays,
 * revoked, for the records.
 */
export async function deleteConnectionRow(tx: Db, id: string): Promise<void> {
	await tx.orm.delete(connections).where(eq(connections.id, id));
	await tx.orm.update(apiKeys).set({ revokedAt: nowMs }).where(eq(apiKeys.id, id));
}
