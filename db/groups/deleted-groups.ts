import { type GroupSettings, readStoredSettings } from "../../app/domain/groups/group-settings.ts";
import type { ListedEntry } from "../../app/domain/groups/pool.ts";
import type { Db } from "../connection/database.ts";
import { isUuid } from "./groups.ts";

/** A deleted group that can be restored. */
export type DeletedGroup = { groupId: string; name: string; numbers: number; by: string; at: Date };

/** How long a deleted group can be restored, in hours. */
export const RESTORE_HOURS = 24;

// The audit entry of the deletion has the whole group.
const DELETED = `select distinct on (e.subject_id) e.id, e.subject_id, e.subject_name, e.actor_name,
		e.at, e.before
	from audit_entries e
	where e.action = 'group.delete' and e.at > now() - interval '${RESTORE_HOURS} hours'
		and not exists (select 1 from groups g where g.id::text = e.subject_id)`;

/** The groups deleted in the last day, the newest first. */
export async function listDeletedGroups(db: Db, limit: number): Promise<DeletedGroup[]> {
	type Row = Omit<DeletedGroup, "at"> & { at: string };
	const rows = await db.query<Row>(
		`select subject_id as "groupId", subject_name as name, actor_name as by,
			to_char(d.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
			(d.before::json->>'numbers')::integer as numbers
		from (${DELETED} order by e.subject_id, e.at desc) d
		order by d.at desc limit $1::integer`,
		[limit],
	);
	return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

/** A deleted group as it was, with its numbers; null if there is none or its day is over. */
export async function findDeletedGroup(
	db: Db,
	groupId: string,
): Promise<{
	name: string;
	settings: GroupSettings;
	entries: ListedEntry[];
} | null> {
	if (!isUuid(groupId)) return null;
	const [row] = await db.query<{ name: string; settings: string; entries: string }>(
		`select d.subject_name as name, (d.before::json->'settings')::text as settings,
			a.content as entries
		from (${DELETED} and e.subject_id = $1::text order by e.subject_id, e.at desc) d
		join audit_attachments a on a.audit_entry_id = d.id`,
		[groupId],
	);
	if (!row) return null;
	return {
		name: row.name,
		settings: readStoredSettings(row.settings),
		entries: JSON.parse(row.entries),
	};
}
