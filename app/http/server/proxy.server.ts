import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

/**
 * The client's address: the socket's, or behind trusted proxies the hop of X-Forwarded-For that the
 * outermost trusted proxy wrote. The client can forge the earlier hops. A hop that is not an IP
 * address gives "unknown", never the proxy's own address.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
	const hop = forwarded(request.headers["x-forwarded-for"], trustedProxies);
	return hop === "" ? (request.socket.remoteAddress ?? "") : plainAddress(hop);
}

/** The settings about the way between browser and process: TRUST_PROXY, PUBLIC_URL. */
export type Front = { trustedProxies: number; publicUrl?: string | undefined };

/** The scheme and host in the client's URL. */
export function requestOrigin(request: IncomingMessage, front: Front): string {
	const host =
		forwarded(request.headers["x-forwarded-host"], front.trustedProxies) ||
		request.headers.host ||
		"localhost";
	return `${isHttps(request, front) ? "https" : "http"}://${host}`;
}

/**
 * Whether the browser uses HTTPS. A PUBLIC_URL with HTTPS decides, since a proxy may omit
 * X-Forwarded-Proto. Otherwise a trusted proxy must send it. For an unread request the answer is
 * unknown.
 */
export function isHttps(
	request: IncomingMessage | undefined,
	{ trustedProxies, publicUrl }: Front,
): boolean {
	if (publicUrl?.startsWith("https:")) return true;
	return forwarded(request?.headers["x-forwarded-proto"], trustedProxies).toLowerCase() === "https";
}

/**
 * The value that the outermost trusted proxy wrote: each proxy appends one. With fewer values than
 * proxies, the request bypassed a proxy, or a proxy appends none.
 */
function forwarded(header: string | string[] | undefined, trustedProxies: number): string {
	if (trustedProxies === 0 || header === undefined) return "";
	return String(header).split(",").slice(-trustedProxies)[0]!.trim();
}

/** Strips the port, brackets and zone from addresses such as `203.0.113.9` or `2001:db8::1`. */
function plainAddress(text: string): string {
	const address =
		/^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
	return isIP(address) === 0 ? "unknown" : address;
}
