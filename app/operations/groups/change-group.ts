import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { deleteGroupRow, lockGroup, updateGroupSettings } from "../../../db/groups/groups.ts";
import { isAnyOutside, limitedKeyOf } from "../../../db/groups/outside-numbers.ts";
import { findSharedNumbers, listAllEntries, lockPools } from "../../../db/groups/pool-entries.ts";
import { countLiveRequestsOfGroup } from "../../../db/requests/requests.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { ConflictError, GroupError, PoolError } from "../../domain/groups/errors.ts";
import type { Group } from "../../domain/groups/group.ts";
import { type GroupSettings, isSettingsEqual } from "../../domain/groups/group-settings.ts";
import { err, ok, type Result } from "../../domain/result.ts";

/**
 * Stores a group's settings, which apply to new requests only (G7). `version`: optimistic lock. If
 * the settings have changed since that version, nothing is stored, and the error carries the newer
 * group (G11). Returns the group from before, and whether anything changed.
 */
export function saveSettings(
	db: Db,
	groupId: string,
	input: { version: number; settings: GroupSettings },
	actor: Actor,
): Promise<
	Result<{ before: Group; changed: boolean }, PoolError | GroupError | ConflictError<Group>>
> {
	return db.transaction(async (tx) => {
		await lockPools(tx);
		const group = await lockGroup(tx, groupId);
		if (!group) return err({ code: "group-gone" });
		if (isSettingsEqual(group.settings, input.settings))
			return ok({ before: group, changed: false });
		if (group.version !== input.version) {
			return err({
				code: "changed-meanwhile",
				by: group.updatedBy,
				at: group.updatedAt,
				current: group,
			});
		}
		if (input.settings.uniqueDnis && !group.settings.uniqueDnis) {
			const shared = await findSharedNumbers(tx, groupId);
			const limitedKey = shared.count > 0 ? await limitedKeyOf(tx, actor) : null;
			const otherIds = shared.groups.map(({ id }) => id);
			if (limitedKey !== null && (await isAnyOutside(tx, limitedKey, otherIds)))
				return err({ code: "number-not-available" });
			if (shared.count > 0) return err({ code: "number-shared-elsewhere", ...shared });
		}
		await updateGroupSettings(tx, groupId, input.settings, actor.name);
		await insertAuditEntry(tx, actor, {
			action: "settings.change",
			subjectId: groupId,
			subjectName: group.name,
			before: group.settings,
			after: input.settings,
		});
		return ok({ before: group, changed: true });
	});
}

/**
 * Deletes a group with its pool. `seen`: the state in the confirmation question. If the pool or the
 * settings have changed since, nothing is deleted, and the error carries the current figures (G9).
 * Live requests stay valid until they expire (G10).
 */
export function deleteGroup(
	db: Db,
	groupId: string,
	seen: { version: number; poolVersion: number },
	actor: Actor,
): Promise<Result<Group, GroupError>> {
	return db.transaction(async (tx) => {
		await lockPools(tx);
		const group = await lockGroup(tx, groupId);
		if (!group) return err({ code: "group-gone" });
		const liveRequests = await countLiveRequestsOfGroup(tx, groupId);
		if (group.version !== seen.version || group.poolVersion !== seen.poolVersion) {
			return err({ code: "group-delete-changed", numbers: group.poolSize, liveRequests });
		}
		const entries = await listAllEntries(tx, groupId);
		await deleteGroupRow(tx, groupId);
		await insertAuditEntry(tx, actor, {
			action: "group.delete",
			subjectId: groupId,
			subjectName: group.name,
			before: { settings: group.settings, numbers: group.poolSize, liveRequests },
			attachment: JSON.stringify(entries),
		});
		return ok(group);
	});
}
