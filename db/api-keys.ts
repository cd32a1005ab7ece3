import { sql } from "drizzle-orm";
import { API_SCOPES, type ApiScope } from "../app/domain/roles.ts";
import type { Db, RunStatement } from "./client.ts";
import { apiKeys } from "./schema.ts";

/** What a valid key may do. One limited to groups may use the rows of api_key_groups only, none if there are none left (C11). */
export type ApiKey = { id: string; name: string; scopes: readonly ApiScope[]; limitedToGroups: boolean };

type KeyRow = { id: string; name: string; scopes: string; limited_to_groups: boolean };

/** The key with this SHA-256 (hex), unless it is revoked. */
export async function findApiKeyByHash(run: RunStatement, keyHash: string): Promise<ApiKey | null> {
	const [row] = await run<KeyRow>(
		"select id, name, array_to_string(scopes, ',') as scopes, limited_to_groups from api_keys where key_hash = $1 and revoked_at is null",
		[keyHash],
	);
	if (!row) return null;
	const granted = row.scopes.split(",");
	return {
		id: row.id,
		name: row.name,
		scopes: API_SCOPES.filter((scope) => granted.includes(scope)),
		limitedToGroups: row.limited_to_groups,
	};
}

/** Whether a key has ever existed: revoked ones stay in the table. */
export async function hasApiKeyEverExisted(db: Db): Promise<boolean> {
	return (await db.select({ id: apiKeys.id }).from(apiKeys).limit(1)).length > 0;
}

/** Until the transaction ends nobody else, in whatever process, adds a key. */
export async function lockApiKeys(tx: Db): Promise<void> {
	await tx.execute(sql`lock table api_keys in share row exclusive mode`);
}

export async function insertApiKey(tx: Db, key: ApiKey & { keyHash: string; hint: string; createdBy: string }): Promise<void> {
	await tx.insert(apiKeys).values({ ...key, scopes: [...key.scopes] });
}
