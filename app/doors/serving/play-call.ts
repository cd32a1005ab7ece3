import type { CallEvent, Step } from "../../domain/conversation/next-step.ts";
import type { Position } from "../../domain/conversation/position.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import { type Connection, connectionPath } from "../../domain/phone-systems/connection.ts";
import { parseKind } from "../../domain/phone-systems/connection-kinds.ts";
import { previewCall } from "../../operations/phone-systems/preview-call.ts";
import type { TakenCall } from "../../operations/phone-systems/take-call.ts";
import type { Service } from "../../platform/service.ts";
import { dialedNumber, headersFor, speechFor } from "./answer-call.ts";
import { DOORS } from "./doors.ts";

/**
 * A call to play through. `keyed` are the inputs at each prompt; an empty one is silence. After a
 * step that connects, one of any text is an agent who does not answer.
 */
export type PlayedCall = {
	toPhoneNumber: string;
	fromPhoneNumber: string;
	keyed: readonly string[];
};

/** One step of a played call: what the caller hears, and the document that would be sent. */
export type PlayedStep = {
	outcome: TakenCall["outcome"];
	does: Step["kind"];
	isVerified: boolean;
	goesTo: string | null;
	heard: string;
	document: string;
};

/** Whether calls of a connection's kind can be played through. A SIP proxy plays them itself. */
export function canPlay(kind: string): boolean {
	const known = parseKind(kind);
	const door = known && DOORS[known];
	return door !== undefined && door.tellsDecision !== true;
}

/** What stands for a secret in a document that is shown. */
const HIDDEN_SECRET = "••••••••";

/**
 * Plays a call through, without a phone (P4). Each step is decided as if the webhook came now.
 * Nothing is recorded, counted, reserved or released.
 */
export async function playCall(
	service: Service,
	connection: Connection,
	{ keyed, ...numbers }: PlayedCall,
	{ publicUrl, country }: { publicUrl: string; country: CountryCode },
): Promise<PlayedStep[]> {
	const door = DOORS[connection.kind];
	if (door === undefined) return [];
	const url = publicUrl + connectionPath(connection.id);
	const played: PlayedStep[] = [];
	let position: Position = { step: "start" };
	let admitted: TakenCall["request"] = null;
	for (const digits of [null, ...keyed]) {
		const event: CallEvent = { position, digits, phase: "talking", wasAnswered: false };
		const call = { ...numbers, callId: null, attestation: null, event };
		const taken = await previewCall(service, connection, call, country, admitted);
		const { step, outcome, codeLength, request } = taken;
		const headers = headersFor(connection, taken);
		const speech = speechFor(connection, taken);
		const decided = { call, outcome, codeLength, step, speech, headers, request, url };
		const more = { dialed: dialedNumber(taken), secret: HIDDEN_SECRET };
		const { body } = door.write({ ...decided, ...more });
		played.push({ outcome, ...shownStep(step), heard: speech.text, document: body });
		if (step.kind !== "ask" && step.kind !== "connect") break;
		position = step.next;
		admitted = request;
	}
	return played;
}

function shownStep(step: Step): Omit<PlayedStep, "outcome" | "heard" | "document"> {
	const isConnected = step.kind === "connect";
	const to = isConnected ? step.to : null;
	return {
		does: step.kind,
		isVerified: isConnected && step.verified,
		goesTo: to && (to.kind === "sip" ? to.address : to.number),
	};
}
