import type { IncomingMessage } from "node:http";

/**
 * A name or an IP address, with a port or not. RFC 3986 allows more characters; no host has them.
 */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d*)?$/i;

/** Whether a text can be a host with its port: RFC 3986 (3.2.2), and what browsers would ask. */
export function isHost(text: string): boolean {
	if (text === lastHost) return true;
	if (!HOST.test(text) || !URL.canParse(`http://${text}`)) return false;
	lastHost = text;
	return true;
}

/**
 * Nearly all requests name the same host, and to parse it takes longer than all other checks of a
 * head.
 */
let lastHost = "localhost";

/** The start of a target in absolute form, which clients send to what they take for a proxy. */
const ABSOLUTE = /^https?:\/\/([^/?#]*)/i;

/** A target's path and query, whether or not it names the host before them. */
export const pathOfTarget = (target: string): string =>
	target.replace(ABSOLUTE, "").replace(/^(?!\/)/, "/");

/**
 * Whether a request says without doubt which host it asks. HTTP/1.1 wants one Host header that can
 * be a host, and HTTP/1.0 at most one (RFC 9112, 3.2). A target in absolute form has to name a
 * host too; then the header may be empty.
 */
export function namesOneHost({ url, rawHeaders, httpVersion, headers }: IncomingMessage): boolean {
	let hosts = 0;
	// Node gives the first of several as if it were the only one.
	for (let at = 0; at < rawHeaders.length; at += 2)
		if (rawHeaders[at]!.length === 4 && rawHeaders[at]!.toLowerCase() === "host") hosts += 1;
	const inTarget = ABSOLUTE.exec(url!)?.[1];
	if (hosts > 1 || (inTarget !== undefined && !isHost(inTarget))) return false;
	if (headers.host === undefined) return httpVersion !== "1.1";
	return isHost(headers.host) || (headers.host === "" && inTarget !== undefined);
}

/**
 * Gives a request whose target is in absolute form the host and the path of that (RFC 9112, 3.2.2).
 */
export function takeAbsoluteTarget(request: IncomingMessage): void {
	const host = ABSOLUTE.exec(request.url!)?.[1];
	if (host === undefined) return;
	request.headers.host = host;
	request.url = pathOfTarget(request.url!);
}

/** `127.0.0.0/8` and `::1`, the former also as IPv6 writes it, in words or in numbers. */
const LOOPBACK =
	/^(?:127\.\d+\.\d+\.\d+|::1|::ffff:(?:127\.\d+\.\d+\.\d+|7f[\da-f]{2}:[\da-f]{1,4}))$/;

/** Whether an IP address, as a socket or a URL tells it, is this machine's own. */
export const isLoopbackAddress = (address: string): boolean => LOOPBACK.test(address);

/** Whether a Host header names this machine by one of its own addresses or as `localhost`. */
export function isLoopbackHost(host: string | undefined): boolean {
	if (host === undefined || !isHost(host)) return false;
	// The URL has it in lower case, and the address in its shortest form.
	const name = new URL(`http://${host}`).hostname.replace(/\.$/, "").replace(/^\[(.*)\]$/, "$1");
	return name === "localhost" || isLoopbackAddress(name);
}
