import type { Role } from "../../domain/people/roles.ts";
import { isSafe } from "../server/cross-site.server.ts";

/** The landing page after sign-in. */
const HOME_PATH = "/";
/** A Monitor watches the requests (G17). */
const MONITOR_HOME_PATH = "/call-in";

export const homePath = (role: Role): string =>
	role === "monitor" ? MONITOR_HOME_PATH : HOME_PATH;

const UNLIKELY_HOST = "http://this-server.invalid";

/**
 * The path after a sign-in: `wanted` if it is a path of this server, else `home`. Prevents open
 * redirects: no scheme, no `//`, no backslash (browsers read it as a slash), no control characters
 * (browsers drop them).
 */
export function nextPath(wanted: FormDataEntryValue | null | undefined, home = HOME_PATH): string {
	if (typeof wanted !== "string" || !/^\/(?!\/)[^\\\p{Cc}]*$/u.test(wanted)) return home;
	if (!URL.canParse(wanted, UNLIKELY_HOST)) return home;
	const url = new URL(wanted, UNLIKELY_HOST);
	// Dot segments can produce a double slash at the start: `/.//example.com`.
	if (url.origin !== UNLIKELY_HOST || url.pathname.startsWith("//")) return home;
	return wanted === "/" || ["/login", "/logout"].includes(url.pathname)
		? home
		: url.pathname + url.search + url.hash;
}

/**
 * The sign-in page, with a way back to the present page. A refused change leads back to the page of
 * its form.
 */
export function loginPath(request: Request): string {
	const page = isSafe(request) ? request.url : request.headers.get("referer");
	const path =
		page !== null && URL.canParse(page) ? new URL(page).pathname + new URL(page).search : "/";
	return path === "/" || nextPath(path) !== path
		? "/login"
		: `/login?next=${encodeURIComponent(path)}`;
}
