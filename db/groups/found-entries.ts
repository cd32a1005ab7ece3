import { and, asc, count, desc, eq, or, type SQL, sql } from "drizzle-orm";
import type { StateFilter } from "../../app/domain/groups/number-state.ts";
import type { PoolEntry, PoolSort } from "../../app/domain/groups/pool.ts";
import type { NumberSearch } from "../../app/domain/numbers/pasted-text.ts";
import { type Db, PATIENT } from "../connection/database.ts";
import { poolEntries } from "../schema/group-tables.ts";
import { isUuid } from "./groups.ts";
import { stateConditions } from "./number-states.ts";
import { toEntry } from "./pool-entries.ts";

/** What finds entries of a pool. */
export type PoolFilter = {
	/** A part of a description, ignoring case; empty for all. */
	text: string;
	/** The same search among the numbers; null if it is no number. */
	number: NumberSearch | null;
	/** Only numbers in this state (G15); null for all. */
	state: StateFilter | null;
	/** The API key, if it is limited to groups: it knows of their requests alone. */
	limitedKey: string | null;
};

export type PoolQuery = PoolFilter & { sort: PoolSort; limit: number; offset: number };

const { number, description, createdAt, id } = poolEntries;

const conditionsFor = (limitedKey: string | null) =>
	stateConditions(
		"pool_entries.number",
		"pool_entries.drain",
		// Never a text from outside: an API key's ID.
		limitedKey !== null && isUuid(limitedKey) ? `'${limitedKey}'` : "null",
	);

function orderOf(sort: PoolSort, limitedKey: string | null): SQL[] {
	const isReversed = sort.startsWith("-");
	const by = (of: SQL) => (isReversed ? sql`${of} desc nulls last` : sql`${of} asc nulls first`);
	const then = [asc(number), asc(id)];
	switch (sort) {
		case "number":
			return [asc(number)];
		case "-number":
			return [desc(number)];
		case "description":
			return [asc(description), asc(number)];
		case "-description":
			return [desc(description), desc(number)];
		case "added":
			return [asc(createdAt), asc(id)];
		case "-added":
			return [desc(createdAt), desc(id)];
		case "state":
		case "-state":
			return [by(sql.raw(conditionsFor(limitedKey).state)), ...then];
		case "used":
		case "-used":
			return [by(sql.raw(conditionsFor(limitedKey).used)), ...then];
		case "given":
		case "-given":
			return [by(sql.raw(conditionsFor(limitedKey).given)), ...then];
	}
}

/**
 * A page of a pool, and the number of entries that the filter finds; null without a filter, because
 * the group's pool size is their number.
 */
export async function listEntries(
	db: Db,
	groupId: string,
	query: PoolQuery,
): Promise<{ entries: PoolEntry[]; found: number | null }> {
	const filtered = filterOf(query);
	const where = and(eq(poolEntries.groupId, groupId), filtered);
	const rows = await db.orm
		.select()
		.from(poolEntries)
		.where(where)
		.orderBy(...orderOf(query.sort, query.limitedKey))
		.limit(query.limit)
		.offset(query.offset);
	// Counting would take longer for a larger pool.
	if (filtered === undefined) return { entries: rows.map(toEntry), found: null };
	const [counted] = await db.orm.select({ found: count() }).from(poolEntries).where(where);
	return { entries: rows.map(toEntry), found: counted?.found ?? 0 };
}

/** The IDs of all entries that the filter finds, for a change of all of them (G16). */
export async function findEntryIds(
	db: Db,
	groupId: string,
	filter: PoolFilter,
): Promise<Set<string>> {
	const rows = await db.orm
		.select({ id })
		.from(poolEntries)
		.where(and(eq(poolEntries.groupId, groupId), filterOf(filter)));
	return new Set(rows.map((row) => row.id));
}

/** The IDs of the entries with these numbers. */
export async function findEntryIdsByNumber(
	db: Db,
	groupId: string,
	numbers: readonly string[],
): Promise<Map<string, string>> {
	const rows = await db.query<{ id: string; number: string }>(
		`select id, number from pool_entries where group_id = $1::uuid
		and number = any(string_to_array($2::text, ','))`,
		[groupId, numbers.join(",")],
		PATIENT,
	);
	return new Map(rows.map((row) => [row.number, row.id]));
}

function filterOf(filter: PoolFilter): SQL | undefined {
	const { text, state, limitedKey } = filter;
	return and(
		text === "" ? undefined : searchCondition(filter),
		state === null ? undefined : sql.raw(conditionsFor(limitedKey).filters[state]),
	);
}

function searchCondition({ text, number: search }: PoolFilter): SQL | undefined {
	const { parts, beginnings } = search ?? { parts: [], beginnings: [] };
	return or(
		sql`position(lower(${text}) in lower(${description})) > 0`,
		...parts.map((part) => sql`position(${part}::text in ${number}) > 0`),
		...beginnings.map((beginning) => sql`starts_with(${number}, ${beginning}::text)`),
	);
}
