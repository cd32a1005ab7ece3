import type { Database } from "../../db/client.ts";
import { findSession, type SessionUser, touchSession } from "../../db/sessions.ts";

/** The user of a session as the database has it now: role and all. Null once it ended, was revoked, or the user was disabled. */
export async function readSession(database: Database, sessionHash: string): Promise<SessionUser | null> {
	const found = await findSession(database.orm, sessionHash);
	if (found === null) return null;
	const { touchDue, ...user } = found;
	if (touchDue) await touchSession(database.orm, sessionHash);
	return user;
}
