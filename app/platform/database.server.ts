import type { Database } from "../../db/connection/database.ts";
import { openDatabase } from "../../db/connection/open.ts";
import { getEnv } from "./env.server.ts";

// Kept on globalThis: development loads this module again with every change, and the embedded
// database has one process and one handle.
const kept = globalThis as typeof globalThis & { callInDatabase?: Promise<Database> };

/**
 * This process's database, opened and migrated at the first call. A failure is not kept: the next
 * call tries again.
 */
export function getDatabase(): Promise<Database> {
	if (!kept.callInDatabase) {
		const env = getEnv();
		kept.callInDatabase = openDatabase({
			url: env.DATABASE_URL,
			dataDir: env.DATA_DIR,
			prepare: env.DATABASE_PREPARE,
			connections: env.DATABASE_CONNECTIONS,
		});
		kept.callInDatabase.catch(() => {
			delete kept.callInDatabase;
		});
	}
	return kept.callInDatabase;
}
