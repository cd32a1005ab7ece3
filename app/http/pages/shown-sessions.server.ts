import type { Db } from "../../../db/connection/database.ts";
import { listSessionsOfUser } from "../../../db/people/sessions.ts";
import { sessionIdOf } from "../../operations/secret-token.ts";

/** A user's sessions for a page: by their public names, never by their hashes. */
export async function shownSessions(db: Db, userId: string, currentHash: string) {
	const sessions = await listSessionsOfUser(db, userId);
	return sessions.map(({ tokenHash, client, createdAt, lastSeenAt }) => ({
		...{ id: sessionIdOf(tokenHash), client, createdAt, lastSeenAt },
		isThis: tokenHash === currentHash,
	}));
}
