import { createHash } from "node:crypto";
import type { Attestation } from "../../domain/match/attestation.ts";
import { CALL_ID_CHARACTERS_MAX } from "../../domain/match/inbound-call.ts";
import { attestationOfVerstat } from "../verstat.ts";
import { queryOf, type Webhook, webhookFields } from "../webhook.ts";

/**
 * What a SIP proxy asks (P7). Numbers are as the SIP message writes them, whole header values
 * included. `release`: the call is answered, so the request that it matched ends. `hidesCaller`:
 * the caller asked for privacy, so the number decides but is not shown (N4). `headersInLine`: the
 * proxy cannot read headers of the answer.
 */
export type ProxyAsk = {
	callId: string | null;
	toPhoneNumber: string;
	fromPhoneNumber: string;
	accessCode: string | null;
	attestation: Attestation | null;
	release: boolean;
	hidesCaller: boolean;
	headersInLine: boolean;
};

/** The media types of a form; a body without one is taken for a form. */
const FORM = /^(?:application\/x-www-form-urlencoded\s*(?:;.*)?)?$/i;

/**
 * Whether this is a GET, or a POST of a form. Else why not. HEAD is refused, because every ask is
 * recorded as a call.
 */
export function refusalOfForm({
	method,
	headers,
}: Pick<Webhook, "method" | "headers">): "wrong-method" | "wrong-content-type" | null {
	if (method !== "GET" && method !== "POST") return "wrong-method";
	if (method === "GET" || FORM.test(headers["content-type"]?.trim() ?? "")) return null;
	return "wrong-content-type";
}

/**
 * Reads a SIP proxy's question from its query or its form; a form's fields come before those of its
 * address. Of a repeated field the first with a value counts. A field can come in hexadecimal, as
 * `from.hex`: Kamailio cannot percent-encode bytes outside ASCII. The caller is the asserted
 * identity, else From. Null if neither a number nor a code is given.
 */
export function readProxyAsk(webhook: Webhook): ProxyAsk | null {
	const query = queryOf(webhook.target);
	const sent = webhook.method === "GET" ? [query] : [webhookFields(webhook), query];
	const told = (name: string): string =>
		sent
			.flatMap((fields) => [...fields.getAll(name), ...fields.getAll(`${name}.hex`).map(fromHex)])
			.find(isGiven) ?? "";
	const dialed = told("dialed");
	const caller = told("identity") || told("from");
	const code = told("code");
	if (dialed === "" && caller === "" && code === "") return null;
	return {
		callId: callIdOf(told("callId")),
		toPhoneNumber: dialed,
		fromPhoneNumber: caller,
		accessCode: code || null,
		attestation: attestationOfVerstat(told("verstat")),
		release: isYes(told("release")),
		hidesCaller: hidesCaller(told("privacy")),
		headersInLine: told("headers").trim().toLowerCase() === "line",
	};
}

const fromHex = (digits: string): string => Buffer.from(digits, "hex").toString("utf8");

// Kamailio writes `<null>` for a header that the message does not have.
const isGiven = (value: string): boolean => value.trim() !== "" && value.trim() !== "<null>";

const isYes = (value: string): boolean => /^(?:1|true|yes|on)$/i.test(value.trim());

/** By RFC 3323 and 3325. `none`, `session` and `critical` ask for nothing about the number. */
const hidesCaller = (privacy: string): boolean =>
	/(?:^|[;,\s])(?:id|user|header)(?:$|[;,\s])/i.test(privacy);

/** A Call-ID has no longest length. A long one keeps its beginning, and all of it counts. */
function callIdOf(sent: string): string | null {
	if (sent === "") return null;
	if (sent.length <= CALL_ID_CHARACTERS_MAX) return sent;
	const digest = createHash("sha256").update(sent).digest("hex");
	return `${sent.slice(0, CALL_ID_CHARACTERS_MAX - digest.length - 1)}~${digest}`;
}
