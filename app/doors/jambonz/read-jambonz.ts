import type { CallEvent, CallPhase } from "../../domain/conversation/next-step.ts";
import { type Position, readPosition } from "../../domain/conversation/position.ts";
import { CALL_ID_CHARACTERS_MAX } from "../../domain/match/inbound-call.ts";
import type { DoorCall } from "../door.ts";
import { type JsonFields, jsonFields, objectField, textField } from "../json-fields.ts";
import { type MessageKind, placed } from "../misplaced.ts";
import { queryOf, type Webhook } from "../webhook.ts";

const NOT_YET: ReadonlySet<string> = new Set(["trying", "ringing", "early-media", "queued"]);
const OVER: ReadonlySet<string> = new Set(["completed", "failed", "busy", "no-answer"]);

/**
 * Reads a webhook of jambonz: of an application, of a prompt (`digits`), and of the agent's leg
 * (`dial_call_status`). The status of both legs comes to one address; the agent's one names the
 * caller's as `parent_call_sid`. Attestation is the trunk's word in a SIP header, which no
 * signature of jambonz vouches for, so none counts.
 */
export function readJambonzWebhook(webhook: Webhook): DoorCall {
	const fields = jsonFields(webhook);
	const text = (name: string): string => textField(fields, name);
	const { position, isMisplaced } = placed(readPosition(queryOf(webhook.target)), kindOf(fields));
	const callId = text("parent_call_sid") || text("call_sid") || null;
	return {
		callId: callId?.slice(0, CALL_ID_CHARACTERS_MAX) ?? null,
		toPhoneNumber: text("to"),
		fromPhoneNumber: text("from"),
		attestation: null,
		event: eventOf(position, fields),
		isMisplaced,
		told: text("dial_call_status") || text("call_status"),
	};
}

/** A new call brings its INVITE or the application's defaults, which no status has. */
function kindOf(fields: JsonFields | null): MessageKind {
	if (objectField(fields, "sip") !== null || objectField(fields, "defaults") !== null)
		return "new-call";
	return OVER.has(textField(fields, "call_status")) ? "status" : null;
}

function eventOf(position: Position, fields: JsonFields | null): CallEvent {
	const phase = phaseOf(textField(fields, "call_status"));
	const event = { position, digits: null, phase, wasAnswered: false };
	switch (position.step) {
		case "code":
			return { ...event, digits: textField(fields, "digits") || null };
		case "dialed":
			return { ...event, wasAnswered: textField(fields, "dial_call_status") === "completed" };
		case "ended":
			return textField(fields, "parent_call_sid") === ""
				? event
				: { ...event, position: { step: "answered" }, phase: legPhase(phase) };
		default:
			return event;
	}
}

function phaseOf(status: string): CallPhase {
	if (NOT_YET.has(status)) return "ringing";
	return OVER.has(status) ? "over" : "talking";
}

/** The end of the agent's leg is told by the prompt's own address; here only the answer counts. */
const legPhase = (phase: CallPhase): CallPhase => (phase === "talking" ? "talking" : "ringing");
