import type { GroupUse } from "../../app/domain/traffic/group-risks.ts";
import type { Db } from "../connection/database.ts";

// The cost of these depends on the live requests in all, and on the groups' minutes of the day.
const LIVE_NOW = `live as materialized (
	select group_id, to_number from requests where expires_at > now() and ended_at is null
)`;
const IN_USE = `select group_id, count(*) as live, count(distinct to_number) as numbers
	from live group by group_id`;
/** The numbers that nobody gets, of those that do not drain (C3, G15). */
const takenOf = (groups: string) =>
	`select e.group_id, count(*) as numbers
	from (select distinct to_number as number from live) as l
	join pool_entries e on e.number = l.number and e.drain is null and ${groups}
	group by e.group_id`;
const refusedOf = (groups: string) =>
	`select group_id, sum(refused_no_number + refused_no_code) as refused from group_minutes
	where ${groups} and minute > now() - interval '1 day' group by group_id`;

/** The use of these groups, for a page of their list. */
export async function readGroupsNow(
	db: Db,
	groupIds: readonly string[],
): Promise<Map<string, GroupUse>> {
	if (groupIds.length === 0) return new Map();
	const rows = await db.query<GroupUse & { id: string }>(
		`with ${LIVE_NOW}
		select g.id, coalesce(u.live, 0)::float8 as live,
			coalesce(u.numbers, 0)::float8 as "numbersInUse",
			coalesce(t.numbers, 0)::float8 as "numbersTaken",
			coalesce(d.refused, 0)::float8 as refused
		from unnest($1::text::uuid[]) as g(id) left join (${IN_USE}) as u on u.group_id = g.id
		left join (${takenOf("e.group_id = any($1::text::uuid[])")}) as t on t.group_id = g.id
		left join (${refusedOf("group_id = any($1::text::uuid[])")}) as d on d.group_id = g.id`,
		[`{${groupIds.join(",")}}`],
	);
	return new Map(rows.map(({ id, ...use }) => [id, use]));
}

/** Of all groups: how many, their live requests, and their refusals of the last day. */
export type AllGroups = { groups: number; live: number; refused: number };

/**
 * The groups that need somebody first: without a free number, then with refusals, then the busiest.
 * With the sums of all groups.
 */
export async function listNeediestGroups(
	db: Db,
	limit: number,
): Promise<{ ids: string[]; all: AllGroups }> {
	const rows = await db.query<AllGroups & { id: string }>(
		`with ${LIVE_NOW}
		select g.id, count(*) over ()::float8 as groups,
			coalesce(sum(u.live) over (), 0)::float8 as live,
			coalesce(sum(d.refused) over (), 0)::float8 as refused
		from groups g left join (${IN_USE}) as u on u.group_id = g.id
		left join (${takenOf("true")}) as t on t.group_id = g.id
		left join (${refusedOf("true")}) as d on d.group_id = g.id
		order by (g.pool_size - g.draining_size
			<= case when g.unique_dnis then coalesce(t.numbers, 0) else 0 end) desc,
			coalesce(d.refused, 0) desc, coalesce(u.live, 0) desc, g.name_key limit $1::integer`,
		[limit],
	);
	const [{ groups, live, refused } = { groups: 0, live: 0, refused: 0 }] = rows;
	return { ids: rows.map(({ id }) => id), all: { groups, live, refused } };
}
