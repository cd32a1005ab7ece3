import type { IncomingMessage } from "node:http";

/**
 * A host name or IP address, with an optional port. RFC 3986 allows more characters; no real host
 * has them.
 */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d*)?$/i;

/**
 * Whether a text can be a host with a port, by RFC 3986 (3.2.2) and by the URL parser of browsers.
 */
export function isHost(text: string): boolean {
	if (text === lastHost) return true;
	if (!HOST.test(text) || !URL.canParse(`http://${text}`)) return false;
	lastHost = text;
	return true;
}

/**
 * Cache of one: nearly all requests name the same host, and parsing it takes longer than all other
 * checks of a head together.
 */
let lastHost = "localhost";

/**
 * The start of a target in absolute form. Clients send that form to a server that they take for a
 * proxy.
 */
const ABSOLUTE = /^https?:\/\/([^/?#]*)/i;

/** A target's path and query, in origin form or absolute form. */
export const pathOfTarget = (target: string): string =>
	target.replace(ABSOLUTE, "").replace(/^(?!\/)/, "/");

/**
 * Whether a request names its host without ambiguity. HTTP/1.1 requires exactly one valid Host
 * header, HTTP/1.0 at most one (RFC 9112, 3.2). A target in absolute form must name a host too; the
 * header may then be empty.
 */
export function namesOneHost({ url, rawHeaders, httpVersion, headers }: IncomingMessage): boolean {
	let hosts = 0;
	// For repeated Host headers, Node's `headers` has only the first.
	for (let at = 0; at < rawHeaders.length; at += 2)
		if (rawHeaders[at]!.length === 4 && rawHeaders[at]!.toLowerCase() === "host") hosts += 1;
	const inTarget = ABSOLUTE.exec(url!)?.[1];
	if (hosts > 1 || (inTarget !== undefined && !isHost(inTarget))) return false;
	if (headers.host === undefined) return httpVersion !== "1.1";
	return isHost(headers.host) || (headers.host === "" && inTarget !== undefined);
}

/**
 * For a target in absolute form, takes the request's host and path from the target (RFC 9112,
 * 3.2.2).
 */
export function takeAbsoluteTarget(request: IncomingMessage): void {
	const host = ABSOLUTE.exec(request.url!)?.[1];
	if (host === undefined) return;
	request.headers.host = host;
	request.url = pathOfTarget(request.url!);
}

/**
 * `127.0.0.0/8` and `::1`, and the former as an IPv4-mapped IPv6 address, dotted or in hexadecimal.
 */
const LOOPBACK =
	/^(?:127\.\d+\.\d+\.\d+|::1|::ffff:(?:127\.\d+\.\d+\.\d+|7f[\da-f]{2}:[\da-f]{1,4}))$/;

/** Whether an IP address, as a socket or a URL gives it, is a loopback address. */
export const isLoopbackAddress = (address: string): boolean => LOOPBACK.test(address);

/** Whether a Host header names this machine by a loopback address or as `localhost`. */
export function isLoopbackHost(host: string | undefined): boolean {
	if (host === undefined || !isHost(host)) return false;
	// The URL parser gives lower case, and the shortest form of an address.
	const name = new URL(`http://${host}`).hostname.replace(/\.$/, "").replace(/^\[(.*)\]$/, "$1");
	return name === "localhost" || isLoopbackAddress(name);
}
