import type { CallEvent, CallPhase } from "../../domain/conversation/next-step.ts";
import { readPosition } from "../../domain/conversation/position.ts";
import type { Attestation } from "../../domain/match/attestation.ts";
import { CALL_ID_CHARACTERS_MAX } from "../../domain/match/inbound-call.ts";
import { queryOf, type Webhook, webhookFields } from "../webhook.ts";
import { attestationOf, type FamilyPlatform } from "./told-attestation.ts";

/**
 * A webhook as the operations need it: criteria of match, and the event of the conversation. The
 * numbers are as the platform writes them. `callId` is the caller's leg, not the agent's.
 */
export type FamilyCall = {
	callId: string | null;
	toPhoneNumber: string;
	fromPhoneNumber: string;
	attestation: Attestation | null;
	event: CallEvent;
};

const NOT_YET: ReadonlySet<string | null> = new Set(["queued", "initiated", "ringing"]);
const OVER: ReadonlySet<string | null> = new Set([
	...["completed", "busy", "failed", "no-answer", "canceled"],
]);
const ANSWERED: ReadonlySet<string | null> = new Set(["completed", "answered"]);

/** Reads a webhook of Twilio, SignalWire or Telnyx TeXML. Of a repeated field the first counts. */
export function readFamilyWebhook(webhook: Webhook, platform: FamilyPlatform): FamilyCall {
	const fields = webhookFields(webhook);
	const position = readPosition(queryOf(webhook.target));
	const own = fields.get("CallSid") || null;
	const callId = position.step === "answered" ? fields.get("ParentCallSid") || own : own;
	return {
		callId: callId?.slice(0, CALL_ID_CHARACTERS_MAX) ?? null,
		toPhoneNumber: fields.get("To") || (fields.get("Called") ?? ""),
		fromPhoneNumber: fields.get("From") || (fields.get("Caller") ?? ""),
		attestation: attestationOf(platform, fields),
		event: {
			position,
			digits: fields.get("Digits"),
			phase: phaseOf(fields.get("CallStatus")),
			wasAnswered: ANSWERED.has(fields.get("DialCallStatus")),
		},
	};
}

function phaseOf(status: string | null): CallPhase {
	if (NOT_YET.has(status)) return "ringing";
	return OVER.has(status) ? "over" : "talking";
}
