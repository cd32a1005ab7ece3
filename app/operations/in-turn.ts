import { isAway } from "../../db/connection/errors.ts";
import type { Service } from "../platform/service.ts";

/**
 * In-process queue: runs `work` after all earlier work of this process under the same key.
 * Otherwise each would wait for the same row lock in the database, with a connection and under the
 * lock's time limit. If the database is away, all waiting work fails with that error. Inside a
 * transaction `work` runs at once: the transaction holds a connection that earlier work may be
 * waiting for.
 */
export async function inTurn<T>(
	{ state: { turns }, isWithin }: Service,
	key: string,
	work: () => Promise<T>,
): Promise<T> {
	if (isWithin) return work();
	const mine = (turns.get(key) ?? Promise.resolve()).then(work);
	const ended = mine.catch((error) => {
		if (isAway(error)) throw error;
	});
	turns.set(key, ended);
	try {
		return await mine;
	} finally {
		// Avoids an unhandled rejection if no further work follows.
		ended.catch(() => {});
		if (turns.get(key) === ended) turns.delete(key);
	}
}
