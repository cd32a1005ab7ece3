import type { Database } from "../../../db/connection/database.ts";
import { touchApiKeys } from "../../../db/keys/api-keys.ts";

// Gathered in each process and written together: counting must cost a call nothing. By database: a
// process has one, tests have several.
const used = new WeakMap<Database, Set<string>>();

/** Notes that a key was used just now. */
export function noteKeyUse(database: Database, apiKeyId: string): void {
	const ids = used.get(database);
	if (ids) ids.add(apiKeyId);
	else used.set(database, new Set([apiKeyId]));
}

/**
 * Writes down which keys were used since the last time. What could not be written is kept for the
 * next time; a killed process loses its last seconds, which nobody sees in minutes.
 */
export async function writeKeyUse(database: Database): Promise<void> {
	const ids = [...(used.get(database) ?? [])];
	if (ids.length === 0) return;
	used.delete(database);
	await touchApiKeys(database, ids).catch((error) => {
		for (const id of ids) noteKeyUse(database, id);
		throw error;
	});
}
