import { getDatabase } from "../database.server.ts";
import type { Actor } from "../domain/actor.ts";
import type { Role } from "../domain/roles.ts";
import { SESSION_SECONDS_MAX } from "../domain/sign-in.ts";
import { getEnv } from "../env.server.ts";
import { readSession } from "../operations/read-session.ts";
import { hashSecretToken } from "../operations/secret-token.ts";
import { exchangeOf } from "./exchange.server.ts";

/** Somebody signed in. `timeZone` is resolved (G14); `actor` is what operations write down. */
export type SignedIn = {
	user: { id: string; email: string; role: Role; timeZone: string };
	actor: Actor;
	sessionHash: string;
};

const COOKIE = "call_in_session";
// The token is base64url; anything else was not given out here.
const COOKIE_PATTERN = new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]{43})(?:;|$)`);

/** The SHA-256 of the session token in a request's cookie; null where there is none. */
export function sessionHashOf(request: Request): string | null {
	const token = COOKIE_PATTERN.exec(request.headers.get("cookie") ?? "")?.[1];
	return token === undefined ? null : hashSecretToken(token);
}

/** Who sends this request, as the database knows them now; null when nobody is signed in (R1). */
export async function findSignedIn(request: Request): Promise<SignedIn | null> {
	const sessionHash = sessionHashOf(request);
	if (sessionHash === null) return null;
	const user = await readSession((await getDatabase()).orm, sessionHash);
	if (user === null) return null;
	const exchange = exchangeOf(request);
	if (exchange) exchange.userId = user.id;
	exchange?.connection?.becomeKnown();
	return {
		user: { ...user, timeZone: user.timeZone ?? getEnv().DEFAULT_TIME_ZONE },
		actor: { kind: "user", id: user.id, name: user.email },
		sessionHash,
	};
}

/** `Set-Cookie` that signs in (R2). The browser keeps it as long as a session can last; when it ends is decided by the database. */
export const sessionCookie = (request: Request, token: string): string => cookie(request, token, SESSION_SECONDS_MAX);

/** `Set-Cookie` that makes the browser forget its session. */
export const endedSessionCookie = (request: Request): string => cookie(request, "", 0);

function cookie(request: Request, value: string, maxAgeSeconds: number): string {
	// The URL is the one that the browser used, with HTTPS where a trusted proxy says so (page-handler.server.ts).
	const secure = new URL(request.url).protocol === "https:" ? "; Secure" : "";
	return `${COOKIE}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}
