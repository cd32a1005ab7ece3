import type { Db } from "./database.ts";
import { isToBeTriedAgain } from "./errors.ts";

const TRIES_MAX = 5;

/**
 * Adds retries to transactions: the database may abort one in favour of another. `begin` runs a
 * transaction once.
 */
export const retried =
	(begin: Db["transaction"]): Db["transaction"] =>
	async (work, patience) => {
		for (let attempt = 1; ; attempt += 1) {
			try {
				return await begin(work, patience);
			} catch (error) {
				if (attempt >= TRIES_MAX || !isToBeTriedAgain(error)) throw error;
			}
		}
	};
