import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import {
	deleteOldSecrets,
	endPresentSecret,
} from "../../../db/phone-systems/connection-secrets.ts";
import { lockConnection, touchConnection } from "../../../db/phone-systems/connections.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type {
	ConnectionChanged,
	ConnectionError,
} from "../../domain/phone-systems/connection-errors.ts";
import { factsOfKind, parseKind } from "../../domain/phone-systems/connection-kinds.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Service } from "../../platform/service.ts";
import { changedSince, type SeenVersion } from "./change-connection.ts";
import { forgetConnection } from "./find-connection.ts";
import { storeConnectionSecret } from "./seal-connection-secret.ts";

/** Undoes the transaction of a refused rotation. */
class Refused extends Error {
	constructor(readonly error: ConnectionError) {
		super(error.code);
	}
}

/**
 * Gives a connection a new secret. The old one stays valid for `keep` seconds beside it, and
 * secrets before that end now. `secret` is from the platform; null if the product makes it. Returns
 * the name of the connection, and the secret that the product made, to show once.
 */
export async function rotateConnectionSecret(
	service: Service,
	id: string,
	{ secret, keep }: { secret: string | null; keep: number },
	actor: Actor,
	seen: SeenVersion = null,
): Promise<Result<{ name: string; secret: string | null }, ConnectionError | ConnectionChanged>> {
	try {
		return await service.db.transaction(async (tx) => {
			const connection = await lockConnection(tx, id);
			const kind = connection && parseKind(connection.kind);
			if (!connection || !kind) return err({ code: "connection-gone" });
			if (seen !== null && connection.version !== seen) return err(changedSince(connection));
			await endPresentSecret(tx, id, factsOfKind(kind).secret.slot, keep);
			const { secrets } = service.state;
			const stored = await storeConnectionSecret(tx, secrets, { id, kind }, secret);
			if (!stored.ok) throw new Refused(stored.error);
			await touchConnection(tx, id, actor.name);
			await insertAuditEntry(tx, actor, {
				action: "connection.rotate-secret",
				subjectId: id,
				subjectName: connection.name,
				after: { oldSecretSeconds: keep },
			});
			return ok({ name: connection.name, secret: stored.value });
		});
	} catch (error) {
		if (error instanceof Refused) return err(error.error);
		throw error;
	} finally {
		forgetConnection(service, id);
	}
}

/** Ends the old secret of a rotation now. Returns the name of the connection. */
export async function endOldSecret(
	service: Service,
	id: string,
	actor: Actor,
	seen: SeenVersion = null,
): Promise<Result<string, { code: "connection-gone" } | ConnectionChanged>> {
	try {
		return await service.db.transaction(async (tx) => {
			const connection = await lockConnection(tx, id);
			if (!connection) return err({ code: "connection-gone" });
			if (seen !== null && connection.version !== seen) return err(changedSince(connection));
			if ((await deleteOldSecrets(tx, id)) === 0) return ok(connection.name);
			await touchConnection(tx, id, actor.name);
			await insertAuditEntry(tx, actor, {
				action: "connection.end-old-secret",
				subjectId: id,
				subjectName: connection.name,
			});
			return ok(connection.name);
		});
	} finally {
		forgetConnection(service, id);
	}
}
