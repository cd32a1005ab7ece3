import { type AgentHeader, agentHeaders } from "../../domain/conversation/agent-headers.ts";
import type { Step } from "../../domain/conversation/next-step.ts";
import { speechOfStep } from "../../domain/conversation/speech-of-step.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import {
	type Connection,
	connectionPath,
	presentSecret,
} from "../../domain/phone-systems/connection.ts";
import { factsOfKind, hasPrompts } from "../../domain/phone-systems/connection-kinds.ts";
import {
	type CallAnswer,
	type CallRefusal,
	notedEvent,
} from "../../domain/phone-systems/noted-call.ts";
import { platformVoice } from "../../domain/phone-systems/platform-voices.ts";
import { noteCall } from "../../operations/phone-systems/note-connection-call.ts";
import {
	awayCall,
	isDatabaseAway,
	pausedCall,
	type TakenCall,
	takeCall,
} from "../../operations/phone-systems/take-call.ts";
import { texts } from "../../texts/texts.ts";
import type { Decided, Door, DoorAnswer, DoorCall, Speech } from "../door.ts";
import type { Webhook } from "../webhook.ts";
import { plainly, RETRY } from "./refuse-webhook.ts";
import { type Exchange, logFailure } from "./webhook-exchange.ts";

/** An authentic webhook. `isStale`: the connection is the last known one, the database is away. */
type Authentic = {
	connection: Connection;
	door: Door;
	webhook: Webhook;
	isStale: boolean;
	publicUrl: string | undefined;
	country: CountryCode;
};

/** Answers an authentic webhook as a call, and notes it for the connection's page. */
export async function answerCall(
	exchange: Exchange,
	{ connection, door, webhook, isStale, publicUrl, country }: Authentic,
): Promise<DoorAnswer> {
	const { service, corrId } = exchange;
	const opening = door.open?.(webhook);
	if (opening) return opening;
	const call = door.read(webhook);
	const { step: at } = call.event.position;
	// The end of a call that came in before the pause still releases its request.
	const isPaused = connection.isPaused && (at === "start" || at === "code");
	const taken = isStale
		? awayCall(connection, call, country)
		: isPaused
			? await pausedCall(service, connection, call, country)
			: await takeCall(service, connection, call, { corrId, country });
	if (taken.failure !== null) logFailure(taken.failure, exchange);
	const isAway = isStale || (taken.failure !== null && isDatabaseAway(taken.failure));
	const answered = write(door, call, taken, {
		speech: speechFor(connection, taken),
		url: `${publicUrl ?? ""}${connectionPath(connection.id)}`,
		headers: headersFor(connection, taken),
		secret: presentSecret(connection),
		isFailed: isStale || taken.failure !== null,
	});
	noteTaken(exchange, connection, call, taken, {
		answer: answerOf(taken.step, door),
		status: answered.status,
		refusal: isPaused ? "paused" : isAway ? "database-away" : null,
	});
	return answered;
}

function write(
	door: Door,
	call: DoorCall,
	taken: TakenCall,
	{
		isFailed,
		...written
	}: Pick<Decided, "url" | "headers" | "speech" | "secret"> & { isFailed: boolean },
): DoorAnswer {
	const { outcome, codeLength, step, request } = taken;
	// No document is expected here, so that the phone system may tell it again.
	if (isFailed && step.kind === "nothing") return plainly(503, texts.messages.doors.away, RETRY);
	const dialed = dialedNumber(taken);
	return door.write({ call, dialed, outcome, codeLength, step, request, ...written });
}

/**
 * The number that the caller dialed. An admitted call has that of its request, also where the event
 * tells the numbers of the agent's leg. Else as it was read; null if it was not told.
 */
export const dialedNumber = ({ request, toNumber }: TakenCall): string | null =>
	request?.toPhoneNumber ?? toNumber;

/** What the caller hears in a step, in the language and words of the connection (P4). */
export const speechFor = (
	{ kind, ownSentences }: Connection,
	{ step, language }: Pick<TakenCall, "step" | "language">,
): Speech => ({
	text: speechOfStep(step, ownSentences[language], language),
	...platformVoice(kind, language),
});

/**
 * Nothing travels with a call that is not verified (P3). A SIP proxy sends an admitted call on by
 * itself where no destination is set.
 */
export function headersFor(
	{ kind, userDataKeys }: Connection,
	{ step, outcome, request }: TakenCall,
): AgentHeader[] {
	const { carrier } = factsOfKind(kind);
	const isVerified =
		(step.kind === "connect" && step.verified) || (outcome === "MATCHED" && !hasPrompts(kind));
	if (!isVerified || request === null)
		return step.kind === "connect" ? agentHeaders(null, userDataKeys, carrier) : [];
	const { id, userData } = request;
	const needed = userDataKeys.length > 0 && userData !== null;
	const travelling = { id, userData: needed ? JSON.parse(userData) : null };
	return agentHeaders(travelling, userDataKeys, carrier);
}

function noteTaken(
	{ service }: Exchange,
	connection: Connection,
	{ callId, event, hidesCaller, ...own }: DoorCall,
	{ fromNumber, toNumber, outcome }: TakenCall,
	told: { answer: CallAnswer; status: number; refusal: CallRefusal | null },
): void {
	const isMatched = outcome !== "SERVICE_AWAY" && outcome !== "NOT_ASKED";
	noteCall(service, connection, {
		callId,
		toNumber,
		fromNumber: hidesCaller ? null : fromNumber,
		event: notedEvent(event, own),
		outcome: isMatched ? outcome : null,
		...told,
	});
}

function answerOf(step: Step, { tellsDecision = false }: Door): CallAnswer {
	if (step.kind === "connect" && step.next.leg === 2) return "connect-second";
	if (tellsDecision && step.kind !== "nothing") return "decision";
	if (step.kind !== "connect") return step.kind;
	return step.verified ? "connect" : "connect-fallback";
}
