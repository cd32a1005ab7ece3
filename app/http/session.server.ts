import { getDatabase } from "../database.server.ts";
import type { Actor } from "../domain/actor.ts";
import type { Role } from "../domain/roles.ts";
import { DEVICE_DAYS, SESSION_SECONDS_MAX } from "../domain/sign-in.ts";
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
/** Says that somebody has signed in with this browser before (R7). It opens nothing. */
const DEVICE_COOKIE = "call_in_device";

/** The SHA-256 of the session token in a request's cookie; null where there is none. */
export function sessionHashOf(request: Request): string | null {
	const token = tokenIn(request, COOKIE);
	return token === null ? null : hashSecretToken(token);
}

/** The token by which this browser is known from an earlier sign-in; null where there is none. */
export const deviceTokenOf = (request: Request): string | null => tokenIn(request, DEVICE_COOKIE);

/** A token is base64url; anything else was not given out here. */
function tokenIn(request: Request, name: string): string | null {
	return new RegExp(`(?:^|;\\s*)${name}=([\\w-]{43})(?:;|$)`).exec(request.headers.get("cookie") ?? "")?.[1] ?? null;
}

/** Whether the browser asks by itself: a table that refreshes itself, or a page that is fetched before anybody wants it. */
export const asksByItself = (request: Request): boolean =>
	request.headers.has("x-live-refresh") || /\bprefetch\b/i.test(request.headers.get("sec-purpose") ?? request.headers.get("purpose") ?? "");

/** Who sends this request, as the database knows them now; null when nobody is signed in (R1). */
export async function findSignedIn(request: Request): Promise<SignedIn | null> {
	const sessionHash = sessionHashOf(request);
	if (sessionHash === null) return null;
	const user = await readSession((await getDatabase()).orm, sessionHash, !asksByItself(request));
	if (user === null) return null;
	const exchange = exchangeOf(request);
	if (exchange) exchange.userId = user.id;
	return {
		user: { ...user, timeZone: user.timeZone ?? getEnv().DEFAULT_TIME_ZONE },
		actor: { kind: "user", id: user.id, name: user.email },
		sessionHash,
	};
}

/** `Set-Cookie` that signs in (R2). The browser keeps it as long as a session can last; when it ends is decided by the database. */
export const sessionCookie = (request: Request, token: string): string => cookie(request, COOKIE, token, SESSION_SECONDS_MAX);

/** `Set-Cookie` by which the browser is known at the next sign-in. Signing out leaves it. */
export const deviceCookie = (request: Request, token: string): string => cookie(request, DEVICE_COOKIE, token, DEVICE_DAYS * 24 * 3600);

/** The headers of an answer that signs in: the session's cookie first. */
export function signInCookies(request: Request, tokens: { token: string; deviceToken: string }): Headers {
	const headers = new Headers();
	headers.append("set-cookie", sessionCookie(request, tokens.token));
	headers.append("set-cookie", deviceCookie(request, tokens.deviceToken));
	return headers;
}

/** `Set-Cookie` that makes the browser forget its session. */
export const endedSessionCookie = (request: Request): string => cookie(request, COOKIE, "", 0);

function cookie(request: Request, name: string, value: string, maxAgeSeconds: number): string {
	// The URL is the one that the browser used, with HTTPS where a trusted proxy says so (page-handler.server.ts).
	const secure = new URL(request.url).protocol === "https:" ? "; Secure" : "";
	return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}
