import { setTimeout } from "node:timers/promises";
import type { Db } from "../../db/connection/database.ts";

/** Pause between two polls: long enough not to delay the awaited work. */
const PAUSE_MS = 10;

/** Polls until `look` returns a value, and returns that value. */
export async function until<T>(look: () => Promise<T | false | null | undefined>): Promise<T> {
	for (;;) {
		const seen = await look();
		if (seen !== false && seen !== null && seen !== undefined) return seen;
		await setTimeout(PAUSE_MS);
	}
}

/**
 * Polls until a backend in this database really waits for a lock. The lock's holder runs the poll.
 */
export const untilSomebodyWaits = (db: Db): Promise<boolean> =>
	until(async () => {
		const waiting = await db.query(
			"select 1 from pg_locks l join pg_stat_activity a on a.pid = l.pid where not l.granted and a.datname = current_database()",
			[],
		);
		return waiting.length > 0;
	});
