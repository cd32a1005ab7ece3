import { touchApiKeys } from "../../../db/keys/api-keys.ts";
import type { Service } from "../../platform/service.ts";

// Gathered in each process and written together: counting must cost a call nothing.

/** Notes that a key was used just now. */
export function noteKeyUse({ state }: Service, apiKeyId: string): void {
	state.usedKeys.add(apiKeyId);
}

/**
 * Writes down which keys were used since the last time. What could not be written is kept for the
 * next time; a killed process loses its last seconds, which nobody sees in minutes.
 */
export async function writeKeyUse(service: Service): Promise<void> {
	const ids = [...service.state.usedKeys];
	if (ids.length === 0) return;
	service.state.usedKeys.clear();
	await touchApiKeys(service.db, ids).catch((error) => {
		for (const id of ids) noteKeyUse(service, id);
		throw error;
	});
}
