import { createHmac } from "node:crypto";
import { parse } from "node:querystring";
import { isSameText } from "../same-text.ts";
import {
	formFields,
	type SignatureRefusal,
	type SignedBy,
	signedUrls,
	type Webhook,
} from "../webhook.ts";

export const plivoSignature = (headers: Webhook["headers"]): string | undefined =>
	headers["x-plivo-signature-v3"];

/**
 * Checks the signature of a webhook of Plivo, version 3 (P5): HMAC-SHA256, in base64, of the URL
 * with its query decoded and sorted, the form's fields, and a nonce. Null if it is right. The
 * header can have several signatures, of which one must fit. The signature covers no time.
 */
export function checkPlivoSignature(webhook: Webhook, by: SignedBy): SignatureRefusal | null {
	const given = plivoSignature(webhook.headers);
	const nonce = webhook.headers["x-plivo-signature-v3-nonce"];
	if (!given || !nonce) return "no-signature";
	const secrets = by.secrets.filter((secret) => secret !== "");
	if (secrets.length === 0) return "no-secret";
	const signatures = given.split(",").map((one) => one.trim());
	const fits = signedUrls(by, webhook).some((url) => {
		const text = `${signedText(url, webhook)}.${nonce}`;
		return secrets.some((secret) => {
			const right = createHmac("sha256", secret).update(text, "utf8").digest("base64");
			return signatures.some((signature) => isSameText(signature, right));
		});
	});
	return fits ? null : "wrong-signature";
}

/**
 * What is signed before the nonce. A form keeps a bare `?` behind an address without a query, and a
 * dot parts a query from the form's fields.
 */
function signedText(url: string, webhook: Webhook): string {
	const mark = url.indexOf("?");
	const base = mark === -1 ? url : url.slice(0, mark);
	const query = pairs(mark === -1 ? [] : queryFields(url.slice(mark + 1)), "=").join("&");
	const form = webhook.method === "GET" ? [] : pairs([...formFields(webhook)], "");
	if (form.length === 0) return query === "" ? base : `${base}?${query}`;
	return `${base}?${query}${query === "" ? "" : "."}${form.join("")}`;
}

/** Plivo decodes the query before it signs it. */
const queryFields = (query: string): [string, string][] =>
	Object.entries(parse(query)).flatMap(([name, values]) =>
		[values ?? ""].flat().map((value): [string, string] => [name, value]),
	);

/** Names in the order of code units, and the values of one name too. */
function pairs(fields: readonly (readonly [string, string])[], between: string): string[] {
	return [...fields]
		.sort(([a, x], [b, y]) => inOrder(a, b) || inOrder(x, y))
		.map(([name, value]) => name + between + value);
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
