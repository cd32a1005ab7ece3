import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { WithoutPlus } from "../../app/domain/numbers/readings.ts";
import { API_SCOPES, type ApiScope } from "../../app/domain/people/roles.ts";
import type { Db } from "../connection/database.ts";
import { groups } from "../schema/group-tables.ts";
import { apiKeyGroups, apiKeys } from "../schema/key-tables.ts";

/**
 * The rights of a valid key. A key limited to groups may use only the rows of api_key_groups, and
 * nothing if there are none left (C11). `requestsPerMinute` null means no limit.
 * `numbersWithoutPlus` says how its calls write numbers without a plus (N2).
 */
export type ApiKey = {
	id: string;
	name: string;
	scopes: readonly ApiScope[];
	limitedToGroups: boolean;
	requestsPerMinute: number | null;
	numbersWithoutPlus: WithoutPlus;
	/** Client networks as CIDR; null means any (C11a). */
	networks: readonly string[] | null;
	/** It has the test requests alone, and no group of live ones (C17). */
	isTest: boolean;
	/** SHA-256 (hex) of the secret that the call brought. */
	secretHash?: string;
};

/**
 * The key that a secret belongs to, with how long the secret is still valid, in milliseconds: 0 or
 * less if it has expired, null if it never does.
 */
export type FoundApiKey = { key: ApiKey; validMs: number | null };

type KeyRow = {
	id: string;
	name: string;
	scopes: string;
	limited_to_groups: boolean;
	requests_per_minute: number | null;
	numbers_without_plus: WithoutPlus;
	networks: string | null;
	valid_ms: number | null;
	is_test: boolean;
};

/** The unrevoked key with this SHA-256 (hex), also if it has expired. */
export async function findApiKeyByHash(db: Db, keyHash: string): Promise<FoundApiKey | null> {
	const [row] = await db.query<KeyRow>(
		`select id, name, array_to_string(scopes, ',') as scopes, limited_to_groups,
			requests_per_minute, numbers_without_plus, array_to_string(networks, ',') as networks,
			(extract(epoch from least(expires_at,
				case when key_hash <> $1 then previous_until end) - now()) * 1000)::float8 as valid_ms,
			is_test
		from api_keys where (key_hash = $1 or previous_hash = $1) and revoked_at is null`,
		[keyHash],
	);
	if (!row) return null;
	const granted = row.scopes.split(",");
	return {
		key: {
			id: row.id,
			name: row.name,
			scopes: API_SCOPES.filter((scope) => granted.includes(scope)),
			limitedToGroups: row.limited_to_groups,
			requestsPerMinute: row.requests_per_minute,
			numbersWithoutPlus: row.numbers_without_plus,
			networks: row.networks === null ? null : row.networks.split(","),
			isTest: row.is_test,
			secretHash: keyHash,
		},
		validMs: row.valid_ms,
	};
}

/** Rows of connections are no keys for clients. */
const isKey = eq(apiKeys.isConnection, false);

/** Whether a key has ever existed: revoked ones stay in the table. */
export async function hasApiKeyEverExisted(db: Db): Promise<boolean> {
	return (await db.orm.select({ id: apiKeys.id }).from(apiKeys).where(isKey).limit(1)).length > 0;
}

/** Blocks adding keys in all other transactions, of every process, until this one ends. */
export async function lockApiKeys(tx: Db): Promise<void> {
	await tx.orm.execute(sql`lock table api_keys in share row exclusive mode`);
}

export async function insertApiKey(
	tx: Db,
	key: ApiKey & { keyHash: string; hint: string; createdBy: string; expiresAt: Date | null },
): Promise<void> {
	const networks = key.networks && [...key.networks];
	await tx.orm.insert(apiKeys).values({ ...key, scopes: [...key.scopes], networks });
}

/**
 * The row that limits a connection to groups and names it in records, with the connection's ID. Its
 * hash is none, so no client's key has it.
 */
export async function insertConnectionKey(
	tx: Db,
	connection: { id: string; name: string; limitedToGroups: boolean; createdBy: string },
): Promise<void> {
	await tx.orm.insert(apiKeys).values({
		...connection,
		...{ scopes: ["match"], isConnection: true },
		...{ keyHash: `connection ${connection.id}`, hint: "" },
	});
}

/** Replaces the groups of a key or a connection; null means all groups. */
export async function replaceConnectionGroups(
	tx: Db,
	id: string,
	groupIds: readonly string[] | null,
): Promise<void> {
	const limitedToGroups = groupIds !== null;
	await tx.orm.update(apiKeys).set({ limitedToGroups }).where(eq(apiKeys.id, id));
	await tx.orm.delete(apiKeyGroups).where(eq(apiKeyGroups.apiKeyId, id));
	if (groupIds !== null) await insertApiKeyGroups(tx, id, [...groupIds]);
}

/** Limits a key to groups; deleted groups are skipped. */
export async function insertApiKeyGroups(
	tx: Db,
	apiKeyId: string,
	groupIds: string[],
): Promise<void> {
	const found = tx.orm
		.select({ apiKeyId: sql<string>`${apiKeyId}::uuid`.as("api_key_id"), groupId: groups.id })
		.from(groups)
		.where(inArray(groups.id, groupIds));
	await tx.orm.insert(apiKeyGroups).select(found);
}

/** The names of a limited key's groups, as far as they exist. */
export async function listApiKeyGroups(db: Db, apiKeyId: string): Promise<string[]> {
	const rows = await db.orm
		.select({ name: groups.name })
		.from(apiKeyGroups)
		.innerJoin(groups, eq(groups.id, apiKeyGroups.groupId))
		.where(eq(apiKeyGroups.apiKeyId, apiKeyId))
		.orderBy(groups.nameKey);
	return rows.map(({ name }) => name);
}

/** Takes groups away from a limited key. */
export async function deleteApiKeyGroups(
	tx: Db,
	apiKeyId: string,
	groupIds: string[],
): Promise<void> {
	await tx.orm
		.delete(apiKeyGroups)
		.where(and(eq(apiKeyGroups.apiKeyId, apiKeyId), inArray(apiKeyGroups.groupId, groupIds)));
}

/** A key as the list shows it. `groups` are the names of its groups; null for an unlimited key. */
export type ListedApiKey = {
	id: string;
	name: string;
	hint: string;
	scopes: string[];
	groups: string[] | null;
	requestsPerMinute: number | null;
	numbersWithoutPlus: WithoutPlus;
	isTest: boolean;
	expiresAt: Date | null;
	networks: string[] | null;
	/** Until when the secret before the last rotation is valid, by the stored time. */
	previousUntil: Date | null;
	createdBy: string;
	createdAt: Date;
	lastUsedAt: Date | null;
	revokedAt: Date | null;
};

/** The working keys of live requests with a scope, by name, as a simulated call needs them. */
export async function listKeysWithScope(
	db: Db,
	scope: ApiScope,
): Promise<Pick<ApiKey, "id" | "name" | "limitedToGroups" | "numbersWithoutPlus">[]> {
	return db.orm
		.select({
			id: apiKeys.id,
			name: apiKeys.name,
			limitedToGroups: apiKeys.limitedToGroups,
			numbersWithoutPlus: apiKeys.numbersWithoutPlus,
		})
		.from(apiKeys)
		.where(
			sql`${isKey} and not ${apiKeys.isTest} and ${isNull(apiKeys.revokedAt)}
				and ${scope}::text = any(${apiKeys.scopes})
				and (${apiKeys.expiresAt} is null or ${apiKeys.expiresAt} > now())`,
		)
		.orderBy(apiKeys.name, apiKeys.id);
}

/** All keys: working keys first, the newest first. */
export async function listApiKeys(db: Db): Promise<ListedApiKey[]> {
	const keys = await db.orm
		.select()
		.from(apiKeys)
		.where(isKey)
		.orderBy(sql`${apiKeys.revokedAt} is not null`, desc(apiKeys.createdAt));
	const limits = await db.orm
		.select({ apiKeyId: apiKeyGroups.apiKeyId, name: groups.name })
		.from(apiKeyGroups)
		.innerJoin(groups, eq(groups.id, apiKeyGroups.groupId))
		.orderBy(groups.nameKey);
	return keys.map(({ keyHash: _secret, previousHash: _old, limitedToGroups, ...key }) => ({
		...key,
		groups:
			limitedToGroups && !key.isTest
				? limits.filter((limit) => limit.apiKeyId === key.id).map((limit) => limit.name)
				: null,
	}));
}

/** Notes the last use of keys, to the minute (C11). */
export async function touchApiKeys(db: Db, ids: string[]): Promise<void> {
	const minute = sql`date_trunc('minute', now())`;
	await db.orm
		.update(apiKeys)
		.set({ lastUsedAt: minute })
		.where(
			sql`${inArray(apiKeys.id, ids)} and
				(${apiKeys.lastUsedAt} is null or ${apiKeys.lastUsedAt} < ${minute})`,
		);
}
