import { timingSafeEqual } from "node:crypto";
import type { Webhook } from "../webhook.ts";

/** The header in which a SIP proxy sends its key. */
export const PROXY_KEY_HEADER = "x-api-key";

/** Why the key of a SIP proxy is refused. */
export type KeyRefusal = "no-key" | "no-secret" | "wrong-key";

/**
 * Checks the key that a SIP proxy sent (P5). Null if it is right. `hashes` are those of the valid
 * keys: two while one is rotated. `hash` makes the same of the sent one. Compares with every hash,
 * in constant time.
 */
export function checkProxyKey(
	{ headers }: Pick<Webhook, "headers">,
	hashes: readonly string[],
	hash: (key: string) => string,
): KeyRefusal | null {
	const sent = headers[PROXY_KEY_HEADER]?.trim() ?? "";
	if (sent === "") return "no-key";
	if (hashes.length === 0) return "no-secret";
	const given = Buffer.from(hash(sent));
	const fits = hashes.map((right) => {
		const bytes = Buffer.from(right);
		return given.length === bytes.length && timingSafeEqual(given, bytes);
	});
	return fits.includes(true) ? null : "wrong-key";
}
