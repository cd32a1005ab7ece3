import type { CallEvent, CallPhase } from "../../domain/conversation/next-step.ts";
import { type Position, readPosition } from "../../domain/conversation/position.ts";
import { CALL_ID_CHARACTERS_MAX } from "../../domain/match/inbound-call.ts";
import type { DoorCall } from "../door.ts";
import { type JsonFields, jsonFields, objectField, textField } from "../json-fields.ts";
import { type MessageKind, placed } from "../misplaced.ts";
import { queryOf, type Webhook } from "../webhook.ts";

const NOT_ANSWERED: ReadonlySet<string> = new Set([
	...["busy", "timeout", "unanswered", "failed", "rejected", "cancelled"],
]);

/** The field of a prompt's address with the dialed number, in digits. */
export const DIALED = "dialed";

/**
 * Reads a webhook of Vonage: that of the answer URL, of a prompt (`dtmf.digits`), and the events of
 * a leg. The conversation is the call: caller's and agent's legs have one `conversation_uuid`, and
 * a `uuid` each. The numbers of an agent's leg are its own, so they tell nothing of the caller.
 * Vonage tells no attestation.
 */
export function readVonageWebhook(webhook: Webhook): DoorCall {
	const fields = jsonFields(webhook);
	const text = (name: string): string => textField(fields, name);
	const callId = text("conversation_uuid") || text("uuid") || null;
	const query = queryOf(webhook.target);
	const { position, isMisplaced } = placed(readPosition(query), kindOf(fields));
	const isOfAgent = position.step === "dialed" || text("direction") === "outbound";
	return {
		callId: callId?.slice(0, CALL_ID_CHARACTERS_MAX) ?? null,
		toPhoneNumber: isOfAgent ? "" : text("to") || dialedIn(query),
		fromPhoneNumber: isOfAgent ? "" : text("from"),
		attestation: null,
		event: eventOf(position, fields),
		isMisplaced,
		...toldBy(text),
	};
}

/** A new call has no status. An error of a document has its reason instead. */
function kindOf(fields: JsonFields | null): MessageKind {
	const has = (name: string): boolean => textField(fields, name) !== "";
	if (has("status") || has("reason")) return "status";
	return has("from") && has("to") && !has("type") ? "new-call" : null;
}

function toldBy(text: (name: string) => string): Pick<DoorCall, "told" | "isError"> {
	const [status, reason] = [text("status"), text("reason")];
	if (status === "" && reason !== "") return { told: reason, isError: true };
	const told = [status || text("type"), text("detail")].filter((word) => word !== "").join(", ");
	return told === "" ? {} : { told };
}

function dialedIn(query: URLSearchParams): string {
	const digits = query.get(DIALED) ?? "";
	return /^\d{1,15}$/.test(digits) ? `+${digits}` : "";
}

function eventOf(position: Position, fields: JsonFields | null): CallEvent {
	const status = textField(fields, "status");
	const event = { position, digits: null, phase: "talking", wasAnswered: false } as const;
	switch (position.step) {
		case "start":
			return event;
		case "code":
			return { ...event, digits: digitsIn(fields) };
		case "answered":
			return legEvent(status, { step: "dialed", leg: 1 });
		case "dialed":
			return legEvent(status, position);
		case "ended": {
			// The application's event URL may hear of the agent's leg too.
			const isCaller = textField(fields, "direction") !== "outbound";
			const isOver = status === "completed" || NOT_ANSWERED.has(status);
			return { ...event, phase: isCaller && isOver ? "over" : "talking" };
		}
	}
}

/**
 * All events of the agent's leg come to one address, and each says what it is. `completed` comes of
 * every leg, before or after the reason (support.vonage.com, 360057200092). So it does not tell
 * whether anybody answered: `answered` does, and the reason.
 */
function legEvent(status: string, position: Position): CallEvent {
	const event = { digits: null, phase: "talking", wasAnswered: false } as const;
	if (NOT_ANSWERED.has(status)) return { ...event, position };
	const phase = { answered: "talking", completed: "over" }[status] ?? "ringing";
	return { ...event, position: { step: "answered" }, phase: phase as CallPhase };
}

/** What the caller keyed in. An older prompt of Vonage told it as a text. */
const digitsIn = (fields: JsonFields | null): string | null =>
	textField(objectField(fields, "dtmf"), "digits") || textField(fields, "dtmf") || null;
