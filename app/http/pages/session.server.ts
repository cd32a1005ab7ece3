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

/** Somebody signed in. `timeZone` is resolved (G14); `actor` is what operations write down. */
export type SignedIn = {
	user: { id: string; email: string; role: Role; timeZone: string };
	actor: Actor;
	sessionHash: string;
};

/** What a loader or an action is asked: the request, and in Remix's load context its exchange. */
export type Asked = Pick<LoaderFunctionArgs, "request" | "context">;

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
const TOKEN = /^[\w-]{43}$/;

/**
 * Says that somebody has signed in with this browser before (R7). It opens nothing, and signing out
 * leaves it.
 */
const DEVICE_COOKIE = "call_in_device";
const HOST_DEVICE_COOKIE = "__Host-call_in_device";

type SessionToken = { token: string; isPlain: boolean };

/**
 * The tokens in a request's cookies of a name, in their order. Of several cookies of one name
 * `parse` gives only the first, so it gets each pair alone.
 */
const tokensOf = (request: Request, name: string): string[] =>
	(request.headers.get("cookie") ?? "")
		.split(";")
		.flatMap((pair) => parse(pair, { decode: String })[name] ?? [])
		.filter((value) => TOKEN.test(value));

/**
 * The session tokens in a request's cookies. The `__Host-` one is first, as it cannot be planted.
 */
function sessionTokensOf(request: Request): SessionToken[] {
	const [host, plain] = [tokensOf(request, HOST_COOKIE), tokensOf(request, PLAIN_COOKIE)];
	return [
		...host.slice(0, 1).map((token) => ({ token, isPlain: false })),
		...plain.slice(0, PLAIN_COOKIES_MAX).map((token) => ({ token, isPlain: true })),
	];
}

/** The token by which this browser is known from an earlier sign-in; null where there is none. */
export const deviceTokenOf = (request: Request): string | null =>
	tokensOf(request, deviceCookieOf(request))[0] ?? null;

const deviceCookieOf = (request: Request): string =>
	isByHttps(request) ? HOST_DEVICE_COOKIE : DEVICE_COOKIE;

/**
 * Whether the browser asks by itself: a table that refreshes itself, or a page that is fetched
 * before anybody wants it.
 */
export const asksByItself = (request: Request): boolean =>
	request.headers.has("x-live-refresh") ||
	/\bprefetch\b/i.test(request.headers.get("sec-purpose") ?? request.headers.get("purpose") ?? "");

/**
 * Who sends this request, as the database knows them now; null when nobody is signed in (R1). The
 * `__Host-` cookie decides. The other one counts where that is missing or its session has ended,
 * and then the answer sets both.
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

/**
 * Ends every session that a request brings along, a planted one too: none is left to come back to.
 */
export async function endSessionsOf(request: Request): Promise<void> {
	const { db } = await getService();
	for (const { token } of sessionTokensOf(request)) await signOut(db, hashSecretToken(token));
}

/**
 * Headers that sign in (R2), the session's first. The browser keeps it as long as a session can
 * last; when it ends is decided by the database.
 */
export const signedInHeaders = (
	request: Request,
	{ token, deviceToken }: { token: string; deviceToken: string },
): [string, string][] => [
	...setCookies(cookies(request, token, SESSION_SECONDS_MAX)),
	...deviceHeaders(request, deviceToken),
];

/** Headers by which the browser is known at the next sign-in. */
export function deviceHeaders(request: Request, token: string): [string, string][] {
	const seconds = DEVICE_DAYS * 24 * 3600;
	return setCookies([cookie(deviceCookieOf(request), token, seconds, isByHttps(request))]);
}

/** Headers that make the browser forget its session. */
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
 * The URL is the one that the browser used, with HTTPS where PUBLIC_URL or a trusted proxy says so
 * (proxy.server.ts).
 */
const isByHttps = (request: Request): boolean => new URL(request.url).protocol === "https:";
