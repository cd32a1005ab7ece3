import { getDatabase } from "../database.server.ts";
import type { Actor } from "../domain/actor.ts";
import type { Role } from "../domain/roles.ts";
import { SESSION_SECONDS_MAX } from "../domain/sign-in.ts";
import { getEnv } from "../env.server.ts";
import { readSession } from "../operations/read-session.ts";
import { hashSecretToken } from "../operations/secret-token.ts";
import { signOut } from "../operations/sign-out.ts";
import { exchangeOf } from "./exchange.server.ts";

/** Somebody signed in. `timeZone` is resolved (G14); `actor` is what operations write down. */
export type SignedIn = {
	user: { id: string; email: string; role: Role; timeZone: string };
	actor: Actor;
	sessionHash: string;
};

/**
 * The name behind HTTPS. Browsers take `__Host-` only from this very host, by HTTPS, for all paths
 * (RFC 6265bis, 4.1.3.2), so no other host of the domain can plant it.
 */
const HOST_COOKIE = "__Host-call_in_session";
/**
 * The name by HTTP. Behind HTTPS it was the only name before `__Host-`, and in this release it is
 * read and set there too. Nobody is signed out by the upgrade, nor by processes of both versions
 * that answer in turn: the version before reads and sets only this one.
 */
const PLAIN_COOKIE = "call_in_session";
/** More of this name than one were planted, by path or by parent domain. So many are looked up. */
const PLAIN_COOKIES_MAX = 2;
// The token is base64url; anything else was not given out here.
const tokenNamed = (name: string) => new RegExp(`(?:^|;)\\s*${name}=([\\w-]{43})\\s*(?=;|$)`, "g");
const HOST_TOKEN = tokenNamed(HOST_COOKIE);
const PLAIN_TOKEN = tokenNamed(PLAIN_COOKIE);

type SessionToken = { token: string; isPlain: boolean };

/** The session tokens in a request's cookies. The `__Host-` one is first, as it cannot be planted. */
function sessionTokensOf(request: Request): SessionToken[] {
	const header = request.headers.get("cookie") ?? "";
	const tokens = (pattern: RegExp, max: number) => [...header.matchAll(pattern)].slice(0, max).map(([, token]) => token!);
	return [
		...tokens(HOST_TOKEN, 1).map((token) => ({ token, isPlain: false })),
		...tokens(PLAIN_TOKEN, PLAIN_COOKIES_MAX).map((token) => ({ token, isPlain: true })),
	];
}

/**
 * Who sends this request, as the database knows them now; null when nobody is signed in (R1). The
 * `__Host-` cookie decides. The other one counts where that is missing or its session has ended, and
 * then the answer sets both.
 */
export async function findSignedIn(request: Request): Promise<SignedIn | null> {
	for (const { token, isPlain } of sessionTokensOf(request)) {
		const sessionHash = hashSecretToken(token);
		const user = await readSession((await getDatabase()).orm, sessionHash);
		if (user === null) continue;
		const exchange = exchangeOf(request);
		if (exchange) exchange.userId = user.id;
		exchange?.connection?.becomeKnown();
		if (exchange && isByHttps(request) && isPlain) exchange.cookies = cookies(request, token, SESSION_SECONDS_MAX);
		return {
			user: { ...user, timeZone: user.timeZone ?? getEnv().DEFAULT_TIME_ZONE },
			actor: { kind: "user", id: user.id, name: user.email },
			sessionHash,
		};
	}
	return null;
}

/** Ends every session that a request brings along, a planted one too: none is left to come back to. */
export async function endSessionsOf(request: Request): Promise<void> {
	const { orm } = await getDatabase();
	for (const { token } of sessionTokensOf(request)) await signOut(orm, hashSecretToken(token));
}

/** Headers that sign in (R2). The browser keeps it as long as a session can last; when it ends is decided by the database. */
export const signedInHeaders = (request: Request, token: string): [string, string][] =>
	setCookies(cookies(request, token, SESSION_SECONDS_MAX));

/** Headers that make the browser forget its session. */
export const signedOutHeaders = (request: Request): [string, string][] => setCookies(cookies(request, "", 0));

const setCookies = (lines: string[]): [string, string][] => lines.map((line) => ["set-cookie", line]);

function cookies(request: Request, value: string, maxAgeSeconds: number): string[] {
	const attributes = `=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax`;
	if (!isByHttps(request)) return [PLAIN_COOKIE + attributes];
	return [HOST_COOKIE, PLAIN_COOKIE].map((name) => `${name}${attributes}; Secure`);
}

/** The URL is the one that the browser used, with HTTPS where PUBLIC_URL or a trusted proxy says so (proxy.server.ts). */
const isByHttps = (request: Request): boolean => new URL(request.url).protocol === "https:";
