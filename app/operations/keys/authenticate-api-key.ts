import { hash } from "node:crypto";
import { type ApiKey, findApiKeyByHash } from "../../../db/keys/api-keys.ts";
import type { Service } from "../../platform/service.ts";
import { noteKeyUse } from "./note-key-use.ts";

/**
 * A key is dead within 5 seconds of being revoked (C11); one second of them is left for the look-up
 * itself.
 */
const TRUSTED_MS = 4000;
const TRUSTED_KEYS_MAX = 1000;

export const hashApiKey = (key: string): string => hash("sha256", key);

/**
 * The key that a client sent, or null when it is unknown or revoked. A key that was found is
 * trusted for 4 seconds; one that was not is looked for every time, so that a new key works at
 * once. A trusted key costs no promise. `now` is in milliseconds of a clock that only goes forward.
 */
export function authenticateApiKey(
	service: Service,
	sent: string,
	now = performance.now(),
): ApiKey | Promise<ApiKey | null> {
	const hash = hashApiKey(sent);
	const { trustedKeys } = service.state;
	const before = trustedKeys.get(hash);
	if (before && now < before.until) {
		noteKeyUse(service, before.key.id);
		return before.key;
	}
	trustedKeys.delete(hash);
	return lookUp(service, hash, now);
}

async function lookUp(service: Service, hash: string, now: number): Promise<ApiKey | null> {
	const { trustedKeys } = service.state;
	const key = await findApiKeyByHash(service.db, hash);
	if (key === null) return null;
	noteKeyUse(service, key.id);
	if (trustedKeys.size >= TRUSTED_KEYS_MAX) trustedKeys.clear();
	// Counted from before the look-up: what it found may have been revoked while the answer was on
	// its way.
	trustedKeys.set(hash, { key, until: now + TRUSTED_MS });
	return key;
}
