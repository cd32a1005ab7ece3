import type { LoaderFunctionArgs } from "@remix-run/node";
import { parse } from "cookie";
import type { Actor } from "../../domain/audit/actor.ts";
import type { Role } from "../../domain/people/roles.ts";
import { DEVICE_DAYS, SESSION_SECONDS_MAX } from "../../domain/people/sign-in.ts";
import { readSession } from "../../operations/people/read-session.ts";
import { signOut } from "../../operations/people/sign-out.ts";
import { hashSecretToken } from "../../operations/secret-token.ts";
import { getService } from "../../platform/database.server.ts";
import { getEnv } from "../../platform/env.server.ts";

/** A signed-in user. `timeZone` is resolved (G14). Operations record `actor`. */
export type SignedIn = {
	user: { id: string; email: string; role: Role; timeZone: string };
	actor: Actor;
	sessionHash: string;
};

/** Arguments of a loader or an action: the request, and its exchange in Remix's load context. */
export type Asked = Pick<LoaderFunctionArgs, "request" | "context">;

/**
 * The cookie's name by HTTPS. Browsers accept `__Host-` only from this exact host, by HTTPS, for
 * all paths (RFC 6265bis, 4.1.3.2), so no other host of the domain can plant it.
 */
const HOST_COOKIE = "__Host-call_in_session";
/**
 * The cookie's name by HTTP. The previous release uses only this name, by HTTPS too, so this
 * release still reads and sets it by HTTPS. An upgrade signs nobody out, even with processes of
 * both versions behind one load balancer.
 */
const PLAIN_COOKIE = "call_in_session";
/** Limit of look-ups. A second cookie of this name is planted, by path or by parent domain. */
const PLAIN_COOKIES_MAX = 2;
// The product's tokens are base64url. Any other value is not one.
const TOKEN = /^[\w-]{43}$/;

/** Marks a browser with an earlier sign-in (R7). It grants no access, and signing out keeps it. */
const DEVICE_COOKIE = "call_in_device";
const HOST_DEVICE_COOKIE = "__Host-call_in_device";

type SessionToken = { token: string; isPlain: boolean };

/**
 * The tokens in a request's cookies of one name, in order. For repeated names `parse` gives only
 * the first, so it gets each pair alone.
 */
const tokensOf = (request: Request, name: string): string[] =>
	(request.headers.get("cookie") ?? "")
		.split(";")
		.flatMap((pair) => parse(pair, { decode: String })[name] ?? [])
		.filter((value) => TOKEN.test(value));

/**
 * The session tokens in a request's cookies. The `__Host-` token comes first: it cannot be planted.
 */
function sessionTokensOf(request: Request): SessionToken[] {
	const [host, plain] = [tokensOf(request, HOST_COOKIE), tokensOf(request, PLAIN_COOKIE)];
	return [
		...host.slice(0, 1).map((token) => ({ token, isPlain: false })),
		...plain.slice(0, PLAIN_COOKIES_MAX).map((token) => ({ token, isPlain: true })),
	];
}

/** This browser's token from an earlier sign-in. Null if there is none. */
export const deviceTokenOf = (request: Request): string | null =>
	tokensOf(request, deviceCookieOf(request))[0] ?? null;

const deviceCookieOf = (request: Request): string =>
	isByHttps(request) ? HOST_DEVICE_COOKIE : DEVICE_COOKIE;

/** Whether the browser sends the request without the user: a live refresh or a prefetch. */
export const asksByItself = (request: Request): boolean =>
	request.headers.has("x-live-refresh") ||
	/\bprefetch\b/i.test(request.headers.get("sec-purpose") ?? request.headers.get("purpose") ?? "");

/**
 * The signed-in user, by the current database row. Null if the request has no valid session (R1).
 * The `__Host-` cookie decides. The plain cookie counts if the other is missing or its session has
 * ended; the answer then sets both.
 */
export async function findSignedIn({ request, context }: Asked): Promise<SignedIn | null> {
	for (const { token, isPlain } of sessionTokensOf(request)) {
		const sessionHash = hashSecretToken(token);
		const user = await readSession((await getService()).db, sessionHash, !asksByItself(request));
		if (user === null) continue;
		const { exchange } = context;
		if (exchange) exchange.userId = user.id;
		exchange?.connection?.becomeKnown();
		if (exchange && isByHttps(request) && isPlain)
			exchange.cookies = cookies(request, token, SESSION_SECONDS_MAX);
		return {
			user: { ...user, timeZone: user.timeZone ?? getEnv().DEFAULT_TIME_ZONE },
			actor: { kind: "user", id: user.id, name: user.email },
			sessionHash,
		};
	}
	return null;
}

/** Ends every session named in a request, planted ones too, so that none can be resumed. */
export async function endSessionsOf(request: Request): Promise<void> {
	const { db } = await getService();
	for (const { token } of sessionTokensOf(request)) await signOut(db, hashSecretToken(token));
}

/**
 * Headers that sign in (R2), the session's first. The browser keeps the cookie for the longest
 * possible session; the database decides the actual end.
 */
export const signedInHeaders = (
	request: Request,
	{ token, deviceToken }: { token: string; deviceToken: string },
): [string, string][] => [
	...setCookies(cookies(request, token, SESSION_SECONDS_MAX)),
	...deviceHeaders(request, deviceToken),
];

/** Headers that mark the browser for its next sign-in. */
export function deviceHeaders(request: Request, token: string): [string, string][] {
	const seconds = DEVICE_DAYS * 24 * 3600;
	return setCookies([cookie(deviceCookieOf(request), token, seconds, isByHttps(request))]);
}

/** Headers that delete the session cookies. */
export const signedOutHeaders = (request: Request): [string, string][] =>
	setCookies(cookies(request, "", 0));

const setCookies = (lines: string[]): [string, string][] =>
	lines.map((line) => ["set-cookie", line]);

function cookies(request: Request, value: string, maxAgeSeconds: number): string[] {
	if (!isByHttps(request)) return [cookie(PLAIN_COOKIE, value, maxAgeSeconds, false)];
	return [HOST_COOKIE, PLAIN_COOKIE].map((name) => cookie(name, value, maxAgeSeconds, true));
}

const cookie = (name: string, value: string, maxAgeSeconds: number, isSecure: boolean): string =>
	[
		...[`${name}=${value}`, "Path=/", `Max-Age=${maxAgeSeconds}`, "HttpOnly", "SameSite=Lax"],
		...(isSecure ? ["Secure"] : []),
	].join("; ");

/**
 * The URL has the browser's scheme: HTTPS if PUBLIC_URL or a trusted proxy says so
 * (proxy.server.ts).
 */
const isByHttps = (request: Request): boolean => new URL(request.url).protocol === "https:";
