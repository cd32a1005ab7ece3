import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { brokenConstraint } from "../../../db/connection/errors.ts";
import { isUuid, listGroupNames } from "../../../db/groups/groups.ts";
import { insertApiKey, insertApiKeyGroups, lockApiKeys } from "../../../db/keys/api-keys.ts";
import { revokeApiKeyRow } from "../../../db/keys/change-api-keys.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { WithoutPlus } from "../../domain/numbers/readings.ts";
import type { ApiScope } from "../../domain/people/roles.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { createSecretToken } from "../secret-token.ts";
import { hashApiKey } from "./authenticate-api-key.ts";

/**
 * A new API key. `groupIds` null: all groups. `requestsPerMinute` null: no rate limit. `expiresAt`
 * and `networks` null or absent: never, and any (C11a).
 */
export type NewApiKey = {
	requestId: string;
	name: string;
	scopes: readonly ApiScope[];
	groupIds: string[] | null;
	requestsPerMinute: number | null;
	numbersWithoutPlus: WithoutPlus;
	expiresAt?: Date | null;
	networks?: readonly string[] | null;
	/** It has the built-in test groups alone; `groupIds` is then null (C17). */
	isTest?: boolean;
};

const PREFIX = "cti_";
/** Whoever finds such a secret somewhere sees that nothing live depends on it. */
const TEST_PREFIX = "cti_test_";
const HINT_CHARACTERS = 4;

/** A secret for a key, with its hash and its first characters, which tell keys apart in a list. */
export function createApiKeySecret(isTest: boolean): {
	secret: string;
	keyHash: string;
	hint: string;
} {
	const prefix = isTest ? TEST_PREFIX : PREFIX;
	const secret = prefix + createSecretToken().token;
	const hint = secret.slice(0, prefix.length + HINT_CHARACTERS);
	return { secret, keyHash: hashApiKey(secret), hint };
}

/**
 * Creates an API key (C11) and returns its secret, once: the database keeps only the hash.
 * `requestId` becomes the key's ID, so a form sent twice creates one key.
 */
export async function createApiKey(
	db: Db,
	key: NewApiKey,
	actor: Actor,
): Promise<Result<string, { code: "api-key-made-already" }>> {
	const { expiresAt = null, networks = null, isTest = false, ...given } = key;
	const { requestsPerMinute, numbersWithoutPlus } = given;
	const { secret, ...kept } = createApiKeySecret(isTest);
	// A test key is limited to no group at all: as a key of live requests it may do nothing.
	const limitedToGroups = isTest || key.groupIds !== null;
	try {
		return await db.transaction(async (tx) => {
			await lockApiKeys(tx);
			const row = {
				id: key.requestId,
				name: key.name,
				scopes: key.scopes,
				limitedToGroups,
				requestsPerMinute,
				numbersWithoutPlus,
				...{ expiresAt, networks, isTest },
			};
			await insertApiKey(tx, { ...row, ...kept, createdBy: actor.name });
			if (key.groupIds) await insertApiKeyGroups(tx, key.requestId, key.groupIds);
			await insertAuditEntry(tx, actor, {
				action: "api-key.create",
				subjectId: key.requestId,
				subjectName: key.name,
				after: {
					scopes: key.scopes,
					...(isTest ? { isTest } : { groups: await namesOf(tx, key.groupIds) }),
					requestsPerMinute,
					numbersWithoutPlus,
					...(expiresAt && { expiresAt }),
					...(networks && { networks }),
				},
			});
			return ok(secret);
		});
	} catch (error) {
		if (brokenConstraint(error) === "api_keys_pkey") return err({ code: "api-key-made-already" });
		throw error;
	}
}

/**
 * Revokes a key for good. Processes that cache it stop using it within 5 seconds (C11). Returns its
 * name, or null if no such key works.
 */
export async function revokeApiKey(db: Db, id: string, actor: Actor): Promise<string | null> {
	if (!isUuid(id)) return null;
	return db.transaction(async (tx) => {
		const name = await revokeApiKeyRow(tx, id);
		const sides = { before: { revoked: false }, after: { revoked: true } };
		if (name !== null)
			await insertAuditEntry(tx, actor, {
				action: "api-key.revoke",
				subjectId: id,
				subjectName: name,
				...sides,
			});
		return name;
	});
}

/** The groups' names for the audit log, which outlives the groups. */
export async function namesOf(
	tx: Db,
	groupIds: readonly string[] | null,
): Promise<string[] | "all"> {
	if (groupIds === null) return "all";
	return (await listGroupNames(tx))
		.filter(({ id }) => groupIds.includes(id))
		.map(({ name }) => name);
}
