import { openDatabase } from "../../db/connection/open.ts";
import { getEnv } from "./env.server.ts";
import { readSecretsKeys } from "./secrets-keys.server.ts";
import { createService, type Service } from "./service.ts";

// On globalThis: development reloads this module with every change, and the embedded database
// allows one process and one handle.
const kept = globalThis as typeof globalThis & { callInService?: Promise<Service> };

/**
 * The process's one service. The first call opens and migrates the database. A failure is not
 * cached: the next call tries again.
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
	return createService(database, readSecretsKeys(env));
}
