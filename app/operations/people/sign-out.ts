import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { forgetDevice, forgetDevicesOfUser } from "../../../db/people/known-devices.ts";
import {
	deleteSession,
	deleteSessionsOfUser,
	listSessionsOfUser,
} from "../../../db/people/sessions.ts";
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
 * Ends one session of a user by its public name on the page (R7), and forgets its device, which may
 * be lost. The user or an Administrator does it. False if the session has ended already.
 */
export function endSession(
	db: Db,
	{ userId, sessionId }: { userId: string; sessionId: string },
	actor: Actor,
): Promise<boolean> {
	return db.transaction(async (tx) => {
		const session = (await listSessionsOfUser(tx, userId)).find(
			({ tokenHash }) => sessionIdOf(tokenHash) === sessionId,
		);
		const user = session && (await deleteSession(tx, session.tokenHash));
		if (!session || !user) return false;
		if (session.deviceId !== null) await forgetDevice(tx, session.deviceId);
		await insertAuditEntry(tx, actor, {
			action: "sign-out.succeed",
			subjectId: user.id,
			subjectName: user.email,
			after: { client: session.client },
		});
		return true;
	});
}

/**
 * Ends all sessions of a user but the current one, and forgets all other devices (R7). Returns the
 * number of ended sessions.
 */
export function endOtherSessions(
	db: Db,
	sessionHash: string,
	actor: Actor & { id: string },
): Promise<number> {
	return db.transaction(async (tx) => {
		const sessions = await listSessionsOfUser(tx, actor.id);
		const current = sessions.find(({ tokenHash }) => tokenHash === sessionHash);
		// Ended meanwhile, by somebody who may have a reason: then this session decides nothing.
		if (current === undefined) return 0;
		const ended = await deleteSessionsOfUser(tx, actor.id, sessionHash);
		await forgetDevicesOfUser(tx, actor.id, current.deviceId);
		if (ended > 0)
			await insertAuditEntry(tx, actor, {
				action: "user.sign-out-elsewhere",
				subjectId: actor.id,
				subjectName: actor.name,
				before: { sessions: ended + 1 },
				after: { sessions: 1 },
			});
		return ended;
	});
}
