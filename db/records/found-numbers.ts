import { LOOKED_THROUGH_MAX } from "../../app/domain/records/record-view.ts";
import type { SoughtNumber } from "../../app/domain/records/sought-number.ts";
import type { Db } from "../connection/database.ts";

/** A column with numbers, and the time of its rows. Each has an index that begins with it. */
const COLUMNS = {
	"requests.ani": { table: "requests", column: "from_number", at: "created_at" },
	"requests.dnis": { table: "requests", column: "to_number", at: "created_at" },
	"attempts.ani": { table: "attempts", column: "from_number", at: "at" },
	"attempts.dnis": { table: "attempts", column: "to_number", at: "at" },
} as const;
export type NumberColumn = keyof typeof COLUMNS;

/** More numbers than this are too many: the page then asks for more digits. */
export const NUMBERS_FOUND_MAX = 100;

type Times = { from: Date | null; to: Date | null };
/**
 * The numbers that a search finds, as they are stored. `lookedSince`: older records were not looked
 * through for the last digits.
 */
export type FoundNumbers = { numbers: string[]; lookedSince: Date | null } | "too-many";

/** The stored numbers that a search finds (K6). It costs the same with a million records. */
export async function findNumbers(
	db: Db,
	of: NumberColumn,
	sought: SoughtNumber,
	times: Times,
): Promise<FoundNumbers> {
	if (sought.kind === "ending")
		return of.endsWith("dnis")
			? findDialedByEnding(db, sought.ending)
			: findCallersByEnding(db, of, sought.ending, times);
	const { whole, beginnings } = sought;
	if (beginnings.length === 0 || (whole.length > 0 && (await hasAny(db, of, whole))))
		return { numbers: whole, lookedSince: null };
	const numbers = new Set<string>();
	for (const beginning of beginnings) {
		for (const number of await listBeginningWith(db, of, beginning)) numbers.add(number);
		if (numbers.size > NUMBERS_FOUND_MAX) return "too-many";
	}
	return { numbers: [...numbers], lookedSince: null };
}

async function hasAny(db: Db, of: NumberColumn, numbers: string[]): Promise<boolean> {
	const { table, column } = COLUMNS[of];
	const rows = await db.query(
		`select 1 as one from ${table} where ${column} = any(string_to_array($1::text, ' ')) limit 1`,
		[numbers.join(" ")],
	);
	return rows.length > 0;
}

/** Where the numbers with a beginning end: digits alone order alike in every collation. */
function endOf(beginning: string): string {
	const kept = beginning.replace(/9+$/, "");
	return kept === "+" ? "+:" : kept.slice(0, -1) + String(Number(kept.slice(-1)) + 1);
}

/** One look into the index for each number: it jumps from one number to the next. */
async function listBeginningWith(db: Db, of: NumberColumn, beginning: string): Promise<string[]> {
	const { table, column } = COLUMNS[of];
	const rows = await db.query<{ number: string }>(
		`with recursive found as (
			(select ${column} as number from ${table}
				where ${column} >= $1::text and ${column} < $2::text order by ${column} limit 1)
			union all
			select (select next.${column} from ${table} next
				where next.${column} > found.number and next.${column} < $2::text
				order by next.${column} limit 1)
			from found where found.number is not null
		)
		select number from found where number is not null limit ${NUMBERS_FOUND_MAX + 1}`,
		[beginning, endOf(beginning)],
	);
	return rows.map(({ number }) => number);
}

/** Among the numbers that are or were in a pool. */
async function findDialedByEnding(db: Db, ending: string): Promise<FoundNumbers> {
	const rows = await db.query<{ number: string }>(
		`select number from numbers where right(number, 4) = $1::text limit ${NUMBERS_FOUND_MAX + 1}`,
		[ending],
	);
	if (rows.length > NUMBERS_FOUND_MAX) return "too-many";
	return { numbers: rows.map(({ number }) => number), lookedSince: null };
}

/**
 * Among the newest records of a time. An index on the last digits would cost every create and every
 * match a write at a random place, and most searches are for calls of the last hours.
 */
async function findCallersByEnding(
	db: Db,
	of: NumberColumn,
	ending: string,
	{ from, to }: Times,
): Promise<FoundNumbers> {
	const { table, column, at } = COLUMNS[of];
	const [row] = await db.query<{ numbers: string | null; since: number | null }>(
		`with looked as (
			select ${column} as number, ${at} as at from ${table}
			where ${at} >= coalesce(to_timestamp($2::float8 / 1000), '-infinity')
				and ${at} <= coalesce(to_timestamp($3::float8 / 1000), 'infinity')
			order by ${at} desc, id desc limit ${LOOKED_THROUGH_MAX}
		)
		select string_agg(distinct number, ' ') filter (where right(number, 4) = $1::text) as numbers,
			case when count(*) = ${LOOKED_THROUGH_MAX}
				then (extract(epoch from min(at)) * 1000)::float8 end as since
		from looked`,
		[ending, from?.getTime() ?? null, to?.getTime() ?? null],
	);
	const numbers = row?.numbers?.split(" ") ?? [];
	if (numbers.length > NUMBERS_FOUND_MAX) return "too-many";
	return { numbers, lookedSince: row?.since == null ? null : new Date(row.since) };
}
