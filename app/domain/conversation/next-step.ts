import { readAccessCode } from "../match/inbound-call.ts";
import type { MatchOutcome } from "../match/outcome.ts";
import type { Destination } from "./destination.ts";
import type { Sentence } from "./heard.ts";
import { CODE_ASKS_MAX, type Position } from "./position.ts";

/** Seconds of silence after which the caller's input counts as complete (P2). */
export const CODE_TIMEOUT_SECONDS = 10;
/** The key that ends the caller's input (P2). */
export const CODE_END_KEY = "#";

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
 */
export type Question =
	| { ask: "match"; accessCode: string | null }
	| { ask: "release" }
	| { ask: "nothing" };

/**
 * The question of an event. Silence after a prompt is no guess, so match is not asked (P2). Some
 * platforms tell of a leg's every phase at the same URL; only the answer and the end count.
 */
export function questionOf({ position, digits, phase }: CallEvent): Question {
	switch (position.step) {
		case "start":
			return { ask: "match", accessCode: readAccessCode(digits ?? "") };
		case "code": {
			const accessCode = readAccessCode(digits ?? "");
			return accessCode === null ? { ask: "nothing" } : { ask: "match", accessCode };
		}
		case "answered":
			return { ask: phase === "ringing" ? "nothing" : "release" };
		case "dialed":
			return { ask: "release" };
		case "ended":
			return { ask: phase === "over" ? "release" : "nothing" };
	}
}

/**
 * The answer to `questionOf`. `SERVICE_AWAY`: match could not be asked, because the database is
 * away, a limit is reached, or the same call is still under way. `NOT_ASKED`: no question of match.
 */
export type Answer = {
	outcome: MatchOutcome | "SERVICE_AWAY" | "NOT_ASKED";
	codeLength: number | null;
};

/** Where calls go (P3): admitted calls to `target`, all others to `fallback`; null for nowhere. */
export type Places = { target: Destination | null; fallback: Destination | null };

/**
 * The next step of a call. `say` is heard first. `ask`: the caller keys in a code, and the phone
 * system calls back at `next`, with and without digits. `connect`: `verified` only for an admitted
 * call; a call to the fallback is marked as not verified. `end`: the call is hung up. `nothing`:
 * the phone system expects no instruction.
 */
export type Step =
	| { kind: "ask"; say: Sentence[]; codeLength: number | null; next: Position & { step: "code" } }
	| { kind: "connect"; say: Sentence[]; to: Destination; verified: boolean }
	| { kind: "end"; say: Sentence[] }
	| { kind: "nothing" };

/**
 * Decides the next step of a call (P2). It depends on its arguments alone, so a repeated webhook
 * gets the same step (P6). It never sees which criteria matched, so nothing that is heard tells how
 * near a guess was (C10).
 */
export function nextStep({ position, wasAnswered }: CallEvent, answer: Answer, at: Places): Step {
	switch (position.step) {
		case "start":
			return converse({ asked: 0, codeLength: null }, answer, at);
		case "code":
			return converse(position, answer, at);
		case "dialed":
			return { kind: "end", say: wasAnswered ? [] : ["unanswered", "tryLater"] };
		case "answered":
		case "ended":
			return { kind: "nothing" };
	}
}

type Asked = { asked: number; codeLength: number | null };

function converse(so: Asked, { outcome, codeLength }: Answer, at: Places): Step {
	switch (outcome) {
		case "MATCHED": {
			if (at.target === null) return refuse(["away"], "tryLater", at);
			const say: Sentence[] = so.asked === 0 ? [] : ["connecting"];
			return { kind: "connect", say, to: at.target, verified: true };
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

/** Says what is the matter. Then the fallback destination, else advice and the end of the call. */
const refuse = (because: Sentence[], advice: Sentence, { fallback }: Places): Step =>
	fallback === null
		? { kind: "end", say: [...because, advice] }
		: { kind: "connect", say: [...because, "connecting"], to: fallback, verified: false };
