import { eq, isNull, sql } from "drizzle-orm";
import { API_SCOPES } from "../../app/domain/people/roles.ts";
import { nowMs } from "../clock.ts";
import type { Db } from "../connection/database.ts";
import { apiKeys } from "../schema/key-tables.ts";
import type { ApiKey } from "./api-keys.ts";

/** The key with an ID, unless it is revoked. Rows of connections are no keys for clients. */
const unrevoked = (id: string) =>
	sql`not ${apiKeys.isConnection} and ${eq(apiKeys.id, id)} and ${isNull(apiKeys.revokedAt)}`;

/** Revokes a key for good. Returns its name; null if there is no such working key. */
export async function revokeApiKeyRow(tx: Db, id: string): Promise<string | null> {
	const [row] = await tx.orm
		.update(apiKeys)
		.set({ revokedAt: nowMs })
		.where(unrevoked(id))
		.returning({ name: apiKeys.name });
	return row?.name ?? null;
}

/** What can be changed of a key. Groups are rows of their own. */
export type ApiKeyChange = Partial<
	Pick<
		ApiKey,
		"name" | "scopes" | "limitedToGroups" | "requestsPerMinute" | "numbersWithoutPlus" | "networks"
	> & { expiresAt: Date | null }
>;

/**
 * Changes a key that is not revoked. Returns its name and what it had before, and whether it is a
 * test key; null if there is no
 * such key.
 */
export async function changeApiKeyRow(
	tx: Db,
	id: string,
	change: ApiKeyChange,
): Promise<{ name: string; isTest: boolean; before: Required<ApiKeyChange> } | null> {
	const [row] = await tx.orm
		.select({
			name: apiKeys.name,
			isTest: apiKeys.isTest,
			scopes: apiKeys.scopes,
			limitedToGroups: apiKeys.limitedToGroups,
			requestsPerMinute: apiKeys.requestsPerMinute,
			numbersWithoutPlus: apiKeys.numbersWithoutPlus,
			networks: apiKeys.networks,
			expiresAt: apiKeys.expiresAt,
		})
		.from(apiKeys)
		.where(unrevoked(id))
		.for("update");
	if (!row) return null;
	const { isTest, ...before } = row;
	const { scopes, networks, limitedToGroups, ...others } = change;
	await tx.orm
		.update(apiKeys)
		.set({
			...others,
			// A test key has no live group, and never gets one (C17).
			...(limitedToGroups !== undefined && { limitedToGroups: isTest || limitedToGroups }),
			...(scopes && { scopes: [...scopes] }),
			...(networks !== undefined && { networks: networks && [...networks] }),
		})
		.where(unrevoked(id));
	const scopesBefore = API_SCOPES.filter((scope) => before.scopes.includes(scope));
	return { name: before.name, isTest, before: { ...before, scopes: scopesBefore } };
}

/**
 * Locks a key that is not revoked until the transaction ends. Returns its kind, its secret's hash
 * and first characters; null if there is no such key.
 */
export async function lockApiKey(
	tx: Db,
	id: string,
): Promise<{ isTest: boolean; keyHash: string; hint: string } | null> {
	const { isTest, keyHash, hint } = apiKeys;
	const [row] = await tx.orm
		.select({ isTest, keyHash, hint })
		.from(apiKeys)
		.where(unrevoked(id))
		.for("update");
	return row ?? null;
}

/** A rotation: the new secret's hash and first characters, and how long the old one stays valid. */
export type KeyRotation = { keyHash: string; hint: string; oldSecretSeconds: number };

/**
 * Gives a key a new secret. The one before stays valid for a while, but no longer than the key;
 * one that is older still ends now. Returns its name, and until when the old secret is valid (null
 * if not at all); null if there is no such working key.
 */
export async function rotateApiKeyRow(
	tx: Db,
	id: string,
	{ keyHash, hint, oldSecretSeconds }: KeyRotation,
): Promise<{ name: string; previousUntil: Date | null } | null> {
	const isKept = oldSecretSeconds > 0;
	const [row] = await tx.orm
		.update(apiKeys)
		.set({
			...{ keyHash, hint, rotatedAt: nowMs },
			previousHash: isKept ? sql`${apiKeys.keyHash}` : null,
			previousUntil: isKept
				? sql`least(${nowMs} + make_interval(secs => ${oldSecretSeconds}), ${apiKeys.expiresAt})`
				: null,
		})
		.where(sql`${unrevoked(id)} and (${apiKeys.expiresAt} is null or ${apiKeys.expiresAt} > now())`)
		.returning({ name: apiKeys.name, previousUntil: apiKeys.previousUntil });
	return row ?? null;
}

/** Ends the secret before the last rotation. Returns the key's name; null if there is none. */
export async function endOldApiKeySecret(tx: Db, id: string): Promise<string | null> {
	const [row] = await tx.orm
		.update(apiKeys)
		.set({ previousHash: null, previousUntil: null })
		.where(sql`${unrevoked(id)} and ${apiKeys.previousHash} is not null`)
		.returning({ name: apiKeys.name });
	return row?.name ?? null;
}
