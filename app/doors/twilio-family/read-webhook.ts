import type { CallPhase } from "../../domain/conversation/next-step.ts";
import { readPosition } from "../../domain/conversation/position.ts";
import { CALL_ID_CHARACTERS_MAX } from "../../domain/match/inbound-call.ts";
import type { DoorCall } from "../door.ts";
import { type MessageKind, placed } from "../misplaced.ts";
import { queryOf, type Webhook, webhookFields } from "../webhook.ts";
import { attestationOf, type FamilyPlatform } from "./told-attestation.ts";

const NOT_YET: ReadonlySet<string | null> = new Set(["queued", "initiated", "ringing"]);
const OVER: ReadonlySet<string | null> = new Set([
	...["completed", "busy", "failed", "no-answer", "canceled"],
]);
const ANSWERED: ReadonlySet<string | null> = new Set(["completed", "answered"]);

/** Reads a webhook of Twilio, SignalWire or Telnyx TeXML. Of a repeated field the first counts. */
export function readFamilyWebhook(webhook: Webhook, platform: FamilyPlatform): DoorCall {
	const fields = webhookFields(webhook);
	const { position, isMisplaced } = placed(readPosition(queryOf(webhook.target)), kindOf(fields));
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
		isMisplaced,
		told: fields.get("DialCallStatus") ?? fields.get("CallStatus") ?? "",
	};
}

/** A status names its source, and that of a call's end is over. */
function kindOf(fields: URLSearchParams): MessageKind {
	const status = fields.get("CallStatus");
	if (OVER.has(status) || fields.has("CallbackSource")) return "status";
	return status === "ringing" ? "new-call" : null;
}

function phaseOf(status: string | null): CallPhase {
	if (NOT_YET.has(status)) return "ringing";
	return OVER.has(status) ? "over" : "talking";
}
