import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Drain } from "../../app/domain/groups/pool.ts";
import { nowMs } from "../clock.ts";
import { type Db, PATIENT } from "../connection/database.ts";

// Many entries in one statement each. A column travels as one text, because both drivers pass a
// text on unchanged. No description may hold the separator (G5). Reading 10,000 rows from JSON
// takes the database longer than storing half of their columns.
const SEPARATOR = "\x1f";
const column = (values: readonly (string | number)[]): string => values.join(SEPARATOR);
const split = (values: readonly (string | number)[]) =>
	sql`string_to_array(${column(values)}::text, ${SEPARATOR}::text)`;

/** A whole entry for an undo; times are ISO 8601. */
export type WholeEntry = {
	id: string;
	number: string;
	description: string;
	/** Absent in what a version without drains has stored. */
	drain?: Drain | null;
	position: number;
	version: number;
	createdAt: string;
	updatedAt: string;
	updatedBy: string;
};

/** All entries of a pool by number. */
export async function readPool(db: Db, groupId: string): Promise<WholeEntry[]> {
	return db.query<WholeEntry>(
		`select id, number, description, drain, position, version, updated_by as "updatedBy",
			to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
			to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt"
		from pool_entries where group_id = $1::uuid order by number`,
		[groupId],
		PATIENT,
	);
}

/** Adds entries; missing times mean now. The group must be locked, and the positions free. */
export async function insertEntries(
	tx: Db,
	groupId: string,
	entries: {
		id: string;
		number: string;
		description: string;
		drain?: Drain | null;
		position: number;
		version: number;
		createdAt?: string;
		updatedAt?: string;
		updatedBy: string;
	}[],
): Promise<void> {
	if (entries.length === 0) return;
	const storeEntries = async (): Promise<void> => {
		// The statement for the numbers is on its way. The database works on it meanwhile.
		await nextTurn();
		const columns = sql`unnest(
			${split(entries.map((entry) => entry.id))},
			${split(entries.map((entry) => entry.number))},
			${split(entries.map((entry) => entry.description))},
			${split(entries.map((entry) => entry.drain ?? ""))},
			${split(entries.map((entry) => entry.position))},
			${split(entries.map((entry) => entry.version))},
			${split(entries.map((entry) => entry.createdAt ?? ""))},
			${split(entries.map((entry) => entry.updatedAt ?? ""))},
			${split(entries.map((entry) => entry.updatedBy))}
		)`;
		// A single empty value comes as null.
		await tx.orm.execute(sql`insert into pool_entries (
				id, group_id, number, description, drain, position, version,
				created_at, updated_at, updated_by
			)
			select id::uuid, ${groupId}::uuid, number, coalesce(description, ''),
				nullif(drain, ''), position::integer, version::integer,
				coalesce(nullif(created_at, '')::timestamptz, ${nowMs}),
				coalesce(nullif(updated_at, '')::timestamptz, ${nowMs}),
				updated_by
			from ${columns} as r(
				id, number, description, drain, position, version, created_at, updated_at, updated_by
			)`);
	};
	await Promise.all([insertNumbers(tx, entries), storeEntries()]);
}

/** Gives each number its row. In order, so that two transactions cannot deadlock. */
async function insertNumbers(tx: Db, entries: readonly { number: string }[]): Promise<void> {
	const numbers = entries.map(({ number }) => number).sort();
	await tx.orm.execute(
		sql`insert into numbers (number) select number from unnest(${split(numbers)}) as r(number)
			on conflict do nothing`,
	);
}

/** Stores descriptions, and increments the entries' versions. */
export async function updateDescriptions(
	tx: Db,
	changes: { id: string; description: string }[],
	updatedBy: string,
): Promise<void> {
	if (changes.length === 0) return;
	const [ids, descriptions] = [
		split(changes.map(({ id }) => id)),
		split(changes.map(({ description }) => description)),
	];
	await tx.orm.execute(sql`update pool_entries set
			description = coalesce(r.description, ''), version = version + 1,
			updated_at = ${nowMs}, updated_by = ${updatedBy}
		from unnest(${ids}, ${descriptions}) as r(id, description) where pool_entries.id = r.id::uuid`);
}

/** Begins or lifts (null) the drain of entries, and increments their versions. */
export async function updateDrains(
	tx: Db,
	ids: string[],
	drain: Drain | null,
	updatedBy: string,
): Promise<void> {
	if (ids.length === 0) return;
	await tx.orm.execute(sql`update pool_entries set
			drain = ${drain}::text, version = version + 1,
			updated_at = ${nowMs}, updated_by = ${updatedBy}
		where id in (select id::uuid from unnest(${split(ids)}) as r(id))`);
}

/** Moves entries to free positions. */
export async function moveEntries(
	tx: Db,
	moves: { id: string; position: number }[],
): Promise<void> {
	if (moves.length === 0) return;
	const [ids, positions] = [
		split(moves.map(({ id }) => id)),
		split(moves.map(({ position }) => position)),
	];
	await tx.orm.execute(sql`update pool_entries set position = r.position::integer
		from unnest(${ids}, ${positions}) as r(id, position) where pool_entries.id = r.id::uuid`);
}

export async function deleteEntries(tx: Db, ids: string[]): Promise<void> {
	if (ids.length === 0) return;
	await tx.orm.execute(
		sql`delete from pool_entries where id in (select id::uuid from unnest(${split(ids)}) as r(id))`,
	);
}

/** Whether any group has unique DNIS. If none has, no number can clash (G6). */
export async function isAnyGroupUnique(tx: Db): Promise<boolean> {
	const [row] = await tx.query<{ is_any: boolean }>(
		"select exists (select 1 from groups where unique_dnis) as is_any",
		[],
	);
	return row?.is_any ?? false;
}

/** Another group with a number. */
export type Elsewhere = { number: string; id: string; name: string; uniqueDnis: boolean };

/**
 * The other groups than `groupId` with numbers of a list, by number, the groups by name. Numbers of
 * no other group are left out.
 */
export async function findElsewhere(
	db: Db,
	groupId: string,
	numbers: string[],
): Promise<Map<string, Elsewhere[]>> {
	const byNumber = new Map<string, Elsewhere[]>();
	if (numbers.length === 0) return byNumber;
	// One index look-up for each number, regardless of the number of entries: "offset 0" keeps the
	// planner from joining all entries.
	const found = await db.query<Elsewhere>(
		`select asked.number, g.id, g.name, g.unique_dnis as "uniqueDnis"
		from unnest(string_to_array($1::text, $2::text)) as asked(number)
		cross join lateral (
			select e.group_id from pool_entries e where e.number = asked.number offset 0
		) as entry
		join groups g on g.id = entry.group_id where g.id <> $3::uuid order by g.name_key`,
		[column(numbers), SEPARATOR, groupId],
		PATIENT,
	);
	for (const entry of found) {
		const groups = byNumber.get(entry.number);
		if (groups) groups.push(entry);
		else byNumber.set(entry.number, [entry]);
	}
	return byNumber;
}

/**
 * The number of live requests on each number of a list: of all groups, or of a limited key's
 * groups. Numbers without any are left out.
 */
export async function countLiveRequestsByNumber(
	db: Db,
	numbers: string[],
	limitedKey: string | null = null,
): Promise<{ number: string; liveRequests: number }[]> {
	if (numbers.length === 0) return [];
	return db.query(
		`select r.to_number as number, count(*)::integer as "liveRequests" from requests r
		where r.expires_at > now() and r.ended_at is null
		and r.to_number in (select unnest(string_to_array($1::text, $2::text)))
		and ($3::uuid is null or exists (
			select 1 from api_key_groups k
			where k.api_key_id = $3::uuid and k.group_id = r.group_id
		))
		group by r.to_number order by r.to_number`,
		[column(numbers), SEPARATOR, limitedKey],
		PATIENT,
	);
}
