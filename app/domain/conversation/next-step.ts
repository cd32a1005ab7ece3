import { readAccessCode } from "../match/inbound-call.ts";
import type { MatchOutcome } from "../match/outcome.ts";
import type { Destination } from "./destination.ts";
import type { Sentence } from "./heard.ts";
import type { HeardLanguage } from "./heard-language.ts";
import { CODE_ASKS_MAX, type Position } from "./position.ts";

/** Seconds of silence after which the caller's input counts as complete (P2). */
export const CODE_TIMEOUT_SECONDS = 10;
/** The key that ends the caller's input (P2). */
export const CODE_END_KEY = "#";

/** Seconds that the first destination rings where there is a second one. */
export const RING_SECONDS = 30;

/** Seconds in which a caller dials, and in which a prompt is spoken, as a rule. */
const DIALING_SECONDS = 20;
const PROMPT_SECONDS = 5;

/** Seconds that a caller may need from the app to the last key of a code, asked each time (P2). */
export const CODE_CALL_SECONDS =
	DIALING_SECONDS + CODE_ASKS_MAX * (PROMPT_SECONDS + CODE_TIMEOUT_SECONDS);

/** How far the leg is that a webhook tells of. */
export type CallPhase = "ringing" | "talking" | "over";

/**
 * A webhook of a phone system, already read. `digits`: what the caller keyed in; null or empty if
 * nothing. `wasAnswered`: whether the agent's leg was answered, for the position `dialed`.
 */
export type CallEvent = {
	position: Position;
	digits: string | null;
	phase: CallPhase;
	wasAnswered: boolean;
};

/**
 * What must be found out before the next step. `match`: whose call it is, with the code that was
 * keyed in. `release`: the request that this call matched ends, if the connection releases (P6).
 * `second`: whether the call was admitted and has a second destination; else as `release`.
 */
export type Question =
	| { ask: "match"; accessCode: string | null }
	| { ask: "release" }
	| { ask: "second" }
	| { ask: "nothing" };

/**
 * The question of an event. Silence after a prompt is no guess, so match is not asked (P2). Some
 * platforms tell of a leg's every phase at the same URL. Only the answer counts there: that the leg
 * is over tells nothing of whether it was answered, and the second destination may be next.
 */
export function questionOf(event: CallEvent): Question {
	const { position, digits, phase } = event;
	switch (position.step) {
		case "start":
			return { ask: "match", accessCode: readAccessCode(digits ?? "") };
		case "code": {
			const accessCode = readAccessCode(digits ?? "");
			return accessCode === null ? { ask: "nothing" } : { ask: "match", accessCode };
		}
		case "answered":
			return { ask: phase === "talking" ? "release" : "nothing" };
		case "dialed":
			return { ask: isForwardable(event) ? "second" : "release" };
		case "ended":
			return { ask: phase === "over" ? "release" : "nothing" };
	}
}

/** Whether a leg is over that nobody answered, and the caller still waits for another one. */
const isForwardable = ({ position, phase, wasAnswered }: CallEvent): boolean =>
	position.step === "dialed" && position.leg === 1 && !wasAnswered && phase !== "over";

/**
 * The answer to `questionOf`. `SERVICE_AWAY`: match could not be asked, because the database is
 * away, a limit is reached, or the same call is still under way. `NOT_ASKED`: no question of match.
 */
export type Answer = {
	outcome: MatchOutcome | "SERVICE_AWAY" | "NOT_ASKED";
	codeLength: number | null;
};

/**
 * Where calls go (P3): admitted calls to `target`, and to `second` if nobody answers there; all
 * others to `fallback`. Null for nowhere. A call that is not admitted has no `second`.
 */
export type Places = {
	target: Destination | null;
	second: Destination | null;
	fallback: Destination | null;
};

/**
 * The next step of a call. `say` is heard first. `ask`: the caller keys in a code, and the phone
 * system calls back at `next`, with and without digits. `connect`: `verified` only for an admitted
 * call; a call to the fallback is marked as not verified. It calls back at `next` when the leg is
 * over, and lets it ring for `ringSeconds`; null is its own time. `end`: the call is hung up.
 * `nothing`: the phone system expects no instruction.
 */
export type Step =
	| { kind: "ask"; say: Sentence[]; codeLength: number | null; next: Position & { step: "code" } }
	| {
			kind: "connect";
			say: Sentence[];
			to: Destination;
			verified: boolean;
			next: Position & { step: "dialed" };
			ringSeconds: number | null;
	  }
	| { kind: "end"; say: Sentence[] }
	| { kind: "nothing" };

/**
 * Decides the next step of a call (P2). It depends on its arguments alone, so a repeated webhook
 * gets the same step (P6). It never sees which criteria matched, so nothing that is heard tells how
 * near a guess was (C10).
 */
export function nextStep(event: CallEvent, answer: Answer, at: Places): Step {
	const { position, wasAnswered } = event;
	switch (position.step) {
		case "start":
			return converse({ asked: 0, codeLength: null }, answer, at);
		case "code":
			return converse(position, answer, at);
		case "dialed": {
			const { second } = at;
			if (second !== null && isForwardable(event))
				return connect(["tryingSecond"], second, { verified: true, next: SECOND_LEG });
			return { kind: "end", say: wasAnswered ? [] : ["unanswered", "tryLater"] };
		}
		case "answered":
		case "ended":
			return { kind: "nothing" };
	}
}

const FIRST_LEG = { step: "dialed", leg: 1 } as const;
const SECOND_LEG = { step: "dialed", leg: 2 } as const;

type Connected = Step & { kind: "connect" };

const connect = (
	say: Sentence[],
	to: Destination,
	{
		verified = false,
		next = FIRST_LEG,
		ringSeconds = null,
	}: Partial<Pick<Connected, "verified" | "next" | "ringSeconds">> = {},
): Connected => ({ kind: "connect", say, to, verified, next, ringSeconds });

type Asked = { asked: number; codeLength: number | null };

function converse(so: Asked, { outcome, codeLength }: Answer, at: Places): Step {
	switch (outcome) {
		case "MATCHED": {
			if (at.target === null) return refuse(["away"], "tryLater", at);
			const say: Sentence[] = so.asked === 0 ? [] : ["connecting"];
			const ringSeconds = at.second === null ? null : RING_SECONDS;
			return connect(say, at.target, { verified: true, ringSeconds });
		}
		case "CODE_REQUIRED":
			return ask(so.asked === 0 ? [] : ["noCode"], { ...so, codeLength }, at);
		case "NOT_ASKED":
			return ask(["noCode"], so, at);
		case "WRONG_CODE":
			return ask(["wrongCode"], { ...so, codeLength }, at);
		case "SERVICE_AWAY":
			return so.asked === 0 || so.asked >= CODE_ASKS_MAX
				? refuse(["away"], "tryLater", at)
				: ask(["notChecked"], so, at);
		case "EXPIRED":
			return refuse(["expired"], "startAgain", at);
		case "AMBIGUOUS":
			return refuse(["busy"], "tryLater", at);
		case "LOCKED":
			return refuse(["locked"], "waitForLock", at);
		// One sentence for both: another would tell a stranger that a request is live on the number.
		case "ANI_MISMATCH":
		case "NOTHING_MATCHED":
			return refuse(["nothingFound"], "startAgain", at);
	}
}

function ask(because: Sentence[], { asked, codeLength }: Asked, at: Places): Step {
	if (asked >= CODE_ASKS_MAX) return refuse(because, "callAgain", at);
	return {
		kind: "ask",
		say: [...because, codeLength === null ? "enterCode" : "enterCodeOfLength"],
		codeLength,
		next: { step: "code", asked: asked + 1, codeLength },
	};
}

/**
 * The step, whose callback names the language in which the caller is spoken to. Later events
 * cannot tell the group: they have the agent's numbers, or the database is away (P4).
 */
export const speakingOn = (step: Step, language: HeardLanguage): Step => {
	switch (step.kind) {
		case "ask":
			return { ...step, next: { ...step.next, language } };
		case "connect":
			return { ...step, next: { ...step.next, language } };
		default:
			return step;
	}
};

/** They say that there is no connection, which the fallback would make untrue. */
const AGAINST_CONNECTING: ReadonlySet<Sentence> = new Set(["away", "busy"]);

/** Says what is the matter. Then the fallback destination, else advice and the end of the call. */
function refuse(because: Sentence[], advice: Sentence, { fallback }: Places): Step {
	if (fallback === null) return { kind: "end", say: [...because, advice] };
	const fitting = because.filter((sentence) => !AGAINST_CONNECTING.has(sentence));
	return connect([...fitting, "connecting"], fallback);
}
