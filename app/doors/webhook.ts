import { WEBHOOK_FIELDS_MAX } from "../domain/phone-systems/webhook-limits.ts";

const AMPERSAND = 38;

/**
 * A phone system's webhook as it arrived. `target` is the request line's, a path with its query;
 * header names are in lower case; `body` has the bytes that were sent.
 */
export type Webhook = {
	method: string;
	target: string;
	headers: Readonly<Record<string, string | undefined>>;
	body: Uint8Array;
	/** The form in the body, once it is read: the check and the door both need it. */
	form?: URLSearchParams;
	/** The JSON object in the body, once it is read; null if it is none. */
	json?: Readonly<Record<string, unknown>> | null;
};

/** What a check needs: PUBLIC_URL, and two secrets while one is rotated (P5). */
export type SignedBy = { publicUrl: string; secrets: readonly string[] };

/**
 * Why a webhook's signature is refused, for the connection's page and the metrics (P5).
 * `out-of-time`: its time stamp is missing, unreadable, or outside the platform's window.
 */
export const SIGNATURE_REFUSALS = [
	"no-signature",
	"no-secret",
	"wrong-signature",
	"unknown-algorithm",
	"out-of-time",
] as const;
export type SignatureRefusal = (typeof SIGNATURE_REFUSALS)[number];

/**
 * The URL as the platform may have signed it: without and with its port. PUBLIC_URL stands for
 * scheme, host and port, because a proxy may change them. The target stays as it arrived. Empty for
 * a target that is no path.
 */
export function signedUrls({ publicUrl }: SignedBy, { target }: Webhook): string[] {
	if (!target.startsWith("/")) return [];
	if (origins.of !== publicUrl) origins = { of: publicUrl, signed: originsOf(publicUrl) };
	return origins.signed.map((origin) => origin + target);
}

/** Those of the one PUBLIC_URL of the process, which are not read again for each call. */
let origins: { of: string; signed: string[] } = { of: "", signed: [] };

function originsOf(publicUrl: string): string[] {
	const { protocol, hostname, port } = new URL(publicUrl);
	const usedPort = port || (protocol === "https:" ? "443" : "80");
	return [`${protocol}//${hostname}`, `${protocol}//${hostname}:${usedPort}`];
}

/** The fields of a webhook's form, decoded, in the order in which they were sent. */
export function formFields(webhook: Webhook): URLSearchParams {
	webhook.form ??= readForm(webhook.body);
	return webhook.form;
}

function readForm(body: Uint8Array): URLSearchParams {
	const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
	// URLSearchParams drops a leading question mark, which in a form belongs to the first name.
	return new URLSearchParams(text.startsWith("?") ? `&${text}` : text);
}

/** Whether a form has more fields than any phone system sends; found without reading them. */
export function hasManyFields(body: Uint8Array): boolean {
	let from = -1;
	for (let fields = 1; fields <= WEBHOOK_FIELDS_MAX; fields += 1) {
		from = body.indexOf(AMPERSAND, from + 1);
		if (from === -1) return false;
	}
	return true;
}

/** The fields of a webhook: of its form, or of its query where it is a GET. */
export const webhookFields = (webhook: Webhook): URLSearchParams =>
	webhook.method === "GET" ? queryOf(webhook.target) : formFields(webhook);

/** The query of a target, for the conversation's position. */
export function queryOf(target: string): URLSearchParams {
	const mark = target.indexOf("?");
	return new URLSearchParams(mark === -1 ? "" : target.slice(mark + 1));
}
