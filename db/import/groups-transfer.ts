import { sql } from "drizzle-orm";
import {
	type GroupSettings,
	SETTING_NAMES,
	settingsOf,
} from "../../app/domain/groups/group-settings.ts";
import type { ListedEntry } from "../../app/domain/groups/pool.ts";
import type { ExistingGroup } from "../../app/domain/import/all-groups/groups-import-plan.ts";
import { nowMs } from "../clock.ts";
import { type Db, PATIENT } from "../connection/database.ts";
import { groups } from "../schema/group-tables.ts";

// All groups at once: their export, and the import of many. Rows travel as one JSON text, because
// both drivers pass a text on unchanged.

// What a file of groups tells of connections.
const SERVING = `select string_agg(
			c.id || ' ' || c.name_key || ' ' || k.limited_to_groups || ' ' || coalesce((
				select string_agg(g.group_id::text, ',' order by g.group_id) from api_key_groups g
				where g.api_key_id = c.id), '') || ' ' || coalesce((
				select json_agg(
					json_build_array(d.group_id, d.target, d.second_target, d.fallback, d.language)
					order by d.group_id)::text
				from connection_destinations d where d.connection_id = c.id), ''),
			',' order by c.id)
		from connections c join api_keys k on k.id = c.id`;

/**
 * A text that changes with any group, its settings, its pool or its connections, and the database's
 * time as ISO 8601 in UTC.
 */
export async function readGroupsState(db: Db): Promise<{ state: string; at: string }> {
	const [row] = await db.query<{ state: string; at: string }>(
		`select coalesce(
				md5(string_agg(id || ' ' || version || ' ' || pool_version, ',' order by id)),
				''
			) || coalesce(md5((${SERVING})), '') as state,
			to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from groups`,
		[],
		PATIENT,
	);
	return row as { state: string; at: string };
}

// The settings by name in JSON and by column in SQL.
const NAMES = SETTING_NAMES.map((name) => `"${name}"`).join(", ");
const COLUMNS = SETTING_NAMES.map((name) => groups[name].name).join(", ");
const SETTINGS = SETTING_NAMES.map((name) => `${groups[name].name} as "${name}"`).join(", ");
const TYPED = SETTING_NAMES.map((name) => `"${name}" ${groups[name].getSQLType()}`).join(", ");
const ASSIGNED = SETTING_NAMES.map((name) => `${groups[name].name} = r."${name}"`).join(", ");

type Row = { id: string; name: string; nameKey: string } & GroupSettings;

/** All groups by name, without their pools. */
export async function listGroupsToExport(
	db: Db,
): Promise<{ id: string; name: string; settings: GroupSettings }[]> {
	const rows = await db.query<Row>(
		`select id, name, ${SETTINGS} from groups order by name_key`,
		[],
		PATIENT,
	);
	return rows.map((row) => ({ id: row.id, name: row.name, settings: settingsOf(row) }));
}

/** The groups with these name keys. */
export async function findGroupsByNameKeys(db: Db, nameKeys: string[]): Promise<ExistingGroup[]> {
	const rows = await db.query<Row>(
		`select id, name_key as "nameKey", ${SETTINGS} from groups
		where name_key in (select value from json_array_elements_text($1::json))`,
		[JSON.stringify(nameKeys)],
		PATIENT,
	);
	return rows.map((row) => ({ id: row.id, nameKey: row.nameKey, settings: settingsOf(row) }));
}

/**
 * Stores new groups without their numbers, in one statement; the database refuses the commit of a
 * group without numbers (G3).
 */
export async function insertGroups(tx: Db, made: Row[], updatedBy: string): Promise<void> {
	if (made.length === 0) return;
	await tx.orm.execute(sql`
		insert into groups (id, name, name_key, ${sql.raw(COLUMNS)}, updated_by)
		select id, name, "nameKey", ${sql.raw(NAMES)}, ${updatedBy}
		from json_to_recordset(${JSON.stringify(made)}::json)
			as r(id uuid, name text, "nameKey" text, ${sql.raw(TYPED)})`);
}

/** Stores the settings of many groups in one statement, and increments their versions. */
export async function updateManyGroupSettings(
	tx: Db,
	kept: ({ id: string } & GroupSettings)[],
	updatedBy: string,
): Promise<void> {
	if (kept.length === 0) return;
	await tx.orm.execute(sql`
		update groups set ${sql.raw(ASSIGNED)},
			version = version + 1, updated_at = ${nowMs}, updated_by = ${updatedBy}
		from json_to_recordset(${JSON.stringify(kept)}::json) as r(id uuid, ${sql.raw(TYPED)})
		where groups.id = r.id`);
}

/** Adds entries to the pools of several groups in two statements; the positions must be free. */
export async function insertEntriesOfGroups(
	tx: Db,
	entries: (ListedEntry & { id: string; groupId: string; position: number })[],
	updatedBy: string,
): Promise<void> {
	if (entries.length === 0) return;
	const rows = JSON.stringify(entries);
	await tx.orm.execute(sql`insert into numbers (number)
		select distinct number from json_to_recordset(${rows}::json) as r(number text)
		order by number on conflict do nothing`);
	await tx.orm.execute(sql`insert into pool_entries (
			id, group_id, number, description, drain, position, updated_by
		)
		select id, "groupId", number, description, drain, position, ${updatedBy}
		from json_to_recordset(${rows}::json) as r(
			id uuid, "groupId" uuid, number text, description text, drain text, position integer
		)`);
}
