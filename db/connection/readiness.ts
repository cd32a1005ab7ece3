import journal from "../migrations/meta/_journal.json" with { type: "json" };
import type { Db } from "./database.ts";

/**
 * Whether the database has every migration that this build knows. Rejects when it cannot be
 * reached.
 */
export async function isMigrated(db: Db): Promise<boolean> {
	const [row] = await db.query<{ applied: number }>(
		"select count(*)::int as applied from drizzle.__drizzle_migrations",
		[],
	);
	return row !== undefined && row.applied >= journal.entries.length;
}

/**
 * Milliseconds that the lock of another process's probe is waited for: that one has not been
 * answered for as long.
 */
const LOCK_MS_MAX = 1200;
/** Rows of a temporary file of about 130 kB, twice what a statement sorts in the least memory. */
const ROWS = 4000;

/**
 * Writes a little, and rejects where that fails. A row lock is a write of some bytes that leaves
 * nothing behind: a standby and a session that is read-only refuse it, and it is committed like any
 * other. A full disk does not refuse it, because there is room in the pages that there are already;
 * so a temporary file is written too, which needs new room. The memory that would keep it from
 * being one is as small as it can be set, for this statement alone.
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
