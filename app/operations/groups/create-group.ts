import { v7 as uuidv7 } from "uuid";
import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { findGroupByNameKey, insertGroup } from "../../../db/groups/groups.ts";
import { findGroupsWithNumber, insertEntry, lockPools } from "../../../db/groups/pool-entries.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { GroupError, PoolError } from "../../domain/groups/errors.ts";
import { groupNameKey } from "../../domain/groups/group.ts";
import type { GroupSettings } from "../../domain/groups/group-settings.ts";
import { findExclusiveClash } from "../../domain/groups/pool.ts";
import { err, ok, type Result } from "../../domain/result.ts";

/** A new group. domain/group-input.ts has checked its fields. */
export type NewGroup = {
	name: string;
	number: string;
	description: string;
	settings: GroupSettings;
};

/** Stores a group, its first number and its settings together (G1). Returns the group's ID. */
export function createGroup(
	db: Db,
	input: NewGroup,
	actor: Actor,
): Promise<Result<string, GroupError | PoolError>> {
	return db.transaction(async (tx) => {
		await lockPools(tx);
		const nameKey = groupNameKey(input.name);
		const namesake = await findGroupByNameKey(tx, nameKey);
		if (namesake)
			return err({ code: "name-taken", group: { id: namesake.id, name: namesake.name } });
		const exclusive = findExclusiveClash(
			input.number,
			input.settings.uniqueDnis,
			await findGroupsWithNumber(tx, input.number, null),
		);
		if (exclusive) return err(exclusive);

		const id = uuidv7();
		await insertGroup(tx, {
			id,
			name: input.name,
			nameKey,
			settings: input.settings,
			updatedBy: actor.name,
		});
		await insertEntry(
			tx,
			{ groupId: id, number: input.number, description: input.description, updatedBy: actor.name },
			0,
		);
		await insertAuditEntry(tx, actor, {
			action: "group.create",
			subjectId: id,
			subjectName: input.name,
			after: { settings: input.settings, numbers: 1 },
			attachment: JSON.stringify([{ number: input.number, description: input.description }]),
		});
		return ok(id);
	});
}
