import { isAway } from "../../db/connection/errors.ts";
import type { Service } from "../platform/service.ts";

/**
 * Runs `work` when what this process began before under the same key has ended: who would wait for
 * one row lock in the database anyway waits here, without a connection and without a time limit on
 * the lock. Where the database turns out to be away, all who wait are told. Inside a transaction it
 * is not waited: that has a connection already, which those before may wait for.
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
		// Nobody may follow.
		ended.catch(() => {});
		if (turns.get(key) === ended) turns.delete(key);
	}
}
