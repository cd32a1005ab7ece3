import { touchApiKeys } from "../../../db/keys/api-keys.ts";
import type { Service } from "../../platform/service.ts";

// Kept in memory and written together, so that a call costs nothing extra.

/** Notes that a key was used just now. */
export function noteKeyUse({ state }: Service, apiKeyId: string): void {
	state.usedKeys.add(apiKeyId);
}

/**
 * Writes the last use of the keys used since the last write. After a failed write they wait for the
 * next one. A killed process loses its last seconds, which is invisible at a resolution of minutes.
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
