import type { IncomingMessage } from "node:http";
import { clientAddress, type Front, requestOrigin } from "./proxy.server.ts";
import { BODY_BYTES_MAX, readBody, streamBody } from "./request-body.server.ts";

/** Scheme, host and port only: no user part and no path. */
const ORIGIN = /^https?:\/\/[\w.:[\]-]+$/;
/** Routes that read their upload as a stream and check its size themselves. */
const UPLOADS = /^\/tools\/click-to-call-in\/(?:[^/]+\/)?import(?:\.data)?$/;

/**
 * Remix's older single-loader requests. The product never sends one, and public routes do not
 * support it.
 */
const LEGACY_DATA = "_data";

/** Built as text: resolving `//elsewhere/` against our origin would give another origin. */
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

/** Remix's router logs a path that it cannot decode, in full. */
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
