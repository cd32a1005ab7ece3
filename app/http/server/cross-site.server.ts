import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";

/**
 * Whether a browser requests a change on behalf of another site (R2). On HTTPS and localhost,
 * browsers send Sec-Fetch-Site. Elsewhere the form's Origin must match the host of the request's
 * URL (X-Forwarded-Host counts only with TRUST_PROXY: proxy.server.ts) or of PUBLIC_URL, since a
 * proxy may change the host. If our own scheme is known to be HTTPS, the form's must be HTTPS too:
 * a page sent by HTTP can be forged on the network. A request with neither header is not from a
 * browser. Reads are never cross-site: they change nothing, and the cookie is SameSite=Lax.
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

/** The refusal in words. With PUBLIC_URL, the address that counts is named. */
export const crossSiteMessage = (publicUrl: string | undefined): string =>
	publicUrl === undefined ? words.crossSite : words.crossSiteAt({ address: publicUrl });

const words = texts.messages.server;

/** Throws 403 for a cross-site change. */
export function refuseCrossSite(request: Request): void {
	const { PUBLIC_URL } = getEnv();
	if (isCrossSite(request, PUBLIC_URL))
		throw new Response(crossSiteMessage(PUBLIC_URL), { status: 403 });
}

/** Whether a request only reads. */
export const isSafe = (request: Request): boolean =>
	request.method === "GET" || request.method === "HEAD";
