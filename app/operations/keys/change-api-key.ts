import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { brokenConstraint } from "../../../db/connection/errors.ts";
import { isUuid, listGroupNames } from "../../../db/groups/groups.ts";
import {
	type ApiKeyChange,
	changeApiKeyRow,
	insertApiKey,
	insertApiKeyGroups,
	lockApiKeys,
	revokeApiKeyRow,
} from "../../../db/keys/api-keys.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { AuditAction } from "../../domain/audit/audit-action.ts";
import type { WithoutPlus } from "../../domain/numbers/readings.ts";
import type { ApiScope } from "../../domain/people/roles.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { createSecretToken } from "../secret-token.ts";
import { hashApiKey } from "./authenticate-api-key.ts";

/** A new API key. `groupIds` null: all groups. `requestsPerMinute` null: no rate limit. */
export type NewApiKey = {
	requestId: string;
	name: string;
	scopes: readonly ApiScope[];
	groupIds: string[] | null;
	requestsPerMinute: number | null;
	numbersWithoutPlus: WithoutPlus;
};

const PREFIX = "cti_";
const HINT_LENGTH = 8;

/**
 * Creates an API key (C11) and returns its secret, once: the database keeps only the hash.
 * `requestId` becomes the key's ID, so a form sent twice creates one key.
 */
export async function createApiKey(
	db: Db,
	key: NewApiKey,
	actor: Actor,
): Promise<Result<string, { code: "api-key-made-already" }>> {
	const secret = PREFIX + createSecretToken().token;
	const { requestsPerMinute, numbersWithoutPlus } = key;
	const limitedToGroups = key.groupIds !== null;
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
			};
			await insertApiKey(tx, {
				...row,
				keyHash: hashApiKey(secret),
				hint: secret.slice(0, HINT_LENGTH),
				createdBy: actor.name,
			});
			if (key.groupIds) await insertApiKeyGroups(tx, key.requestId, key.groupIds);
			await insertAuditEntry(tx, actor, {
				action: "api-key.create",
				subjectId: key.requestId,
				subjectName: key.name,
				after: {
					scopes: key.scopes,
					groups: await namesOf(tx, key.groupIds),
					requestsPerMinute,
					numbersWithoutPlus,
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
async function namesOf(tx: Db, groupIds: string[] | null): Promise<string[] | "all"> {
	if (groupIds === null) return "all";
	return (await listGroupNames(tx))
		.filter(({ id }) => groupIds.includes(id))
		.map(({ name }) => name);
}

/**
 * Sets or removes (null) a key's limit of calls per minute. Processes that cache the key know it
 * within 5 seconds. Returns the key's name, or null if no such key works.
 */
export const setApiKeyLimit = (
	db: Db,
	id: string,
	requestsPerMinute: number | null,
	actor: Actor,
): Promise<string | null> =>
	changeApiKey(db, { id, actor, action: "api-key.set-limit", change: { requestsPerMinute } });

/**
 * Sets how a key's calls write numbers without a plus (N2). Processes that cache the key know it
 * within 5 seconds. Returns the key's name, or null if no such key works.
 */
export const setApiKeyNumbers = (
	db: Db,
	id: string,
	numbersWithoutPlus: WithoutPlus,
	actor: Actor,
): Promise<string | null> =>
	changeApiKey(db, { id, actor, action: "api-key.set-numbers", change: { numbersWithoutPlus } });

type Change = { id: string; actor: Actor; action: AuditAction; change: ApiKeyChange };

async function changeApiKey(db: Db, { id, actor, action, change }: Change): Promise<string | null> {
	if (!isUuid(id)) return null;
	return db.transaction(async (tx) => {
		const key = await changeApiKeyRow(tx, id, change);
		if (key === null) return null;
		const before = Object.fromEntries(
			Object.entries(key.before).filter(([name]) => name in change),
		);
		const entry = { action, subjectId: id, subjectName: key.name, before, after: change };
		await insertAuditEntry(tx, actor, entry);
		return key.name;
	});
}
