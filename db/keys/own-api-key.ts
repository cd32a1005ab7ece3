import { asc, eq, sql } from "drizzle-orm";
import type { Db } from "../connection/database.ts";
import { groups } from "../schema/group-tables.ts";
import { apiKeyGroups, apiKeys } from "../schema/key-tables.ts";
import type { ApiKey } from "./api-keys.ts";

/**
 * A key as its own client sees it (C15). `groups` null means all. `oldSecretUntil` is null unless
 * the old secret still works. `usesOldSecret`: the call's secret was replaced by a rotation, which
 * may be newer than a cached key.
 */
export type OwnApiKey = Omit<ApiKey, "limitedToGroups" | "secretHash"> & {
	groups: { id: string; name: string }[] | null;
	createdAt: Date;
	expiresAt: Date | null;
	expiresInSeconds: number | null;
	oldSecretUntil: Date | null;
	usesOldSecret: boolean;
};

/** The key of a call. Null if it has just been revoked. */
export async function readOwnApiKey(db: Db, key: ApiKey): Promise<OwnApiKey | null> {
	const [row] = await db.orm
		.select({
			createdAt: apiKeys.createdAt,
			expiresAt: apiKeys.expiresAt,
			expiresInSeconds: sql<
				number | null
			>`floor(extract(epoch from ${apiKeys.expiresAt} - now()))::float8`,
			oldSecretUntil: apiKeys.previousUntil,
			keyHash: apiKeys.keyHash,
			isOldSecretValid: sql<boolean>`coalesce(${apiKeys.previousUntil} > now(), false)`,
		})
		.from(apiKeys)
		.where(eq(apiKeys.id, key.id));
	if (!row) return null;
	const { keyHash, isOldSecretValid, oldSecretUntil, expiresInSeconds, ...times } = row;
	const { limitedToGroups, secretHash, ...rights } = key;
	return {
		...rights,
		...times,
		expiresInSeconds: expiresInSeconds === null ? null : Math.max(0, expiresInSeconds),
		oldSecretUntil: isOldSecretValid ? oldSecretUntil : null,
		usesOldSecret: keyHash !== secretHash,
		groups: limitedToGroups && !key.isTest ? await readGroups(db, key.id) : null,
	};
}

const readGroups = (db: Db, apiKeyId: string): Promise<{ id: string; name: string }[]> =>
	db.orm
		.select({ id: groups.id, name: groups.name })
		.from(apiKeyGroups)
		.innerJoin(groups, eq(groups.id, apiKeyGroups.groupId))
		.where(eq(apiKeyGroups.apiKeyId, apiKeyId))
		.orderBy(asc(groups.nameKey));
