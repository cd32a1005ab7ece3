import { openDatabase } from "../../db/connection/open.ts";
import { getEnv } from "./env.server.ts";
import { createService, type Service } from "./service.ts";

// Kept on globalThis: development loads this module again with every change, and the embedded
// database has one process and one handle.
const kept = globalThis as typeof globalThis & { callInService?: Promise<Service> };

/**
 * The one service of this process, its database opened and migrated at the first call. A failure is
 * not kept: the next call tries again.
 */
export function getService(): Promise<Service> {
	if (!kept.callInService) {
		kept.callInService = openService();
		kept.callInService.catch(() => {
			delete kept.callInService;
		});
	}
	return kept.callInService;
}

async function openService(): Promise<Service> {
	const env = getEnv();
	const database = await openDatabase({
		url: env.DATABASE_URL,
		dataDir: env.DATA_DIR,
		prepare: env.DATABASE_PREPARE,
		connections: env.DATABASE_CONNECTIONS,
	});
	return createService(database);
}
