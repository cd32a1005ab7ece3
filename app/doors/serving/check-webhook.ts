import { type Connection, validSecrets } from "../../domain/phone-systems/connection.ts";
import { factsOfKind } from "../../domain/phone-systems/connection-kinds.ts";
import type { CallRefusal } from "../../domain/phone-systems/noted-call.ts";
import type { Door } from "../door.ts";
import type { SignedBy, Webhook } from "../webhook.ts";

/**
 * What the webhooks of a connection are checked with (P5), or why none can be checked. `now` is in
 * milliseconds.
 */
export function signerOf(
	connection: Connection,
	publicUrl: string | undefined,
	now: number,
): SignedBy | CallRefusal {
	if (factsOfKind(connection.kind).needsPublicUrl && publicUrl === undefined)
		return "no-public-url";
	const secrets = validSecrets(connection, now);
	const isUnreadable = connection.secrets.some(({ value }) => value === null);
	if (secrets.length === 0) return isUnreadable ? "secret-unreadable" : "no-secret";
	return { publicUrl: publicUrl ?? "", secrets };
}

/**
 * Why a webhook is refused by its method, its type and its headers, before its body is read: that
 * costs nothing, and anybody can send it (O7). Null if the body is needed.
 */
export function refusalByHead(
	{ methods, lacks }: Door,
	{ method, headers }: Pick<Webhook, "method" | "headers">,
): CallRefusal | null {
	if (!methods.some((known) => known === method)) return "wrong-method";
	if (method !== "GET" && !isForm(headers)) return "wrong-content-type";
	return lacks(headers);
}

const FORM = "application/x-www-form-urlencoded";

/** A form in UTF-8, or nothing at all. */
function isForm(headers: Webhook["headers"]): boolean {
	if ((headers["content-encoding"] ?? "identity").trim().toLowerCase() !== "identity") return false;
	const given = headers["content-type"];
	if (given === undefined) return headers["content-length"] === "0";
	const [type = "", ...parameters] = given.toLowerCase().split(";");
	const charsets = parameters.flatMap(
		(parameter) => /^\s*charset\s*=\s*"?([^"]*?)"?\s*$/.exec(parameter)?.[1] ?? [],
	);
	return (
		type.trim() === FORM &&
		charsets.every((charset) => /^(utf-?8|us-ascii|iso-8859-1)$/.test(charset))
	);
}
