import { hash } from "node:crypto";
import type { Database } from "../../../db/connection/database.ts";
import { type ApiKey, findApiKeyByHash } from "../../../db/keys/api-keys.ts";
import { noteKeyUse } from "./note-key-use.ts";

/**
 * A key is dead within 5 seconds of being revoked (C11); one second of them is left for the look-up
 * itself.
 */
const TRUSTED_MS = 4000;
const TRUSTED_KEYS_MAX = 1000;

type Trusted = { key: ApiKey; until: number };
// By database: a process has one, tests have several.
const trusted = new WeakMap<Database, Map<string, Trusted>>();

export const hashApiKey = (key: string): string => hash("sha256", key);

/**
 * The key that a client sent, or null when it is unknown or revoked. A key that was found is
 * trusted for 4 seconds; one that was not is looked for every time, so that a new key works at
 * once. `now` is in milliseconds of a clock that only goes forward.
 */
export async function authenticateApiKey(
	database: Database,
	sent: string,
	now = performance.now(),
): Promise<ApiKey | null> {
	const hash = hashApiKey(sent);
	const known = trusted.get(database) ?? new Map<string, Trusted>();
	trusted.set(database, known);
	const before = known.get(hash);
	if (before && now < before.until) {
		noteKeyUse(database, before.key.id);
		return before.key;
	}
	known.delete(hash);
	const key = await findApiKeyByHash(database, hash);
	if (key === null) return null;
	noteKeyUse(database, key.id);
	if (known.size >= TRUSTED_KEYS_MAX) known.clear();
	// Counted from before the look-up: what it found may have been revoked while the answer was on
	// its way.
	known.set(hash, { key, until: now + TRUSTED_MS });
	return key;
}
