import { hash } from "node:crypto";
import { type ApiKey, findApiKeyByHash } from "../../../db/keys/api-keys.ts";
import type { Service } from "../../platform/service.ts";
import { noteKeyUse } from "./note-key-use.ts";

/**
 * A revoked key stops working within 5 seconds (C11). One of these seconds is left for the look-up.
 */
const TRUSTED_MS = 4000;
const TRUSTED_KEYS_MAX = 1000;

export const hashApiKey = (key: string): string => hash("sha256", key);

/**
 * The API key for a client's secret, or null if it is unknown, revoked or expired. A key found is
 * cached for 4 seconds, but no longer than it is valid. A missing key is looked up every time, so
 * that a new key works at once. A cached key is returned without a promise. `now`: milliseconds of
 * a monotonic clock.
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
	const found = await findApiKeyByHash(service.db, hash);
	if (found === null) return null;
	const { key, validMs } = found;
	if (validMs !== null && validMs <= 0) return null;
	noteKeyUse(service, key.id);
	if (trustedKeys.size >= TRUSTED_KEYS_MAX) trustedKeys.clear();
	// Counted from before the look-up: the key may be revoked while the answer is on its way.
	trustedKeys.set(hash, { key, until: now + Math.min(TRUSTED_MS, validMs ?? TRUSTED_MS) });
	return key;
}
