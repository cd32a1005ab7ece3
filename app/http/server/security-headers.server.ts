/**
 * The pages have no inline script or style and load nothing from other origins, so the policy
 * forbids both. The referrer policy is not "no-referrer": under that policy, browsers send forms
 * with `Origin: null`, and a cross-site form would look like our own (R2).
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
 * For answers that are not pages: data and files for programs. A browser must not render them as a
 * page, and other sites must not embed them.
 */
const NO_PAGE: Record<string, string> = {
	"content-security-policy": "default-src 'none'; frame-ancestors 'none'",
	"x-content-type-options": "nosniff",
	"referrer-policy": "no-referrer",
	"cross-origin-resource-policy": "same-origin",
};
const HTTPS_ONLY = { "strict-transport-security": "max-age=31536000" };
const NO_PAGE_BY_HTTPS = { ...NO_PAGE, ...HTTPS_ONLY };

/** The headers of an answer that is not a page. HSTS only when the request came by HTTPS. */
export const noPageHeaders = (isHttps: boolean): Record<string, string> =>
	isHttps ? NO_PAGE_BY_HTTPS : NO_PAGE;

/**
 * Adds a page's security headers. HSTS only when the request came by HTTPS. Pages show personal
 * data, so caches store only pages that allow it themselves.
 */
export function setSecurityHeaders(headers: Headers, isHttps: boolean): void {
	for (const [name, value] of Object.entries(ALWAYS))
		if (!headers.has(name)) headers.set(name, value);
	if (isHttps) for (const [name, value] of Object.entries(HTTPS_ONLY)) headers.set(name, value);
	if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
}
