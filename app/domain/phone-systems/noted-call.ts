import type { CallEvent } from "../conversation/next-step.ts";
import type { MatchOutcome } from "../match/outcome.ts";

export const CALL_EVENTS = [
	...["start", "code", "answered", "dialed", "unanswered", "second-dialed", "second-unanswered"],
	...["ended", "unreadable"],
] as const;
/**
 * What a phone system told: a new call, digits keyed in, an agent's leg answered, over, or over
 * without an answer, the same of the leg to the second destination, the end of the call, or nothing
 * that can be read.
 */
export type NotedEvent = (typeof CALL_EVENTS)[number];

export const CALL_ANSWERS = [
	"ask",
	"connect",
	"connect-second",
	"connect-fallback",
	"end",
	"nothing",
	"decision",
] as const;
/** What was answered. `decision`: the outcome alone, for a SIP proxy (P7). */
export type CallAnswer = (typeof CALL_ANSWERS)[number];

export const CALL_REFUSALS = [
	...["no-signature", "no-secret", "wrong-signature", "unknown-algorithm", "out-of-time"],
	...["no-key", "wrong-key", "paused", "secret-unreadable", "no-public-url"],
	...["wrong-method", "wrong-content-type", "too-large", "unreadable", "crowded-out"],
	...["rate-limited", "database-away"],
] as const;
/**
 * Why a message of a phone system was not answered as a call. `crowded-out`: too many messages of
 * its address wait for their check.
 */
export type CallRefusal = (typeof CALL_REFUSALS)[number];

/**
 * A message of a phone system and its answer, for the page of its connection. It has the last
 * digits of numbers, and never the digits keyed.
 */
export type NotedCall = {
	/** Milliseconds since 1970. */
	at: number;
	callId: string | null;
	event: NotedEvent;
	fromDigits: string | null;
	toDigits: string | null;
	outcome: MatchOutcome | null;
	answer: CallAnswer | null;
	refusal: CallRefusal | null;
	/** The HTTP status of the answer. */
	status: number;
};

/**
 * The same while the process waits to write it: with the numbers as they were read. Of a busy
 * connection few are written, so the last digits are taken then.
 */
export type SeenCall = Omit<NotedCall, "fromDigits" | "toDigits"> & {
	fromNumber: string | null;
	toNumber: string | null;
};

/**
 * Messages that were refused for one reason before they proved where they come from. Anybody can
 * send them, so they are counted apart from the calls. `event` to `client` are of the last one.
 */
export type CountedRefusals = {
	refusal: CallRefusal;
	times: number;
	/** Milliseconds since 1970. */
	firstAt: number;
	lastAt: number;
	event: NotedEvent;
	/** The HTTP status of the answer. */
	status: number;
	/** The address of the client. */
	client: string;
};

/** What an event was, in the words of the connection's page. */
export function notedEvent({ position, wasAnswered }: CallEvent): NotedEvent {
	if (position.step !== "dialed") return position.step;
	if (position.leg === 2) return wasAnswered ? "second-dialed" : "second-unanswered";
	return wasAnswered ? "dialed" : "unanswered";
}

/** The number of calls kept for each connection. */
export const CALLS_KEPT = 50;
const CALL_ID_MAX = 128;

/** A phone system's own ID of a call, as far as it is kept: shortened, in plain characters. */
export const notedCallId = (callId: string | null): string | null =>
	callId === null ? null : callId.replace(/[^\x20-\x7e]/g, "").slice(0, CALL_ID_MAX);
