import type { Db } from "../connection/database.ts";
import { LIVE } from "../requests/call-in-requests.ts";

/** Entries in one look, so that one sweep never holds the pools for long. */
const AT_ONCE = 1000;

const TO_REMOVE = `from pool_entries e
	where e.drain = 'remove' and not exists (
		select from requests r where r.to_number = e.number and r.expires_at > now()
		and r.group_id = e.group_id and ${LIVE}
	)`;

/** The groups with entries that were to leave once they are free, and now are free. */
export async function listGroupsToSweep(db: Db): Promise<string[]> {
	const rows = await db.query<{ id: string }>(`select distinct e.group_id as id ${TO_REMOVE}`, []);
	return rows.map(({ id }) => id);
}

/** Such entries of one group, the first thousand. The group must be locked. */
export async function listEntriesToRemove(
	tx: Db,
	groupId: string,
): Promise<{ id: string; number: string; description: string }[]> {
	return tx.query(
		`select e.id, e.number, e.description ${TO_REMOVE} and e.group_id = $1::uuid
		order by e.number limit ${AT_ONCE}`,
		[groupId],
	);
}
