import { ADVISORY_LOCKS } from "../advisory-locks.ts";
import type { Db } from "../connection/database.ts";

/** Whether this transaction has the clean-up lock, of all processes. */
export async function takeCleanUpTurn(tx: Db): Promise<boolean> {
	const [row] = await tx.query<{ mine: boolean }>(
		"select pg_try_advisory_xact_lock($1::integer) as mine",
		[ADVISORY_LOCKS.cleanUp],
	);
	return row?.mine ?? false;
}

/** Older than this many days at `now`; the database's own time if none is given. */
export type Age = { days: number; now?: Date | undefined };

/**
 * Removes up to 1,000 of the oldest rows of this age, from the end of the last batch on. Returns
 * the count and the next start. `key` identifies a row, and needs an index.
 */
export async function deleteOldest(
	tx: Db,
	{
		table,
		time,
		key = ["id"],
		and = "true",
	}: { table: string; time: string; key?: string[]; and?: string },
	age: Age,
	from: string | null,
): Promise<{ deleted: number; upTo: string | null }> {
	const [row] = await tx.query<{ deleted: number; up_to: string | null }>(
		`with cutoff as materialized (
			select coalesce($1::timestamptz, now()) - make_interval(days => $2::integer) as at
		),
		old as materialized (
			select ${key}, ${time} as time from ${table}
			where ${time} < (select at from cutoff)
			and ${time} >= coalesce($3::timestamptz, '-infinity') and ${and}
			order by ${time} limit 1000 for update skip locked
		),
		deleted as (
			delete from ${table} t using old
			where ${key.map((column) => `t.${column} = old.${column}`).join(" and ")}
			returning 1
		)
		select (select count(*)::integer from deleted) as deleted, max(time)::text as up_to from old`,
		[age.now?.toISOString() ?? null, age.days, from],
	);
	return { deleted: row?.deleted ?? 0, upTo: row?.up_to ?? null };
}
