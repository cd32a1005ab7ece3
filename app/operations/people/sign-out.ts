import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { forgetDevice } from "../../../db/people/known-devices.ts";
import { deleteSession, listSessionsOfUser } from "../../../db/people/sessions.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import { sessionIdOf } from "../secret-token.ts";

/** Ends a session at once, on every process. Idempotent. */
export async function signOut(db: Db, sessionHash: string): Promise<void> {
	await db.transaction(async (tx) => {
		const user = await deleteSession(tx, sessionHash);
		if (!user) return;
		await insertAuditEntry(
			tx,
			{ kind: "user", id: user.id, name: user.email },
			{ action: "sign-out.succeed", subjectId: user.id, subjectName: user.email },
		);
	});
}

/**
 * Ends one of a user's own sessions by its public name on the page (R7), and forgets its device,
 * which may be lost. False if the session has ended already.
 */
export function endOwnSession(
	db: Db,
	sessionId: string,
	actor: Actor & { id: string },
): Promise<boolean> {
	return db.transaction(async (tx) => {
		const session = (await listSessionsOfUser(tx, actor.id)).find(
			({ tokenHash }) => sessionIdOf(tokenHash) === sessionId,
		);
		if (session === undefined || (await deleteSession(tx, session.tokenHash)) === null)
			return false;
		if (session.deviceId !== null) await forgetDevice(tx, session.deviceId);
		await insertAuditEntry(tx, actor, {
			action: "sign-out.succeed",
			subjectId: actor.id,
			subjectName: actor.name,
			after: { client: session.client },
		});
		return true;
	});
}
