import { createHmac, timingSafeEqual } from "node:crypto";
import { parse, stringify } from "node:querystring";
import {
	formFields,
	type SignatureRefusal,
	type SignedBy,
	signedUrls,
	type Webhook,
} from "../webhook.ts";

const HASHES = { HMAC_SHA1: "sha1", HMAC_SHA256: "sha256" } as const;
type Hash = (typeof HASHES)[keyof typeof HASHES];

export const twilioSignature = (headers: Webhook["headers"]): string | undefined =>
	headers["x-twilio-signature"];

export const signalWireSignature = (headers: Webhook["headers"]): string | undefined =>
	headers["x-signalwire-signature"] || headers["x-twilio-signature"];

/**
 * Checks the signature of a webhook of Twilio (P5): HMAC of the URL and the form's fields, in
 * base64. Null if it is right. With `X-Twilio-Webhooks-Signature-Settings`, Twilio signed with a
 * shared key, and names the algorithm. The signature covers no time, so there is no window.
 */
export function checkTwilioSignature(webhook: Webhook, by: SignedBy): SignatureRefusal | null {
	const hash = hashOf(webhook.headers["x-twilio-webhooks-signature-settings"]);
	if (hash === null) return "unknown-algorithm";
	const urls = signedUrls(by, webhook);
	const fields = twilioFields(webhook);
	const signature = twilioSignature(webhook.headers);
	const asSent = check(signature, by.secrets, hash, textsOf(urls, fields));
	if (asSent !== "wrong-signature") return asSent;
	const escaped = urls.flatMap(escapedForms).filter((url) => !urls.includes(url));
	return check(signature, by.secrets, hash, textsOf([...new Set(escaped)], fields));
}

/**
 * Checks the signature of a webhook of SignalWire's compatibility API (P5): as Twilio's, but with
 * repeated fields as they came, and SHA-1 alone. Null if it is right.
 */
export function checkSignalWireSignature(webhook: Webhook, by: SignedBy): SignatureRefusal | null {
	const signature = signalWireSignature(webhook.headers);
	const fields = signalWireFields(webhook);
	return check(signature, by.secrets, "sha1", textsOf(signedUrls(by, webhook), fields));
}

const textsOf = (urls: readonly string[], fields: string): string[] =>
	urls.map((url) => url + fields);

/** The algorithm that the settings header names; SHA-1 without one, null for an unknown one. */
function hashOf(settings: string | undefined): Hash | null {
	if (settings === undefined) return HASHES.HMAC_SHA1;
	const named = settings
		.split(",")
		.map((part) => /^\s*algorithm\s*=(.*)$/s.exec(part)?.[1]?.trim() ?? "")
		.find((algorithm) => algorithm !== "");
	const known = (named ?? "HMAC_SHA1").toUpperCase();
	return Object.hasOwn(HASHES, known) ? HASHES[known as keyof typeof HASHES] : null;
}

/** Twilio signs a repeated value of a field once, and the values of one field sorted. */
const twilioFields = (webhook: Webhook): string =>
	signedFields(webhook, (values) => [...new Set(values)].sort());

const signalWireFields = (webhook: Webhook): string => signedFields(webhook, (values) => values);

function signedFields(webhook: Webhook, order: (values: string[]) => string[]): string {
	// One pass: a stranger may send thousands of names, and nothing is checked yet.
	const fields = new Map<string, string[]>();
	for (const [name, value] of formFields(webhook)) {
		const values = fields.get(name);
		if (values === undefined) fields.set(name, [value]);
		else values.push(value);
	}
	// Both packages sort by UTF-16 code units, as `sort` does.
	return [...fields.keys()]
		.sort()
		.map((name) => {
			const values = fields.get(name) ?? [];
			// A name twice is rare, and ordering its values costs as much as all the rest.
			return values.length === 1
				? `${name}${values[0]}`
				: order(values)
						.map((value) => name + value)
						.join("");
		})
		.join("");
}

/**
 * Some of Twilio's servers sign an escaped form of the URL: as the URL standard escapes it, or with
 * its query written anew. Twilio's own check accepts both.
 */
function escapedForms(url: string): string[] {
	const origin = /^[a-z]+:\/\/[^/]*/.exec(url)?.[0] ?? "";
	const normal = new URL(url);
	const target = normal.href.slice(normal.origin.length);
	const [path, ...query] = target.split("?");
	const anew = query.join("?");
	return anew === ""
		? [origin + target]
		: [origin + target, `${origin}${path}?${stringify(parse(anew))}`];
}

/** Compares with every secret and text until one fits. Each comparison is in constant time. */
function check(
	signature: string | undefined,
	secrets: readonly string[],
	hash: Hash,
	texts: readonly string[],
): SignatureRefusal | null {
	if (!signature) return "no-signature";
	const usable = secrets.filter((secret) => secret !== "");
	if (usable.length === 0) return "no-secret";
	const given = Buffer.from(signature);
	const fits = usable.some((secret) =>
		texts.some((text) => {
			const right = Buffer.from(createHmac(hash, secret).update(text, "utf8").digest("base64"));
			return given.length === right.length && timingSafeEqual(given, right);
		}),
	);
	return fits ? null : "wrong-signature";
}
