import { isAway } from "../../db/connection/errors.ts";

const lasts = new WeakMap<object, Map<string, Promise<unknown>>>();

/**
 * Runs `work` when what this process began before under the same owner and key has ended: who would
 * wait for one row lock in the database anyway waits here, without a connection and without a time
 * limit on the lock. Where the database turns out to be away, all who wait are told.
 */
export async function inTurn<T>(owner: object, key: string, work: () => Promise<T>): Promise<T> {
	const byKey = lasts.get(owner) ?? new Map<string, Promise<unknown>>();
	lasts.set(owner, byKey);
	const mine = (byKey.get(key) ?? Promise.resolve()).then(work);
	const ended = mine.catch((error) => {
		if (isAway(error)) throw error;
	});
	byKey.set(key, ended);
	try {
		return await mine;
	} finally {
		// Nobody may follow.
		ended.catch(() => {});
		if (byKey.get(key) === ended) byKey.delete(key);
	}
}
