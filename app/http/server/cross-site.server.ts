import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";

/**
 * Whether a browser asks for a change on behalf of another site (R2). Browsers say so themselves on
 * HTTPS and localhost; elsewhere the form's origin must have the host that was asked, which the
 * request's URL has (X-Forwarded-Host counts only with TRUST_PROXY: proxy.server.ts), or that of
 * PUBLIC_URL, since a proxy may ask for another. Where the own scheme is known to be HTTPS, the
 * form's must be too: without it, anybody on the line can write the page. A request with neither
 * header is no browser's. Reading is never cross-site: it changes nothing, and the cookie is
 * SameSite=Lax besides.
 */
export function isCrossSite(request: Request, publicUrl?: string): boolean {
	if (isSafe(request)) return false;
	const site = request.headers.get("sec-fetch-site");
	if (site !== null) return site !== "same-origin" && site !== "none";
	const origin = request.headers.get("origin");
	if (origin === null) return false;
	return ![request.url, publicUrl].some(
		(own) => own !== undefined && isSameSite(origin, new URL(own)),
	);
}

function isSameSite(origin: string, own: URL): boolean {
	if (!URL.canParse(origin)) return false;
	const { host, protocol } = new URL(origin);
	return host === own.host && (own.protocol !== "https:" || protocol === "https:");
}

export const CROSS_SITE_MESSAGE = texts.messages.server.crossSite;

/** Throws 403 for a change that another site asks for. */
export function refuseCrossSite(request: Request): void {
	if (isCrossSite(request, getEnv().PUBLIC_URL))
		throw new Response(CROSS_SITE_MESSAGE, { status: 403 });
}

/** Whether a request only reads. */
export const isSafe = (request: Request): boolean =>
	request.method === "GET" || request.method === "HEAD";
