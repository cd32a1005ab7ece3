import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { SignatureRefusal, SignedBy, Webhook } from "../webhook.ts";

/** Seconds between a webhook of Telnyx and its arrival, in either direction (P5). */
export const TELNYX_WINDOW_SECONDS = 300;

const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export const telnyxSignature = (headers: Webhook["headers"]): string | undefined =>
	headers["telnyx-signature-ed25519"];

/**
 * Checks the signature of a webhook of Telnyx (P5): Ed25519 of the time stamp, `|` and the body.
 * Null if it is right. The secrets are public keys in base64, as Telnyx shows them. The signature
 * does not cover the URL. `now` is in milliseconds.
 */
export function checkTelnyxSignature(
	{ headers, body }: Webhook,
	{ secrets }: Pick<SignedBy, "secrets">,
	now: number,
): SignatureRefusal | null {
	const given = telnyxSignature(headers);
	if (!given) return "no-signature";
	const timestamp = headers["telnyx-timestamp"] ?? "";
	if (!isWithinWindow(timestamp, now)) return "out-of-time";
	const keys = secrets.map(telnyxKey).filter((key) => key !== null);
	if (keys.length === 0) return "no-secret";
	const signature = bytesOf(given, SIGNATURE_BYTES);
	if (signature === null) return "wrong-signature";
	const signed = Buffer.concat([Buffer.from(`${timestamp}|`), body]);
	return keys.some((key) => verify(null, signed, key, signature)) ? null : "wrong-signature";
}

/** Public keys by their text: making one takes some microseconds of each call. */
const keysByText = new Map<string, KeyObject | null>();
const KEYS_MAX = 100;

function telnyxKey(text: string): KeyObject | null {
	const known = keysByText.get(text);
	if (known !== undefined) return known;
	const key = readTelnyxKey(text);
	if (keysByText.size >= KEYS_MAX) keysByText.clear();
	keysByText.set(text, key);
	return key;
}

/** A public key of Telnyx: 32 bytes in base64. Null if the text is none. */
function readTelnyxKey(text: string): KeyObject | null {
	const bytes = bytesOf(text.trim(), PUBLIC_KEY_BYTES);
	if (bytes === null) return null;
	return createPublicKey({
		key: { kty: "OKP", crv: "Ed25519", x: bytes.toString("base64url") },
		format: "jwk",
	});
}

function isWithinWindow(timestamp: string, now: number): boolean {
	const seconds = /^\d+$/.test(timestamp) ? Number(timestamp) : Number.NaN;
	return Math.abs(Math.floor(now / 1000) - seconds) <= TELNYX_WINDOW_SECONDS;
}

function bytesOf(base64: string, length: number): Buffer | null {
	if (!BASE64.test(base64)) return null;
	const bytes = Buffer.from(base64, "base64");
	return bytes.length === length ? bytes : null;
}
