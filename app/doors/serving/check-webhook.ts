import { type Connection, validSecrets } from "../../domain/phone-systems/connection.ts";
import { needsPublicUrl } from "../../domain/phone-systems/connection-kinds.ts";
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
	if (needsPublicUrl(connection.kind) && publicUrl === undefined) return "no-public-url";
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
	{ methods, body, lacks }: Door,
	{ method, headers }: Pick<Webhook, "method" | "headers">,
): CallRefusal | null {
	if (!methods.some((known) => known === method)) return "wrong-method";
	if (method !== "GET" && !isOfType(headers, TYPES[body])) return "wrong-content-type";
	return lacks(headers);
}

const TYPES: Record<Door["body"], string> = {
	form: "application/x-www-form-urlencoded",
	json: "application/json",
};

/** A body of this type in UTF-8, or nothing at all. */
function isOfType(headers: Webhook["headers"], wanted: string): boolean {
	if ((headers["content-encoding"] ?? "identity").trim().toLowerCase() !== "identity") return false;
	const given = headers["content-type"];
	if (given === undefined) return headers["content-length"] === "0";
	if (given === wanted) return true;
	const [type = "", ...parameters] = given.toLowerCase().split(";");
	const charsets = parameters.flatMap(
		(parameter) => /^\s*charset\s*=\s*"?([^"]*?)"?\s*$/.exec(parameter)?.[1] ?? [],
	);
	return (
		type.trim() === wanted &&
		charsets.every((charset) => /^(utf-?8|us-ascii|iso-8859-1)$/.test(charset))
	);
}
