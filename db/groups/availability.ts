import type { Db } from "../connection/database.ts";
import type { KeyLimits } from "../requests/call-in-requests.ts";

/**
 * How many numbers of a group are given, how many can be now, and if none, the milliseconds until
 * the first can be (C15). The same conditions as a reservation's.
 */
export type Availability = {
	groupName: string;
	numbers: number;
	free: number;
	waitMs: number | null;
};

/** Null if there is no such group, or the key may not use it. Reserves nothing. */
export async function readAvailability(
	db: Db,
	nameKey: string,
	key: KeyLimits,
): Promise<Availability | null> {
	const [row] = await db.query<{
		name: string;
		numbers: number;
		free: number;
		wait_ms: number | null;
	}>(
		`select a.name, count(*)::integer as numbers,
			(count(*) filter (where n.held_until <= now()
				and (not a.unique_dnis or n.busy_until <= now())))::integer as free,
			(extract(epoch from min(case when a.unique_dnis then greatest(n.busy_until, n.held_until)
				else n.held_until end) - now()) * 1000)::float8 as wait_ms
		from groups a join pool_entries e on e.group_id = a.id and e.drain is null
		join numbers n on n.number = e.number
		where a.name_key = $1::text and (not $3::boolean or exists (select 1 from api_key_groups k
			where k.api_key_id = $2::uuid and k.group_id = a.id))
		group by a.id`,
		[nameKey, key.id, key.limitedToGroups],
	);
	if (!row) return null;
	const { name, numbers, free, wait_ms } = row;
	return { groupName: name, numbers, free, waitMs: free > 0 ? null : wait_ms };
}
