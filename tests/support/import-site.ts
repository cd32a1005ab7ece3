import { ADMINISTRATOR } from "./config-site.ts";

// The bulk import's pages, sent as by a browser without JavaScript, at the least cost: the bench
// measures with this.

/**
 * An Administrator's cookie on a server started with ADMIN_EMAIL and ADMIN_PASSWORD of
 * `ADMINISTRATOR`.
 */
export async function signInAt(origin: string): Promise<string> {
	const answer = await fetch(`${origin}/login`, {
		method: "POST",
		body: new URLSearchParams(ADMINISTRATOR),
		redirect: "manual",
	});
	const cookie = answer.headers.getSetCookie().find((line) => line.startsWith("call_in_session="));
	if (cookie === undefined) throw new Error(`Not signed in: ${answer.status}`);
	return cookie.split(";", 1)[0]!;
}

/** Sends a file for review. Returns the path of the review page. */
export async function sendFile(
	site: { origin: string; cookie: string },
	groupId: string,
	mode: "add" | "replace",
	text: string,
): Promise<string> {
	const body = new FormData();
	body.set("mode", mode);
	body.set("file", new File([text], "numbers.csv", { type: "text/csv" }));
	const path = `/tools/click-to-call-in/${groupId}/import`;
	const answer = await fetch(site.origin + path, {
		method: "POST",
		headers: { cookie: site.cookie },
		body,
		redirect: "manual",
	});
	const location = answer.headers.get("location");
	if (answer.status !== 303 || location === null)
		throw new Error(`Not taken (${answer.status}): ${await answer.text()}`);
	return new URL(location, site.origin).pathname;
}

/** The page at a path, as HTML. */
export async function readPage(
	site: { origin: string; cookie: string },
	path: string,
): Promise<string> {
	const answer = await fetch(site.origin + path, { headers: { cookie: site.cookie } });
	if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
	return answer.text();
}

/**
 * Presses "Apply" on a review page, given as `html`, and confirms that numbers with live requests
 * go. Returns the answer without following redirects.
 */
export function pressApply(
	site: { origin: string; cookie: string },
	path: string,
	html: string,
): Promise<Response> {
	const body = new URLSearchParams({
		intent: "apply",
		version: hidden(html, "version"),
		poolVersion: hidden(html, "poolVersion"),
		mayRemoveLive: "on",
	});
	return fetch(site.origin + path, {
		method: "POST",
		headers: { cookie: site.cookie },
		body,
		redirect: "manual",
	});
}

function hidden(html: string, name: string): string {
	const [input = ""] = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(html) ?? [];
	const [, value] = /value="([^"]*)"/.exec(input) ?? [];
	if (value === undefined) throw new Error(`The page has no field “${name}”.`);
	return value;
}
