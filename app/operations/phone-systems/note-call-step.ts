import type { CallStep } from "../../../db/match/call-steps.ts";
import type { CallEvent } from "../../domain/conversation/next-step.ts";
import type { Connection } from "../../domain/phone-systems/connection.ts";
import type { Service } from "../../platform/service.ts";
import { findCall, noteStep } from "../match/release-call.ts";

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
	const matched = await findCall(service, callId, apiKey.id);
	if (matched === null) return;
	if (matched.steps.includes("forwarded") && isOfFirstLeg(event)) return;
	await noteStep(service, matched, { step: stepOf(event), release: releasesOnAnswer });
}

/** Vonage says "completed" of a leg too that nobody answered, once the second one rings. */
const isOfFirstLeg = ({ position }: CallEvent): boolean =>
	position.step === "dialed" && position.leg === 1;

/** How a matched call went on, for the records; null for what they do not show. */
function stepOf({ position, phase, wasAnswered }: CallEvent): CallStep | null {
	switch (position.step) {
		case "answered":
			return phase === "talking" ? "answered" : null;
		case "dialed":
			if (wasAnswered) return null;
			return position.leg === 1 ? "unanswered" : "second-unanswered";
		case "ended":
			return "ended";
		default:
			return null;
	}
}
