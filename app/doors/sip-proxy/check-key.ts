import { timingSafeEqual } from "node:crypto";
import { hashConnectionKey } from "../../operations/phone-systems/seal-connection-secret.ts";
import type { SignedBy, Webhook } from "../webhook.ts";

/** The header in which a SIP proxy sends its key. */
const KEY_HEADER = "x-api-key";

/** A question without a key needs no look at its secrets. */
export const lacksProxyKey = (headers: Webhook["headers"]): "no-key" | null =>
	sentKey(headers) === "" ? "no-key" : null;

/**
 * Checks the key that a SIP proxy sent (P5). Null if it is right. `secrets` are the hashes of the
 * valid keys: two while one is rotated. Compares with every hash, in constant time.
 */
export function checkProxyKey(
	{ headers }: Pick<Webhook, "headers">,
	{ secrets }: Pick<SignedBy, "secrets">,
): "no-key" | "wrong-key" | null {
	const sent = sentKey(headers);
	if (sent === "") return "no-key";
	const given = Buffer.from(hashConnectionKey(sent));
	const fits = secrets.map((right) => {
		const bytes = Buffer.from(right);
		return given.length === bytes.length && timingSafeEqual(given, bytes);
	});
	return fits.includes(true) ? null : "wrong-key";
}

const sentKey = (headers: Webhook["headers"]): string => headers[KEY_HEADER]?.trim() ?? "";
