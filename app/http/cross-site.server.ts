import { getEnv } from "../env.server.ts";

/**
 * Whether a browser sent this on behalf of another site (R2). Browsers say so themselves on HTTPS and localhost; elsewhere the form's origin
 * must be the host that was asked. A request with neither header is no browser's.
 */
export function isCrossSite(request: Request, trustProxy: boolean): boolean {
	const site = request.headers.get("sec-fetch-site");
	if (site !== null) return site !== "same-origin" && site !== "none";
	const origin = request.headers.get("origin");
	if (origin === null) return false;
	const host = (trustProxy && firstOf(request.headers.get("x-forwarded-host"))) || request.headers.get("host");
	return host === null || !URL.canParse(origin) || new URL(origin).host !== host.toLowerCase();
}

/** Refuses a change that another site asks for: throws 403. Reading is never refused; the cookie is SameSite=Lax besides. */
export function refuseCrossSite(request: Request): void {
	if (isSafe(request) || !isCrossSite(request, getEnv().TRUST_PROXY)) return;
	throw new Response("This form was sent from another site. Open the page here, and try again.", { status: 403 });
}

/** Whether a request only reads. */
export const isSafe = (request: Request): boolean => request.method === "GET" || request.method === "HEAD";

/** What the proxy nearest to the client wrote: the first value of a list. */
export const firstOf = (header: string | null): string | null => header?.split(",")[0]?.trim() || null;
