/**
 * Whether a browser asks for a change on behalf of another site (R2). Browsers say so themselves on HTTPS and localhost; elsewhere the form's
 * origin must have the host that was asked, which the request's URL has (X-Forwarded-Host counts only with TRUST_PROXY: proxy.server.ts). A
 * request with neither header is no browser's. Reading is never cross-site: it changes nothing, and the cookie is SameSite=Lax besides.
 */
export function isCrossSite(request: Request): boolean {
	if (isSafe(request)) return false;
	const site = request.headers.get("sec-fetch-site");
	if (site !== null) return site !== "same-origin" && site !== "none";
	const origin = request.headers.get("origin");
	if (origin === null) return false;
	return !URL.canParse(origin) || new URL(origin).host !== new URL(request.url).host;
}

export const CROSS_SITE_MESSAGE = "This form was sent from another site. Open the page here, and try again.";

/** Throws 403 for a change that another site asks for. */
export function refuseCrossSite(request: Request): void {
	if (isCrossSite(request)) throw new Response(CROSS_SITE_MESSAGE, { status: 403 });
}

/** Whether a request only reads. */
export const isSafe = (request: Request): boolean => request.method === "GET" || request.method === "HEAD";
