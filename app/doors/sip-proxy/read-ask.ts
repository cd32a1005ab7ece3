import { createHash } from "node:crypto";
import type { CallEvent } from "../../domain/conversation/next-step.ts";
import { CODE_ASKS_MAX, type Leg } from "../../domain/conversation/position.ts";
import { CALL_ID_CHARACTERS_MAX, readAccessCode } from "../../domain/match/inbound-call.ts";
import type { DoorCall } from "../door.ts";
import { attestationOfVerstat } from "../verstat.ts";
import { queryOf, type Webhook, webhookFields } from "../webhook.ts";

/**
 * Reads a SIP proxy's question from its query or its form (P7); a form's fields come before those
 * of its address. Of a repeated field the first with a value counts. A field can come in
 * hexadecimal, as `from.hex`: Kamailio cannot percent-encode bytes outside ASCII. Numbers are as
 * the SIP message writes them, whole header values included. The caller is the asserted identity,
 * else From.
 */
export function readProxyAsk(webhook: Webhook): DoorCall {
	const query = queryOf(webhook.target);
	const sent = webhook.method === "GET" ? [query] : [webhookFields(webhook), query];
	const told = (name: string): string =>
		sent
			.flatMap((fields) => [...fields.getAll(name), ...fields.getAll(`${name}.hex`).map(fromHex)])
			.find(isGiven) ?? "";
	return {
		callId: callIdOf(told("callId")),
		toPhoneNumber: told("dialed"),
		fromPhoneNumber: told("identity") || told("from"),
		attestation: attestationOfVerstat(told("verstat")),
		event: eventOf({
			code: told("code"),
			isAnswered: isYes(told("release")),
			isUnanswered: isYes(told("unanswered")),
			leg: told("leg") === "" ? 1 : 2,
		}),
		hidesCaller: hidesCaller(told("privacy")),
		headersInLine: told("headers").trim().toLowerCase() === "line",
	};
}

/**
 * A call that is answered or not, a code, or a new call. The proxy counts how often it asks for a
 * code, so each code comes as that of the last prompt: a wrong one gets the fallback.
 */
function eventOf({
	code,
	isAnswered,
	isUnanswered,
	leg,
}: {
	code: string;
	isAnswered: boolean;
	isUnanswered: boolean;
	leg: Leg;
}): CallEvent {
	const event = { digits: code || null, phase: "talking", wasAnswered: isAnswered } as const;
	if (isAnswered) return { ...event, position: { step: "answered" } };
	if (isUnanswered) return { ...event, position: { step: "dialed", leg } };
	if (readAccessCode(code) === null) return { ...event, position: { step: "start" } };
	return { ...event, position: { step: "code", asked: CODE_ASKS_MAX, codeLength: null } };
}

const fromHex = (digits: string): string => Buffer.from(digits, "hex").toString("utf8");

// Kamailio writes `<null>` for a header that the message does not have.
const isGiven = (value: string): boolean => value.trim() !== "" && value.trim() !== "<null>";

const isYes = (value: string): boolean => /^(?:1|true|yes|on)$/i.test(value.trim());

/**
 * By RFC 3323 and 3325; `full` is what older trunks say. `none`, `session` and `critical` ask for
 * nothing about the number.
 */
const hidesCaller = (privacy: string): boolean =>
	/(?:^|[;,\s])(?:id|user|header|full)(?:$|[;,\s])/i.test(privacy);

/** A Call-ID has no longest length. A long one keeps its beginning, and all of it counts. */
function callIdOf(sent: string): string | null {
	if (sent === "") return null;
	if (sent.length <= CALL_ID_CHARACTERS_MAX) return sent;
	const digest = createHash("sha256").update(sent).digest("hex");
	return `${sent.slice(0, CALL_ID_CHARACTERS_MAX - digest.length - 1)}~${digest}`;
}
