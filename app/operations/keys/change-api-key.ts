import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { brokenConstraint } from "../../../db/connection/errors.ts";
import { isUuid, listGroupNames } from "../../../db/groups/groups.ts";
import {
	insertApiKey,
	insertApiKeyGroups,
	lockApiKeys,
	revokeApiKeyRow,
	setApiKeyLimitRow,
} from "../../../db/keys/api-keys.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { ApiScope } from "../../domain/people/roles.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { createSecretToken } from "../secret-token.ts";
import { hashApiKey } from "./authenticate-api-key.ts";

/**
 * A key to be made; `groupIds` null means that it may use all groups, `requestsPerMinute` null that
 * nothing limits its calls.
 */
export type NewApiKey = {
	requestId: string;
	name: string;
	scopes: readonly ApiScope[];
	groupIds: string[] | null;
	requestsPerMinute: number | null;
};

const PREFIX = "cti_";
const HINT_LENGTH = 8;

/**
 * Makes an API key (C11) and gives its secret, this once: the database keeps its hash. `requestId`
 * becomes its ID: sent twice, it makes one.
 */
export async function createApiKey(
	db: Db,
	key: NewApiKey,
	actor: Actor,
): Promise<Result<string, { code: "api-key-made-already" }>> {
	const secret = PREFIX + createSecretToken().token;
	const { requestsPerMinute } = key;
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
				after: { scopes: key.scopes, groups: await namesOf(tx, key.groupIds), requestsPerMinute },
			});
			return ok(secret);
		});
	} catch (error) {
		if (brokenConstraint(error) === "api_keys_pkey") return err({ code: "api-key-made-already" });
		throw error;
	}
}

/**
 * Revokes a key for good; processes that trust it stop doing so within 5 seconds (C11). Gives its
 * name, or null where none works.
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

/** The groups as people know them, for the audit log: it outlives them. */
async function namesOf(tx: Db, groupIds: string[] | null): Promise<string[] | "all"> {
	if (groupIds === null) return "all";
	return (await listGroupNames(tx))
		.filter(({ id }) => groupIds.includes(id))
		.map(({ name }) => name);
}

/**
 * Limits a key to so many calls a minute, or no more (null); processes that trust it know within 5
 * seconds. Null where no such key works.
 */
export async function setApiKeyLimit(
	db: Db,
	id: string,
	requestsPerMinute: number | null,
	actor: Actor,
): Promise<string | null> {
	if (!isUuid(id)) return null;
	return db.transaction(async (tx) => {
		const key = await setApiKeyLimitRow(tx, id, requestsPerMinute);
		if (key === null) return null;
		await insertAuditEntry(tx, actor, {
			action: "api-key.set-limit",
			subjectId: id,
			subjectName: key.name,
			before: { requestsPerMinute: key.before },
			after: { requestsPerMinute },
		});
		return key.name;
	});
}
