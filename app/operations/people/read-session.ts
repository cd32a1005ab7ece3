import type { Db } from "../../../db/connection/database.ts";
import { findSession, type SessionUser, touchSession } from "../../../db/people/sessions.ts";

/**
 * The user of a session as the database has it now: role and all. Null once it ended, was revoked,
 * or the user was disabled. Only what a person does keeps a session alive (R7): where `isAction` is
 * false, it ends as if nothing had been asked.
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
