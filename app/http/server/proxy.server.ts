import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

/**
 * The client's address: of the socket, or with trusted proxies the hop of X-Forwarded-For that the
 * outermost of them wrote; the hops before it are whatever the client claims. What is no IP address
 * there is "unknown", and never taken for the proxy's own.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
	const hop = forwarded(request.headers["x-forwarded-for"], trustedProxies);
	return hop === "" ? (request.socket.remoteAddress ?? "") : plainAddress(hop);
}

/** What the settings say of the way between a browser and this process: TRUST_PROXY, PUBLIC_URL. */
export type Front = { trustedProxies: number; publicUrl?: string | undefined };

/** Scheme and host that the client used. */
export function requestOrigin(request: IncomingMessage, front: Front): string {
	const host =
		forwarded(request.headers["x-forwarded-host"], front.trustedProxies) ||
		request.headers.host ||
		"localhost";
	return `${isHttps(request, front) ? "https" : "http"}://${host}`;
}

/**
 * Whether the browser uses HTTPS. A PUBLIC_URL with HTTPS settles it, since a proxy may forget to
 * say so. Otherwise a trusted proxy has to say so, and of a request that was not read nobody knows.
 */
export function isHttps(
	request: IncomingMessage | undefined,
	{ trustedProxies, publicUrl }: Front,
): boolean {
	if (publicUrl?.startsWith("https:")) return true;
	return forwarded(request?.headers["x-forwarded-proto"], trustedProxies).toLowerCase() === "https";
}

/**
 * What the outermost trusted proxy wrote: each adds one at the end. Where there are fewer, not all
 * of them were passed, or not all add.
 */
function forwarded(header: string | string[] | undefined, trustedProxies: number): string {
	if (trustedProxies === 0 || header === undefined) return "";
	return String(header).split(",").slice(-trustedProxies)[0]!.trim();
}

/** `203.0.113.9`, with a port or not, or `2001:db8::1`, with brackets, port and zone or not. */
function plainAddress(text: string): string {
	const address =
		/^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
	return isIP(address) === 0 ? "unknown" : address;
}
