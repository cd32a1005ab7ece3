/**
 * The pages carry no inline script or style and load nothing from elsewhere, so the policy allows
 * neither. The referrer policy is not "no-referrer": with that, browsers send forms with `Origin:
 * null`, and a form from elsewhere could not be told from our own (R2).
 */
const ALWAYS: Record<string, string> = {
	"content-security-policy": [
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' data:",
		"font-src 'self'",
		"connect-src 'self'",
		"manifest-src 'self'",
		"form-action 'self'",
		"frame-ancestors 'none'",
		"base-uri 'none'",
	].join("; "),
	"x-content-type-options": "nosniff",
	"referrer-policy": "same-origin",
	"permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-resource-policy": "same-origin",
};

/**
 * For what is no page: data and files for programs, which must not be taken for one nor be used by
 * other sites.
 */
const NO_PAGE: Record<string, string> = {
	"content-security-policy": "default-src 'none'; frame-ancestors 'none'",
	"x-content-type-options": "nosniff",
	"referrer-policy": "no-referrer",
	"cross-origin-resource-policy": "same-origin",
};
const HTTPS_ONLY = { "strict-transport-security": "max-age=31536000" };
const NO_PAGE_BY_HTTPS = { ...NO_PAGE, ...HTTPS_ONLY };

/** The headers of an answer that is no page; HSTS only where the request came by HTTPS. */
export const noPageHeaders = (isHttps: boolean): Record<string, string> =>
	isHttps ? NO_PAGE_BY_HTTPS : NO_PAGE;

/**
 * Adds what keeps a page's answer safe; HSTS only where the request came by HTTPS. Pages show
 * personal data, so no cache keeps them unless they say so.
 */
export function setSecurityHeaders(headers: Headers, isHttps: boolean): void {
	for (const [name, value] of Object.entries(ALWAYS))
		if (!headers.has(name)) headers.set(name, value);
	if (isHttps) for (const [name, value] of Object.entries(HTTPS_ONLY)) headers.set(name, value);
	if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
}
