import { v7 as uuidv7 } from "uuid";
import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { hasApiKeyEverExisted, insertApiKey, lockApiKeys } from "../../../db/keys/api-keys.ts";
import { SYSTEM } from "../../domain/audit/actor.ts";
import { API_SCOPES } from "../../domain/people/roles.ts";
import type { Env } from "../../platform/env.server.ts";
import { hashApiKey } from "./authenticate-api-key.ts";

const HINT_LENGTH = 4;

/**
 * Creates the key in BOOTSTRAP_API_KEY, with all scopes, only if no key has ever existed (C11).
 * Safe in any number of processes at once. Returns whether it created the key.
 */
export async function bootstrapApiKey(
	db: Db,
	env: Pick<Env, "BOOTSTRAP_API_KEY">,
): Promise<boolean> {
	const secret = env.BOOTSTRAP_API_KEY;
	// A first look without the lock: every start but the first has nothing to do.
	if (secret === undefined || (await hasApiKeyEverExisted(db))) return false;
	return db.transaction(async (tx) => {
		await lockApiKeys(tx);
		if (await hasApiKeyEverExisted(tx)) return false;
		const key = {
			id: uuidv7(),
			name: "Bootstrap key",
			scopes: API_SCOPES,
			limitedToGroups: false,
			requestsPerMinute: null,
			numbersWithoutPlus: "any" as const,
			...{ networks: null, isTest: false },
		};
		await insertApiKey(tx, {
			...key,
			keyHash: hashApiKey(secret),
			hint: secret.slice(0, HINT_LENGTH),
			expiresAt: null,
			createdBy: SYSTEM.name,
		});
		await insertAuditEntry(tx, SYSTEM, {
			action: "api-key.create",
			subjectId: key.id,
			subjectName: key.name,
			after: { scopes: key.scopes, groups: "all" },
		});
		return true;
	});
}
