import { setTimeout } from "node:timers/promises";
import type { Db } from "../../db/connection/database.ts";

/** Between two looks: not so often that the looks hold up what they wait for. */
const PAUSE_MS = 10;

/** Looks again and again, until there is something to see; gives it. */
export async function until<T>(look: () => Promise<T | false | null | undefined>): Promise<T> {
	for (;;) {
		const seen = await look();
		if (seen !== false && seen !== null && seen !== undefined) return seen;
		await setTimeout(PAUSE_MS);
	}
}

/** Looks until somebody really waits for a lock in this database; who holds it asks. */
export const untilSomebodyWaits = (db: Db): Promise<boolean> =>
	until(async () => {
		const waiting = await db.query(
			"select 1 from pg_locks l join pg_stat_activity a on a.pid = l.pid where not l.granted and a.datname = current_database()",
			[],
		);
		return waiting.length > 0;
	});
