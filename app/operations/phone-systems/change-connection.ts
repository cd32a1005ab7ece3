import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import { brokenConstraint } from "../../../db/connection/errors.ts";
import { findGroup } from "../../../db/groups/groups.ts";
import { replaceConnectionGroups } from "../../../db/keys/api-keys.ts";
import {
	deleteConnectionRow,
	findStoredConnection,
	lockConnection,
	type StoredConnection,
	setConnectionPaused,
	setOwnSentences,
	touchConnection,
	updateConnection,
} from "../../../db/phone-systems/connections.ts";
import {
	type GivenDestinations,
	listGroupDestinations,
	setGroupDestination,
} from "../../../db/phone-systems/group-destinations.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import { canonicalJson } from "../../domain/canonical-json.ts";
import type { OwnSentences } from "../../domain/conversation/heard.ts";
import type { HeardLanguage } from "../../domain/conversation/heard-language.ts";
import { groupNameKey } from "../../domain/groups/group.ts";
import type { ConnectionSettings } from "../../domain/phone-systems/connection.ts";
import type {
	ConnectionChanged,
	ConnectionError,
} from "../../domain/phone-systems/connection-errors.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Service } from "../../platform/service.ts";
import { auditedSettings } from "./audited-settings.ts";
import { forgetConnection } from "./find-connection.ts";

type Gone = { code: "connection-gone" };
const GONE = err<Gone>({ code: "connection-gone" });

/**
 * The version that the actor has read. If the connection has changed since, nothing is done. Null:
 * the change holds whatever the version, as a button of a page does.
 */
export type SeenVersion = number | null;

/** The refusal of a change whose actor has read an older version. */
export const changedSince = (current: StoredConnection): ConnectionChanged => ({
	code: "changed-meanwhile",
	by: current.updatedBy,
	at: current.updatedAt,
	current,
});

/**
 * Stores the settings of a connection. `version`: optimistic lock; if the connection has changed
 * since, nothing is stored, and the error carries the newer settings (G11). Other processes know
 * the change within 5 seconds. Returns whether anything changed.
 */
export async function changeConnection(
	service: Service,
	id: string,
	{ version, groupIds, ...settings }: ConnectionSettings & { version: number },
	actor: Actor,
): Promise<Result<boolean, ConnectionError | ConnectionChanged>> {
	try {
		return await service.db.transaction(async (tx) => {
			const before = await lockConnection(tx, id);
			if (!before) return GONE;
			if (before.version !== version) return err(changedSince(before));
			if (sameSettings(before, { ...settings, groupIds })) return ok(false);
			const nameKey = groupNameKey(settings.name);
			await updateConnection(tx, id, { ...settings, nameKey }, actor.name);
			await replaceConnectionGroups(tx, id, groupIds);
			const after = (await findStoredConnection(tx, id)) as StoredConnection;
			await insertAuditEntry(tx, actor, {
				action: "connection.change",
				subjectId: id,
				subjectName: after.name,
				before: auditedSettings(before),
				after: auditedSettings(after),
			});
			return ok(true);
		});
	} catch (error) {
		if (brokenConstraint(error) === "connections_name_key_unique")
			return err({ code: "connection-name-taken" });
		throw error;
	} finally {
		forgetConnection(service, id);
	}
}

function sameSettings(one: ConnectionSettings, other: ConnectionSettings): boolean {
	const text = ({ groupIds, ...settings }: ConnectionSettings) =>
		canonicalJson({
			name: settings.name,
			numbersWithoutPlus: settings.numbersWithoutPlus,
			releasesOnAnswer: settings.releasesOnAnswer,
			target: settings.target,
			secondTarget: settings.secondTarget,
			fallback: settings.fallback,
			userDataKeys: settings.userDataKeys,
			language: settings.language ?? "en",
			groupIds: groupIds && [...groupIds].sort(),
		});
	return text(one) === text(other);
}

/** Pauses a connection: its calls are refused. Or lets it work again. Returns its name. */
export const pauseConnection = (
	service: Service,
	id: string,
	isPaused: boolean,
	actor: Actor,
	seen: SeenVersion = null,
): Promise<Result<string, Gone | ConnectionChanged>> =>
	changing(service, id, seen, async (tx, connection) => {
		if ((connection.pausedAt !== null) === isPaused) return connection.name;
		await setConnectionPaused(tx, id, isPaused, actor.name);
		await insertAuditEntry(tx, actor, {
			action: isPaused ? "connection.pause" : "connection.resume",
			subjectId: id,
			subjectName: connection.name,
		});
		return connection.name;
	});

/**
 * Sets what a connection's callers hear in one language; sentences that are left out are ours again
 * (P4). Returns the connection's name.
 */
export const changeOwnSentences = (
	service: Service,
	id: string,
	{ language, sentences }: { language: HeardLanguage; sentences: OwnSentences },
	actor: Actor,
	seen: SeenVersion = null,
): Promise<Result<string, Gone | ConnectionChanged>> =>
	changing(service, id, seen, async (tx, { name, ownSentences }) => {
		const before = ownSentences[language] ?? {};
		if (canonicalJson(before) === canonicalJson(sentences)) return name;
		await setOwnSentences(tx, id, { ...ownSentences, [language]: sentences }, actor.name);
		await insertAuditEntry(tx, actor, {
			action: "connection.change",
			subjectId: id,
			subjectName: name,
			before: { language, sentences: before },
			after: { language, sentences },
		});
		return name;
	});

/**
 * Sets a group's own destinations on a connection; all null removes them (P3). Returns the group's
 * name, or null if there is no such group, or if the connection does not serve it. Those of a group
 * that is not served any more can still be removed.
 */
export const changeGroupDestination = (
	service: Service,
	id: string,
	{ groupId, ...destination }: GivenDestinations & { groupId: string },
	actor: Actor,
	seen: SeenVersion = null,
): Promise<Result<string | null, Gone | ConnectionChanged>> =>
	changing(service, id, seen, async (tx, connection) => {
		const group = await findGroup(tx, groupId);
		const after = { secondTarget: null, language: null, ...destination };
		const isRemoved = Object.values(after).every((value) => value === null);
		const isServed = connection.groupIds?.includes(groupId) ?? true;
		if (!group || !(isServed || isRemoved)) return null;
		const own = (await listGroupDestinations(tx, id)).find((one) => one.groupId === groupId);
		const before = {
			...{ target: own?.target ?? null, secondTarget: own?.secondTarget ?? null },
			fallback: own?.fallback ?? null,
			language: own?.language ?? null,
		};
		if (canonicalJson(before) === canonicalJson(after)) return group.name;
		await setGroupDestination(tx, id, groupId, after);
		await touchConnection(tx, id, actor.name);
		await insertAuditEntry(tx, actor, {
			action: "connection.set-destination",
			subjectId: id,
			subjectName: connection.name,
			before: { group: group.name, ...before },
			after: { group: group.name, ...after },
		});
		return group.name;
	});

/**
 * Deletes a connection with its secrets and its last calls. Its calls then get 404. Records keep
 * its name. Returns the name.
 */
export const deleteConnection = (
	service: Service,
	id: string,
	actor: Actor,
	seen: SeenVersion = null,
): Promise<Result<string, Gone | ConnectionChanged>> =>
	changing(service, id, seen, async (tx, connection) => {
		const destinations = await listGroupDestinations(tx, id);
		await deleteConnectionRow(tx, id);
		await insertAuditEntry(tx, actor, {
			action: "connection.delete",
			subjectId: id,
			subjectName: connection.name,
			before: {
				kind: connection.kind,
				...auditedSettings(connection),
				groupsWithDestinations: destinations.map(({ groupName }) => groupName),
			},
		});
		return connection.name;
	});

/** Changes a connection that no other transaction changes, and makes this process see it. */
async function changing<T>(
	service: Service,
	id: string,
	seen: SeenVersion,
	work: (tx: Service["db"], connection: StoredConnection) => Promise<T>,
): Promise<Result<T, Gone | ConnectionChanged>> {
	try {
		return await service.db.transaction(async (tx) => {
			const connection = await lockConnection(tx, id);
			if (!connection) return GONE;
			if (seen !== null && connection.version !== seen) return err(changedSince(connection));
			return ok(await work(tx, connection));
		});
	} finally {
		forgetConnection(service, id);
	}
}
