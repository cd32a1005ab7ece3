import type { CallPhase } from "../../domain/conversation/next-step.ts";
import { readPosition } from "../../domain/conversation/position.ts";
import type { Attestation } from "../../domain/match/attestation.ts";
import { CALL_ID_CHARACTERS_MAX } from "../../domain/match/inbound-call.ts";
import type { DoorCall } from "../door.ts";
import { type MessageKind, placed } from "../misplaced.ts";
import { queryOf, type Webhook, webhookFields } from "../webhook.ts";

const OVER: ReadonlySet<string | null> = new Set([
	...["completed", "busy", "failed", "timeout", "no-answer", "cancel"],
]);

/**
 * Reads a webhook of Plivo: of an application, of a prompt, of the agent's leg (`callbackUrl` of
 * `<Dial>`) and of its end (`action`). `CallUUID` is the caller's leg in all of them. Of a repeated
 * field the first counts.
 */
export function readPlivoWebhook(webhook: Webhook): DoorCall {
	const fields = webhookFields(webhook);
	const { position, isMisplaced } = placed(readPosition(queryOf(webhook.target)), kindOf(fields));
	const callId = fields.get("CallUUID") || fields.get("DialALegUUID") || null;
	return {
		callId: callId?.slice(0, CALL_ID_CHARACTERS_MAX) ?? null,
		toPhoneNumber: fields.get("To") ?? "",
		fromPhoneNumber: fields.get("From") ?? "",
		attestation: attestationOf(fields),
		event: {
			position,
			digits: fields.get("Digits"),
			phase: position.step === "answered" ? legPhase(fields) : callPhase(fields),
			wasAnswered: fields.get("DialStatus") === "completed",
		},
		isMisplaced,
		told: fields.get("DialStatus") ?? fields.get("DialAction") ?? fields.get("CallStatus") ?? "",
	};
}

function kindOf(fields: URLSearchParams): MessageKind {
	if (fields.get("Event") === "StartApp") return "new-call";
	return fields.get("Event") === "Hangup" || OVER.has(fields.get("CallStatus")) ? "status" : null;
}

function callPhase(fields: URLSearchParams): CallPhase {
	const status = fields.get("CallStatus");
	if (OVER.has(status)) return "over";
	return status === "ringing" || status === "queued" ? "ringing" : "talking";
}

/** Plivo tells of each event of the agent's leg at one address, and of keys pressed there too. */
function legPhase(fields: URLSearchParams): CallPhase {
	const action = fields.get("DialAction");
	if (action === "hangup") return "over";
	return action === "answer" || action === "connected" ? "talking" : "ringing";
}

/**
 * Plivo says `Verified` for the level A alone (docs.plivo.com, _STIR/SHAKEN_), and beside it the
 * level, if its network has one. `Not Verified` is B, C or nothing.
 */
function attestationOf(fields: URLSearchParams): Attestation | null {
	if (fields.get("STIRVerification")?.trim() !== "Verified") return null;
	const level = fields.get("STIRAttestation")?.trim().toUpperCase();
	return level === "B" || level === "C" ? level : "A";
}
