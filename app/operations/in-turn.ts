const lasts = new WeakMap<object, Map<string, Promise<unknown>>>();

/**
 * Runs `work` when what this process began before under the same owner and key has ended: who would wait for one row lock in the database
 * anyway waits here, without a connection and without a time limit on the lock.
 */
export async function inTurn<T>(owner: object, key: string, work: () => Promise<T>): Promise<T> {
	const byKey = lasts.get(owner) ?? new Map<string, Promise<unknown>>();
	lasts.set(owner, byKey);
	const mine = (byKey.get(key) ?? Promise.resolve()).then(work);
	const settled = mine.catch(() => {});
	byKey.set(key, settled);
	try {
		return await mine;
	} finally {
		if (byKey.get(key) === settled) byKey.delete(key);
	}
}
