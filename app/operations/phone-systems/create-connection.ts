import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import { brokenConstraint } from "../../../db/connection/errors.ts";
import { insertConnectionKey, replaceConnectionGroups } from "../../../db/keys/api-keys.ts";
import { findStoredConnection, insertConnection } from "../../../db/phone-systems/connections.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import { groupNameKey } from "../../domain/groups/group.ts";
import type { ConnectionSettings } from "../../domain/phone-systems/connection.ts";
import type { ConnectionError } from "../../domain/phone-systems/connection-errors.ts";
import {
	type ConnectionKind,
	needsPublicUrl,
} from "../../domain/phone-systems/connection-kinds.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Service } from "../../platform/service.ts";
import { auditedSettings } from "./audited-settings.ts";
import { storeConnectionSecret } from "./seal-connection-secret.ts";

/** A new connection. `secret` is from the platform; null if the product makes it. */
export type NewConnection = ConnectionSettings & {
	requestId: string;
	kind: ConnectionKind;
	secret: string | null;
};

/** Refuses inside of a transaction, which then changes nothing. */
class Refused extends Error {
	constructor(readonly error: ConnectionError) {
		super(error.code);
	}
}

/**
 * Creates a connection (P1). Returns the secret that the product made, to show once, or null.
 * `requestId` becomes the connection's ID, so that a form sent twice creates one. `hasPublicUrl`:
 * whether PUBLIC_URL is set, which most kinds need (P5).
 */
export async function createConnection(
	{ db, state }: Service,
	{ requestId: id, kind, secret, groupIds, ...settings }: NewConnection,
	{ hasPublicUrl }: { hasPublicUrl: boolean },
	actor: Actor,
): Promise<Result<{ id: string; secret: string | null }, ConnectionError>> {
	if (needsPublicUrl(kind) && !hasPublicUrl) return err({ code: "public-url-missing", kind });
	const { name } = settings;
	try {
		return await db.transaction(async (tx) => {
			const limitedToGroups = groupIds !== null;
			await insertConnectionKey(tx, { id, name, limitedToGroups, createdBy: actor.name });
			const nameKey = groupNameKey(name);
			await insertConnection(tx, { ...settings, id, kind, nameKey, by: actor.name });
			await replaceConnectionGroups(tx, id, groupIds);
			const stored = await storeConnectionSecret(tx, state.secrets, { id, kind }, secret);
			if (!stored.ok) throw new Refused(stored.error);
			const made = await findStoredConnection(tx, id);
			await insertAuditEntry(tx, actor, {
				action: "connection.create",
				subjectId: id,
				subjectName: name,
				after: made && { kind, ...auditedSettings(made) },
			});
			return ok({ id, secret: stored.value });
		});
	} catch (error) {
		if (error instanceof Refused) return err(error.error);
		const broken = brokenConstraint(error);
		if (broken === "api_keys_pkey") return err({ code: "connection-made-already" });
		if (broken === "connections_name_key_unique") return err({ code: "connection-name-taken" });
		throw error;
	}
}
