import type { IncomingMessage } from "node:http";
import { clientAddress, type Front, requestOrigin } from "./proxy.server.ts";
import { BODY_BYTES_MAX, readBody, streamBody } from "./request-body.server.ts";

/** Scheme, host and port, and nothing that would read as a user or a path. */
const ORIGIN = /^https?:\/\/[\w.:[\]-]+$/;
/** Routes that read their upload as it comes and count it themselves. */
const UPLOADS = /^\/tools\/click-to-call-in\/(?:[^/]+\/)?import(?:\.data)?$/;

/**
 * How Remix was asked for one loader of a page before it fetched them all: nobody of ours asks so,
 * and it makes no sense of public routes.
 */
const LEGACY_DATA = "_data";

/** Put together as text: resolving `//elsewhere/` against our own origin would leave it. */
export function pageUrl(request: IncomingMessage, front: Front): URL | null {
	if (!request.url?.startsWith("/")) return null;
	const origin = requestOrigin(request, front);
	const text = origin + request.url;
	if (!ORIGIN.test(origin) || !URL.canParse(text)) return null;
	const url = new URL(text);
	if (!isDecodable(url.pathname)) return null;
	if (url.searchParams.has(LEGACY_DATA)) url.searchParams.delete(LEGACY_DATA);
	return url;
}

/** The router prints a path that is not, whole. */
function isDecodable(pathname: string): boolean {
	try {
		decodeURIComponent(pathname);
		return true;
	} catch {
		return false;
	}
}

export async function pageBody(
	request: IncomingMessage,
	url: URL,
): Promise<BodyInit | undefined | "too-large" | "too-slow"> {
	if (request.method === "GET" || request.method === "HEAD") return undefined;
	if (UPLOADS.test(url.pathname)) return streamBody(request);
	return readBody(request, BODY_BYTES_MAX);
}

export function pageHeaders(request: IncomingMessage, trustedProxies: number): Headers {
	const headers = new Headers();
	for (let at = 0; at < request.rawHeaders.length; at += 2)
		headers.append(request.rawHeaders[at]!, request.rawHeaders[at + 1]!);
	headers.set("x-client-address", clientAddress(request, trustedProxies));
	return headers;
}
