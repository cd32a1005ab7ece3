import type { Db } from "../connection/database.ts";

/** A group's use at the moment, and its refusals in the last day. */
export type GroupNow = { groupId: string; live: number; numbers: number; refused: number };

/**
 * The use of these groups, for a page of their list. The cost depends on the live requests in all,
 * and on the groups' minutes of the day.
 */
export async function readGroupsNow(
	db: Db,
	groupIds: readonly string[],
): Promise<Map<string, GroupNow>> {
	if (groupIds.length === 0) return new Map();
	const rows = await db.query<GroupNow>(
		`select g.id as "groupId", coalesce(u.live, 0)::float8 as live,
			coalesce(u.numbers, 0)::float8 as numbers, coalesce(d.refused, 0)::float8 as refused
		from unnest($1::text::uuid[]) as g(id)
		left join (
			select group_id, count(*) as live, count(distinct to_number) as numbers from requests
			where expires_at > now() and ended_at is null group by group_id
		) as u on u.group_id = g.id
		left join (
			select group_id, sum(refused_no_number + refused_no_code) as refused from group_minutes
			where group_id = any($1::text::uuid[]) and minute > now() - interval '1 day'
			group by group_id
		) as d on d.group_id = g.id`,
		[`{${groupIds.join(",")}}`],
	);
	return new Map(rows.map((row) => [row.groupId, row]));
}
