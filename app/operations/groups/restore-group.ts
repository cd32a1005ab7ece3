import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { findDeletedGroup } from "../../../db/groups/deleted-groups.ts";
import { findGroup, findGroupByNameKey, insertGroup } from "../../../db/groups/groups.ts";
import { lockPools } from "../../../db/groups/pool-entries.ts";
import { findElsewhere, insertEntries } from "../../../db/import/pool-import.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { GroupError, PoolError, RestoreTooLate } from "../../domain/groups/errors.ts";
import { groupNameKey } from "../../domain/groups/group.ts";
import { findExclusiveClash } from "../../domain/groups/pool.ts";
import { err, ok, type Result } from "../../domain/result.ts";

const MS = 1000;

/**
 * Restores a group that was deleted in the last day: with its ID, its name, its settings and its
 * numbers. Its API keys and its destinations on phone systems hold again, because they refer to the
 * ID. Refused if another group has its name by now, or a number that only one group may have (G6).
 * Idempotent. Returns the group's name.
 */
export function restoreGroup(
	db: Db,
	groupId: string,
	actor: Actor,
): Promise<Result<{ name: string }, GroupError | PoolError | RestoreTooLate>> {
	return db.transaction(async (tx) => {
		await lockPools(tx);
		const existing = await findGroup(tx, groupId);
		if (existing) return ok({ name: existing.name });
		const deleted = await findDeletedGroup(tx, groupId);
		if (!deleted) return err({ code: "restore-too-late" });
		const { name, settings, entries } = deleted;
		const nameKey = groupNameKey(name);
		const namesake = await findGroupByNameKey(tx, nameKey);
		if (namesake)
			return err({ code: "name-taken", group: { id: namesake.id, name: namesake.name } });
		const numbers = entries.map(({ number }) => number);
		for (const [number, groups] of await findElsewhere(tx, groupId, numbers)) {
			const clash = findExclusiveClash(number, settings.uniqueDnis, groups);
			if (clash) return err(clash);
		}
		// A version that the group never had: a page that is still open must not overwrite it (G11).
		const version = Math.floor(Date.now() / MS);
		await insertGroup(tx, { id: groupId, name, nameKey, settings, updatedBy: actor.name, version });
		const random = randomBytes(16 * entries.length);
		await insertEntries(
			tx,
			groupId,
			entries.map(({ number, description, drain }, position) => ({
				id: uuidv7({ random: random.subarray(16 * position, 16 * (position + 1)) }),
				...{ number, description, drain, position, version: 1, updatedBy: actor.name },
			})),
		);
		await insertAuditEntry(tx, actor, {
			action: "group.restore",
			subjectId: groupId,
			subjectName: name,
			after: { settings, numbers: entries.length },
			attachment: JSON.stringify(entries),
		});
		return ok({ name });
	});
}
