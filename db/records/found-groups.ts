import { groupNameKey } from "../../app/domain/groups/group.ts";
import type { Db } from "../connection/database.ts";

/** More groups than this are too many: the page then asks for more of the name. */
export const GROUPS_FOUND_MAX = 100;
/** The names that are compared, of all groups that requests have or had. */
const NAMES_MAX = 5000;

/**
 * The names, as requests keep them, that a text finds (K6): those that it is as a whole, else those
 * that it is a part of. Also names of deleted groups (G10).
 */
export async function findGroupNames(db: Db, text: string): Promise<string[] | "too-many"> {
	const key = groupNameKey(text);
	const names = await listRequestGroupNames(db);
	const whole = names.filter((name) => groupNameKey(name) === key);
	const found = whole.length > 0 ? whole : names.filter((name) => groupNameKey(name).includes(key));
	return found.length > GROUPS_FOUND_MAX || names.length > NAMES_MAX ? "too-many" : found;
}

/** One look into the index for each name: it jumps from one name to the next. */
async function listRequestGroupNames(db: Db): Promise<string[]> {
	const rows = await db.query<{ name: string }>(
		`with recursive found as (
			(select group_name as name from requests order by group_name limit 1)
			union all
			select (select next.group_name from requests next where next.group_name > found.name
				order by next.group_name limit 1)
			from found where found.name is not null
		)
		select name from found where name is not null limit ${NAMES_MAX + 1}`,
		[],
	);
	return rows.map(({ name }) => name);
}

/** The stored names of a group that is named as a whole: as typed, and as the group has it now. */
export async function namesOfGroup(db: Db, name: string): Promise<string[]> {
	const rows = await db.query<{ name: string }>(
		"select name from groups where name_key = $1::text",
		[groupNameKey(name)],
	);
	return [...new Set([name, ...rows.map((row) => row.name)])];
}
