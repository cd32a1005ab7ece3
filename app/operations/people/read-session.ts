import type { Db } from "../../../db/connection/database.ts";
import { findSession, type SessionUser, touchSession } from "../../../db/people/sessions.ts";

/**
 * The user of a session, read from the database each time, with the current role. Null if the
 * session has ended or was revoked, or the user is disabled. Only a person's action extends a
 * session (R7): a request with `isAction` false does not.
 */
export async function readSession(
	db: Db,
	sessionHash: string,
	isAction = true,
): Promise<SessionUser | null> {
	const found = await findSession(db, sessionHash);
	if (found === null) return null;
	const { touchDue, ...user } = found;
	if (touchDue && isAction) await touchSession(db, sessionHash);
	return user;
}
