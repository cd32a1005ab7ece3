import type { CallEvent } from "../conversation/next-step.ts";
import type { MatchOutcome } from "../match/outcome.ts";

export const CALL_EVENTS = [
	...["start", "code", "answered", "dialed", "unanswered", "second-dialed", "second-unanswered"],
	...["ended", "unreadable", "agent-leg", "call-status", "error"],
	...["start-misplaced", "ended-misplaced"],
] as const;
/**
 * What a phone system told: a new call, digits keyed in, an agent's leg answered, over, or over
 * without an answer, the same of the leg to the second destination, the end of the call, or nothing
 * that can be read. `agent-leg` and `call-status` change nothing, such as ringing. `error`: the
 * phone system tells of an error of its own. Misplaced: it came to the other one of the two URLs.
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
	/** Its own word may follow: see `notedEvent`. */
	event: NotedEvent | `${NotedEvent}:${string}`;
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

/** What a door read of an event, beside the event itself. */
type Told = { told?: string; isError?: boolean; isMisplaced?: boolean };

/** Events whose own word says more than their code does. */
const WORDED: ReadonlySet<NotedEvent> = new Set([
	...(["agent-leg", "call-status", "error", "unanswered", "second-unanswered"] as const),
]);

/**
 * What an event was, for the connection's page: a code, or `code:word` with the phone system's own
 * word, shortened.
 */
export function notedEvent(event: CallEvent, told: Told = {}): NotedCall["event"] {
	const code = codeOf(event, told);
	const word = WORDED.has(code) ? notedWord(told.told ?? "") : "";
	return word === "" ? code : `${code}:${word}`;
}

function codeOf({ position, phase, wasAnswered }: CallEvent, told: Told): NotedEvent {
	if (told.isError) return "error";
	switch (position.step) {
		case "start":
			return told.isMisplaced ? "start-misplaced" : "start";
		case "code":
			return "code";
		case "answered":
			return phase === "talking" ? "answered" : "agent-leg";
		case "dialed":
			if (position.leg === 2) return wasAnswered ? "second-dialed" : "second-unanswered";
			return wasAnswered ? "dialed" : "unanswered";
		case "ended":
			if (told.isMisplaced) return "ended-misplaced";
			return phase === "over" ? "ended" : "call-status";
	}
}

/** The code and the word of a noted event. */
export function readNotedEvent(event: string): { code: string; word: string | null } {
	const colon = event.indexOf(":");
	return colon === -1
		? { code: event, word: null }
		: { code: event.slice(0, colon), word: event.slice(colon + 1) };
}

const WORD_MAX = 120;

/** A word of a phone system on one line, without what may be a number or digits that were keyed. */
function notedWord(text: string): string {
	const line = text
		.slice(0, 1000)
		.replace(/\+?\p{Nd}[\p{Nd} ().-]{2,}\p{Nd}/gu, "…")
		.replace(/[\p{C}\s]+/gu, " ")
		.trim();
	const characters = [...line];
	return characters.length <= WORD_MAX ? line : `${characters.slice(0, WORD_MAX - 1).join("")}…`;
}

/** The number of calls kept for each connection. */
export const CALLS_KEPT = 50;
const CALL_ID_MAX = 128;

/** A phone system's own ID of a call, as far as it is kept: shortened, in plain characters. */
export const notedCallId = (callId: string | null): string | null =>
	callId === null ? null : callId.replace(/[^\x20-\x7e]/g, "").slice(0, CALL_ID_MAX);
