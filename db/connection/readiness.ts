import journal from "../migrations/meta/_journal.json" with { type: "json" };
import type { Db } from "./database.ts";

/** Whether the database has every migration of this build. Rejects if it is unreachable. */
export async function isMigrated(db: Db): Promise<boolean> {
	const [row] = await db.query<{ applied: number }>(
		"select count(*)::int as applied from drizzle.__drizzle_migrations",
		[],
	);
	return row !== undefined && row.applied >= journal.entries.length;
}

/**
 * Timeout in milliseconds for the lock of another process's probe: that probe has been unanswered
 * for as long.
 */
const LOCK_MS_MAX = 1200;
/** Rows for a temporary file of about 130 kB, twice the smallest sort memory. */
const ROWS = 4000;

/**
 * Writes a little, and rejects if that fails. A row lock writes some bytes and leaves nothing
 * behind. A standby and a read-only session refuse it, and its commit is like any other. A full
 * disk does not refuse it, because existing pages have room, so a temporary file tests for new
 * room. This one statement sets its sort memory to the minimum, so that the sort needs the file.
 */
export async function tryToWrite(db: Db): Promise<void> {
	await db.query(
		`with limits as materialized (
			select set_config('work_mem', '64kB', true) as memory,
				set_config('lock_timeout', '${LOCK_MS_MAX}', true) as patience
		), locked as materialized (
			select m.id from drizzle.__drizzle_migrations m, limits
			where limits.patience is not null order by m.id desc limit 1 for no key update of m
		)
		select (select id from locked) as id,
			(
				select count(*) from limits,
				lateral generate_series(1, case when limits.memory is null then 0 else ${ROWS} end)
			) as rows`,
		[],
	);
}
