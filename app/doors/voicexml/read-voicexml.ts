import type { CallEvent } from "../../domain/conversation/next-step.ts";
import { readPosition } from "../../domain/conversation/position.ts";
import { CALL_ID_CHARACTERS_MAX } from "../../domain/match/inbound-call.ts";
import type { DoorCall } from "../door.ts";
import { queryOf, type Webhook, webhookFields } from "../webhook.ts";

/** The variables that every document submits: two of the session, and the call's own ID. */
export const DIALED = "session.connection.local.uri";
export const CALLER = "session.connection.remote.uri";
export const CALL = "call";
/** The result of a prompt, and that of a transfer. */
export const DIGITS = "digits";
export const AGENT = "agent";

/** How a transfer ends that somebody had answered (W3C VoiceXML 2.0, 2.3.7.3). */
const ANSWERED: ReadonlySet<string | null> = new Set([
	...["near_end_disconnect", "far_end_disconnect", "network_disconnect", "maxtime_disconnect"],
]);

/**
 * Whether an interpreter asks for its first document. It knows the numbers, and sends them only
 * when a document submits them.
 */
export function isOpening(webhook: Webhook): boolean {
	const fields = webhookFields(webhook);
	const isNew = readPosition(queryOf(webhook.target)).step === "start";
	return isNew && !fields.has(DIALED) && !fields.has(CALLER);
}

/**
 * Reads what a VoiceXML document submitted, by GET or as a form. VoiceXML has no ID for a call, so
 * the first document makes one. An interpreter says `undefined` for a number that it does not know.
 */
export function readVoiceXmlRequest(webhook: Webhook): DoorCall {
	const fields = webhookFields(webhook);
	const position = readPosition(queryOf(webhook.target));
	const known = (name: string): string => {
		const value = fields.get(name) ?? "";
		return value === "undefined" ? "" : value;
	};
	const callId = known(CALL);
	const event: CallEvent = {
		position,
		// The result of a DTMF grammar can have a space between its keys.
		digits: position.step === "code" ? known(DIGITS).replace(/\s/g, "") || null : null,
		phase: position.step === "ended" ? "over" : "talking",
		wasAnswered: ANSWERED.has(fields.get(AGENT)),
	};
	return {
		callId: callId === "" ? null : callId.slice(0, CALL_ID_CHARACTERS_MAX),
		toPhoneNumber: known(DIALED),
		fromPhoneNumber: known(CALLER),
		attestation: null,
		event,
	};
}
