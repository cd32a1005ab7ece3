import { asc, eq, sql } from "drizzle-orm";
import type { WithoutPlus } from "../../app/domain/numbers/readings.ts";
import type { Destinations } from "../../app/domain/phone-systems/call-destination.ts";
import type { ConnectionSettings } from "../../app/domain/phone-systems/connection.ts";
import { nowMs } from "../clock.ts";
import { arrayLiteral } from "../connection/array-literal.ts";
import type { Db } from "../connection/database.ts";
import { isUuid } from "../groups/groups.ts";
import { groups } from "../schema/group-tables.ts";
import { apiKeyGroups, apiKeys } from "../schema/key-tables.ts";
import { connections } from "../schema/phone-system-tables.ts";

/** A connection as its page shows it: without secrets. `version` is the optimistic lock. */
export type StoredConnection = ConnectionSettings & {
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
	fallback: connections.fallback,
	userDataKeys: connections.userDataKeys,
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

/** What a call needs of a connection, before its secrets are decrypted. */
export type ConnectionForCalls = Destinations & {
	id: string;
	name: string;
	kind: string;
	isPaused: boolean;
	numbersWithoutPlus: WithoutPlus;
	releasesOnAnswer: boolean;
	userDataKeys: string[];
	limitedToGroups: boolean;
	destinations: { groupId: string; target: string | null; fallback: string | null }[];
	secrets: {
		id: string;
		slot: string;
		sealed: string | null;
		plain: string | null;
		validUntilMs: number | null;
	}[];
};

/**
 * Reads connections with everything that decides a call, in one statement: in the order of the IDs,
 * null for one that does not exist.
 */
export async function readConnectionsForCalls(
	db: Db,
	ids: readonly string[],
): Promise<(ConnectionForCalls | null)[]> {
	const rows = await db.query<{ connection: string }>(
		`select json_build_object(
			'id', c.id, 'name', c.name, 'kind', c.kind, 'isPaused', c.paused_at is not null,
			'numbersWithoutPlus', c.numbers_without_plus, 'releasesOnAnswer', c.releases_on_answer,
			'target', c.target, 'fallback', c.fallback, 'userDataKeys', c.user_data_keys,
			'limitedToGroups', k.limited_to_groups,
			'destinations', (select coalesce(json_agg(json_build_object(
				'groupId', d.group_id, 'target', d.target, 'fallback', d.fallback)), '[]')
				from connection_destinations d where d.connection_id = c.id),
			'secrets', (select coalesce(json_agg(json_build_object(
				'id', s.id, 'slot', s.slot, 'sealed', s.sealed, 'plain', s.plain,
				'validUntilMs', extract(epoch from s.valid_until) * 1000)
				order by s.created_at desc), '[]')
				from connection_secrets s where s.connection_id = c.id)
		)::text as connection
		from connections c join api_keys k on k.id = c.id where c.id = any($1::uuid[])`,
		[arrayLiteral(ids)],
	);
	const read = rows.map(({ connection }) => JSON.parse(connection) as ConnectionForCalls);
	const byId = new Map(read.map((connection) => [connection.id, connection]));
	return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
}
