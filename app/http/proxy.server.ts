import type { IncomingMessage } from "node:http";

/**
 * The client's address: of the socket, or with TRUST_PROXY the last hop of X-Forwarded-For, which our own proxy wrote; the hops before it
 * are whatever the client claims.
 */
export function clientAddress(request: IncomingMessage, trustProxy: boolean): string {
	const forwarded = trustProxy ? lastOf(request.headers["x-forwarded-for"]) : "";
	return forwarded || (request.socket.remoteAddress ?? "");
}

/** Scheme and host that the client used; HTTPS only where a trusted proxy says so. */
export function requestOrigin(request: IncomingMessage, trustProxy: boolean): string {
	const scheme = trustProxy && lastOf(request.headers["x-forwarded-proto"]) === "https" ? "https" : "http";
	const host = (trustProxy && lastOf(request.headers["x-forwarded-host"])) || request.headers.host || "localhost";
	return `${scheme}://${host}`;
}

const lastOf = (header: string | string[] | undefined): string =>
	String(header ?? "")
		.split(",")
		.at(-1)!
		.trim();
