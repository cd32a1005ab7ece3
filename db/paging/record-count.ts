import { count, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Db } from "../connection/database.ts";

/** Counts are exact up to here (K2). */
export const COUNT_EXACT_MAX = 10_000;

/**
 * The count, and the database's time. Beyond 10,000 it is the planner's estimate; null if the
 * estimate is no more than the known minimum.
 */
export type RecordCount =
	| { isExact: true; count: number }
	| { isExact: false; estimate: number | null };

/**
 * Counts the rows of a condition in a table, exactly up to 10,000 and no further. `among`: a
 * smaller source under the table's name.
 */
export async function countRecords(
	db: Db,
	table: PgTable,
	where: SQL | undefined,
	among: Pick<Db["orm"], "select"> = db.orm,
): Promise<RecordCount> {
	const some = among
		.select({ one: sql`1`.as("one") })
		.from(table)
		.where(where)
		.limit(COUNT_EXACT_MAX + 1)
		.as("some");
	const [counted] = await db.orm.select({ count: count() }).from(some);
	const found = counted?.count ?? 0;
	if (found <= COUNT_EXACT_MAX) return { isExact: true, count: found };
	const estimate = await estimateRows(db, sql`select 1 from ${table} where ${where ?? sql`true`}`);
	return { isExact: false, estimate: estimate > COUNT_EXACT_MAX ? estimate : null };
}

type Explained = { "QUERY PLAN": string | [{ Plan: { "Plan Rows": number } }] };

/** The planner's row estimate for a query. */
async function estimateRows(db: Db, query: SQL): Promise<number> {
	const result: unknown = await db.orm.execute(sql`explain (format json) ${query}`);
	const [row] = (
		Array.isArray(result) ? result : (result as { rows: unknown[] }).rows
	) as Explained[];
	const plan = row?.["QUERY PLAN"];
	const [{ Plan }] = (typeof plan === "string" ? JSON.parse(plan) : plan) as [
		{ Plan: { "Plan Rows": number } },
	];
	return Plan["Plan Rows"];
}

/** The present time for the states of records. */
export async function readDatabaseTime(db: Db): Promise<Date> {
	const [row] = await db.query<{ ms: number }>(
		"select (extract(epoch from now()) * 1000)::float8 as ms",
		[],
	);
	return new Date(row?.ms ?? 0);
}
