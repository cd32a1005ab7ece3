import { createHmac } from "node:crypto";
import { jsonFields, textOfBody, writtenAnew } from "../json-fields.ts";
import { isSameText } from "../same-text.ts";
import type { SignatureRefusal, SignedBy, Webhook } from "../webhook.ts";
import { isWithinWindow } from "../within-window.ts";

export const jambonzSignature = (headers: Webhook["headers"]): string | undefined =>
	headers["jambonz-signature"];

/**
 * Checks the signature of a webhook of jambonz (P5): `t=TIME,v1=HEX`, HMAC-SHA256 of the time, a
 * dot and the body. Null if it is right. It does not cover the address. jambonz's own packages sign
 * the body as JavaScript writes it anew, so that form counts too: it reads as the same object.
 * `now` is in milliseconds.
 */
export function checkJambonzSignature(
	webhook: Webhook,
	{ secrets }: Pick<SignedBy, "secrets">,
	now: number,
): SignatureRefusal | "unreadable" | null {
	const given = jambonzSignature(webhook.headers);
	if (!given) return "no-signature";
	const usable = secrets.filter((secret) => secret !== "");
	if (usable.length === 0) return "no-secret";
	const parts = given.split(",").map((part) => part.trim().split("=", 2));
	const timestamp = parts.find(([name]) => name === "t")?.[1] ?? "";
	const signatures = parts.flatMap(([name, value]) => (name === "v1" && value ? [value] : []));
	if (signatures.length === 0) return "wrong-signature";
	if (!isWithinWindow(timestamp, now)) return "out-of-time";
	const fits = (body: Uint8Array | string): boolean =>
		usable.some((secret) => {
			const right = createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex");
			return signatures.some((signature) => isSameText(signature, right));
		});
	const raw = fits(webhook.body);
	const fields = jsonFields(webhook);
	if (raw) return fields === null ? "unreadable" : null;
	const anew = writtenAnew(webhook);
	return anew !== null && anew !== textOfBody(webhook) && fits(anew) ? null : "wrong-signature";
}
