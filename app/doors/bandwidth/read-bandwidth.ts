import type { CallEvent } from "../../domain/conversation/next-step.ts";
import { type Position, readPosition } from "../../domain/conversation/position.ts";
import type { Attestation } from "../../domain/match/attestation.ts";
import { CALL_ID_CHARACTERS_MAX } from "../../domain/match/inbound-call.ts";
import type { DoorCall } from "../door.ts";
import { type JsonFields, jsonFields, objectField, textField } from "../json-fields.ts";
import { placed } from "../misplaced.ts";
import { attestationOfVerstat } from "../verstat.ts";
import { queryOf, type Webhook } from "../webhook.ts";

/**
 * Reads a webhook of Bandwidth: `initiate`, `gather`, `transferAnswer`, `transferComplete` and
 * `disconnect`. The agent's leg names the caller's as `parentCallId`.
 */
export function readBandwidthWebhook(webhook: Webhook): DoorCall {
	const fields = jsonFields(webhook);
	const text = (name: string): string => textField(fields, name);
	const callId = text("parentCallId") || text("callId") || null;
	const told = text("eventType");
	const kind = { initiate: "new-call", disconnect: "status" } as const;
	const { position, isMisplaced } = placed(
		readPosition(queryOf(webhook.target)),
		told === "initiate" || told === "disconnect" ? kind[told] : null,
	);
	return {
		callId: callId?.slice(0, CALL_ID_CHARACTERS_MAX) ?? null,
		toPhoneNumber: text("to"),
		fromPhoneNumber: text("from"),
		attestation: attestationOf(objectField(fields, "stirShaken")),
		event: eventOf(position, fields),
		isMisplaced,
		told: text("cause") || told,
	};
}

function eventOf(position: Position, fields: JsonFields | null): CallEvent {
	const told = textField(fields, "eventType");
	return {
		position,
		digits: position.step === "code" ? textField(fields, "digits") || null : null,
		phase: told === "disconnect" || told === "transferDisconnect" ? "over" : "talking",
		// The cause is why the leg ended: one that nobody answered has another.
		wasAnswered: told === "transferComplete" && textField(fields, "cause") === "hangup",
	};
}

/** Bandwidth tells the result and the level apart; the level counts only where it was verified. */
function attestationOf(told: JsonFields | null): Attestation | null {
	const verstat = textField(told, "verstat").trim();
	if (!/^TN-Validation-Passed$/i.test(verstat)) return attestationOfVerstat(verstat);
	return attestationOfVerstat(`${verstat}-${textField(told, "attestationIndicator").trim()}`);
}
