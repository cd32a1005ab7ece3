import { createHash, createHmac } from "node:crypto";
import { type JsonFields, jsonFields, readObject, textField, writtenAnew } from "../json-fields.ts";
import { isSameText } from "../same-text.ts";
import type { SignatureRefusal, SignedBy, Webhook } from "../webhook.ts";
import { isWithinWindow } from "../within-window.ts";

/** The token of `Authorization: Bearer`; undefined without one. */
export const vonageToken = (headers: Webhook["headers"]): string | undefined =>
	/^Bearer +(\S+) *$/i.exec(headers.authorization ?? "")?.[1];

/**
 * Checks the signature of a webhook of Vonage (P5): a JWT, signed with HS256 alone, whose
 * `payload_hash` is the SHA-256 of the body, as it was sent or as JavaScript writes it anew: Vonage
 * documents both. The token's signature covers the hash, so a stranger can make neither. Null if it
 * is right. The token does not cover the address. Vonage names no window for `iat`: five minutes
 * count, as for other platforms, and `exp` where it is told. `now` is in milliseconds.
 */
export function checkVonageSignature(
	webhook: Webhook,
	{ secrets }: Pick<SignedBy, "secrets">,
	now: number,
): SignatureRefusal | "unreadable" | null {
	const token = vonageToken(webhook.headers);
	if (token === undefined) return "no-signature";
	const usable = secrets.filter((secret) => secret !== "");
	if (usable.length === 0) return "no-secret";
	const [head = "", payload = "", signature = "", ...more] = token.split(".");
	const header = decoded(head);
	const claims = decoded(payload);
	if (header === null || claims === null || more.length > 0) return "wrong-signature";
	// A token that names its own algorithm could name none.
	if (textField(header, "alg") !== "HS256") return "unknown-algorithm";
	const fits = usable.some((secret) =>
		isSameText(
			signature,
			createHmac("sha256", secret).update(`${head}.${payload}`).digest("base64url"),
		),
	);
	if (!fits || !isHashOf(textField(claims, "payload_hash"), webhook)) return "wrong-signature";
	if (!isInTime(claims, now)) return "out-of-time";
	return jsonFields(webhook) === null ? "unreadable" : null;
}

const BASE64URL = /^[\w-]+$/;
const decoded = (part: string): JsonFields | null =>
	BASE64URL.test(part) ? readObject(Buffer.from(part, "base64url").toString("utf8")) : null;

function isHashOf(given: string, webhook: Webhook): boolean {
	const fits = (body: Uint8Array | string): boolean =>
		isSameText(given.toLowerCase(), createHash("sha256").update(body).digest("hex"));
	if (fits(webhook.body)) return true;
	const anew = writtenAnew(webhook);
	return anew !== null && fits(anew);
}

function isInTime(claims: JsonFields, now: number): boolean {
	const ends = textField(claims, "exp");
	const isOver = ends !== "" && !(now / 1000 < Number(ends));
	return !isOver && isWithinWindow(textField(claims, "iat"), now);
}
