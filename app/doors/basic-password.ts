import type { Webhook } from "./webhook.ts";

/** The user name of HTTP Basic authentication, where the product makes the password. */
export const BASIC_USER = "call-in";

/** The password of `Authorization: Basic` (RFC 7617), for any user; null without one. */
export function basicPassword(headers: Webhook["headers"]): string | null {
	const given = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(headers.authorization ?? "")?.[1];
	if (given === undefined) return null;
	const text = Buffer.from(given, "base64").toString("utf8");
	const colon = text.indexOf(":");
	return colon === -1 || colon === text.length - 1 ? null : text.slice(colon + 1);
}

/** A request without credentials needs no look at the connection's secrets. */
export const lacksBasicPassword = (headers: Webhook["headers"]): "no-key" | null =>
	basicPassword(headers) === null ? "no-key" : null;

/** What a 401 says, so that a client sends its credentials with the next request. */
export const BASIC_CHALLENGE = {
	"www-authenticate": 'Basic realm="Click-To-Call-In", charset="UTF-8"',
};
