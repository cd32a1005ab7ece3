import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { isUuid } from "../../../db/groups/groups.ts";
import { listApiKeyGroups, replaceConnectionGroups } from "../../../db/keys/api-keys.ts";
import {
	type ApiKeyChange,
	changeApiKeyRow,
	endOldApiKeySecret,
	lockApiKey,
	rotateApiKeyRow,
} from "../../../db/keys/change-api-keys.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { AuditAction } from "../../domain/audit/audit-action.ts";
import type { WithoutPlus } from "../../domain/numbers/readings.ts";
import { createApiKeySecret, namesOf } from "./change-api-key.ts";

/** What an Administrator changes of a key at once (C11a). `groupIds` null: all groups. */
export type ApiKeyEdit = Required<
	Pick<ApiKeyChange, "name" | "scopes" | "networks" | "expiresAt">
> & { groupIds: readonly string[] | null };

/**
 * Changes a key's name, scopes, groups, expiry and networks. Processes that cache the key know it
 * within 5 seconds. Returns the key's name, or null if no such key works. Without a change there is
 * no audit entry.
 */
export async function editApiKey(
	db: Db,
	id: string,
	{ groupIds, ...change }: ApiKeyEdit,
	actor: Actor,
): Promise<string | null> {
	if (!isUuid(id)) return null;
	return db.transaction(async (tx) => {
		const groupsBefore = await listApiKeyGroups(tx, id);
		const key = await changeApiKeyRow(tx, id, {
			...change,
			limitedToGroups: groupIds !== null,
		});
		if (key === null) return null;
		const { limitedToGroups, requestsPerMinute: _, numbersWithoutPlus: __, ...before } = key.before;
		const sides = key.isTest
			? differing(before, change)
			: differing(
					{ ...before, groups: limitedToGroups ? groupsBefore : "all" },
					{ ...change, groups: await namesOf(tx, groupIds) },
				);
		// Rows of deleted groups stay where nothing changes: the key still sees their live requests.
		if (sides && "groups" in sides.after) await replaceConnectionGroups(tx, id, groupIds);
		if (sides !== null) {
			const entry = { action: "api-key.change" as const, subjectId: id, subjectName: change.name };
			await insertAuditEntry(tx, actor, { ...entry, ...sides });
		}
		return change.name;
	});
}

/** The fields that differ, as they were and as they are; null if there are none. */
function differing(
	before: Record<string, unknown>,
	after: Record<string, unknown>,
): { before: object; after: object } | null {
	const names = Object.keys(after).filter(
		(name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
	);
	if (names.length === 0) return null;
	const those = (side: Record<string, unknown>) =>
		Object.fromEntries(names.map((name) => [name, side[name]]));
	return { before: those(before), after: those(after) };
}

/** A rotated key: its new secret, shown once, and until when the old one is valid; null if not. */
export type RotatedApiKey = { name: string; secret: string; oldSecretUntil: Date | null };

/** The secret to replace: its SHA-256 (hex), or its first characters as the pages show them. */
export type ReplacedSecret = { keyHash: string } | { hint: string };

/**
 * Gives a key a new secret, which works at once. The old one stays valid for `oldSecretSeconds`,
 * but no longer than the key (C11a). Null if no such key works. "secret-old" if `replaces` is no
 * longer the key's secret: a rotation sent twice would end the shown time of the old secret, which
 * is in use, and keep the one before that nobody has.
 */
export async function rotateApiKey(
	db: Db,
	id: string,
	{ oldSecretSeconds, replaces }: { oldSecretSeconds: number; replaces: ReplacedSecret },
	actor: Actor,
): Promise<RotatedApiKey | "secret-old" | null> {
	if (!isUuid(id)) return null;
	return db.transaction(async (tx) => {
		const key = await lockApiKey(tx, id);
		if (key === null) return null;
		const isPresent =
			"hint" in replaces ? replaces.hint === key.hint : replaces.keyHash === key.keyHash;
		if (!isPresent) return "secret-old";
		const { secret, ...kept } = createApiKeySecret(key.isTest);
		const rotated = await rotateApiKeyRow(tx, id, { ...kept, oldSecretSeconds });
		if (rotated === null) return null;
		const { name, previousUntil: oldSecretUntil } = rotated;
		await insertAuditEntry(tx, actor, {
			action: "api-key.rotate",
			subjectId: id,
			subjectName: name,
			after: { oldSecretUntil },
		});
		return { name, secret, oldSecretUntil };
	});
}

/** Ends a key's old secret now. Returns the key's name, or null if there is no old secret. */
export async function endOldKeySecret(db: Db, id: string, actor: Actor): Promise<string | null> {
	if (!isUuid(id)) return null;
	return db.transaction(async (tx) => {
		const name = await endOldApiKeySecret(tx, id);
		if (name !== null)
			await insertAuditEntry(tx, actor, {
				action: "api-key.end-old-secret",
				subjectId: id,
				subjectName: name,
			});
		return name;
	});
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
