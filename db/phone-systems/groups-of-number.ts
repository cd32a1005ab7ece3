import type { Db } from "../connection/database.ts";

/**
 * The groups with this number in their pools, as far as a connection serves them: two at most,
 * since more tell no more.
 */
export async function groupsOfNumber(
	db: Db,
	number: string,
	apiKey: { id: string; limitedToGroups: boolean },
): Promise<string[]> {
	const rows = await db.query<{ group_id: string }>(
		`select e.group_id from pool_entries e where e.number = $1::text
			and (not $3::boolean or exists (select 1 from api_key_groups k
				where k.api_key_id = $2::uuid and k.group_id = e.group_id))
		limit 2`,
		[number, apiKey.id, apiKey.limitedToGroups],
	);
	return rows.map((row) => row.group_id);
}
