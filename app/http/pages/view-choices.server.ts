import { parse } from "cookie";
import {
	readViewChoices,
	type ViewChoices,
	viewChoicesText,
} from "../../domain/people/view-choices.ts";

const COOKIE = "call_in_view";
const YEAR_SECONDS = 365 * 24 * 3600;

/** How this browser shows the pages. The cookie grants nothing, so anybody may plant it. */
export const viewChoicesOf = (request: Request): ViewChoices =>
	readViewChoices(
		new URLSearchParams(
			parse(request.headers.get("cookie") ?? "", { decode: String })[COOKIE] ?? "",
		),
	);

/** The header that keeps a browser's choices. The script reads none of them from the cookie. */
export function viewChoicesHeaders(request: Request, choices: ViewChoices): [string, string][] {
	const isSecure = new URL(request.url).protocol === "https:";
	const attributes = ["Path=/", `Max-Age=${YEAR_SECONDS}`, "HttpOnly", "SameSite=Lax"];
	const line = [`${COOKIE}=${viewChoicesText(choices)}`, ...attributes];
	return [["set-cookie", [...line, ...(isSecure ? ["Secure"] : [])].join("; ")]];
}
