import type { Step } from "../../domain/conversation/next-step.ts";
import { speechOfStep } from "../../domain/conversation/speech-of-step.ts";
import { texts } from "../../texts/texts.ts";
import type { Door, DoorAnswer } from "../door.ts";
import { plainly, RETRY } from "./refuse-webhook.ts";

/**
 * The answer to a webhook of an unknown connection while the database is away: callers hear a
 * sentence. It tells nothing, so it needs no signature (P6).
 */
export function sayAway(door: Door | null): DoorAnswer {
	if (door === null) return plainly(503, texts.messages.doors.away, RETRY);
	const step: Step = { kind: "end", say: ["away", "tryLater"] };
	return door.write({
		speech: { text: speechOfStep(step), voice: null, language: null },
		call: {
			callId: null,
			toPhoneNumber: "",
			fromPhoneNumber: "",
			attestation: null,
			event: { position: { step: "start" }, digits: null, phase: "talking", wasAnswered: false },
		},
		dialed: null,
		outcome: "SERVICE_AWAY",
		codeLength: null,
		step,
		headers: [],
		request: null,
		secret: null,
		url: "",
	});
}
