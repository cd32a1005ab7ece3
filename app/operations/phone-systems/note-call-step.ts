import type { CallStep } from "../../../db/match/call-steps.ts";
import type { CallEvent } from "../../domain/conversation/next-step.ts";
import type { Connection } from "../../domain/phone-systems/connection.ts";
import type { Service } from "../../platform/service.ts";
import { releaseCall } from "../match/release-call.ts";

/**
 * Notes how a call went on, for the records, and releases its request if the connection does so:
 * when the agent's leg is answered, else when the leg or the call is over (P6).
 */
export async function noteCallStep(
	service: Service,
	{ apiKey, releasesOnAnswer }: Connection,
	{ callId, event }: { callId: string | null; event: CallEvent },
): Promise<void> {
	if (callId === null) return;
	await releaseCall(service, {
		callId,
		apiKeyId: apiKey.id,
		step: stepOf(event),
		release: releasesOnAnswer,
	});
}

function stepOf({ position, phase, wasAnswered }: CallEvent): CallStep | null {
	switch (position.step) {
		case "answered":
			return phase === "talking" ? "answered" : null;
		case "dialed":
			return wasAnswered ? null : "unanswered";
		case "ended":
			return "ended";
		default:
			return null;
	}
}
