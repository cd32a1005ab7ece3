import { type HeardLanguage, knownLanguage } from "./heard-language.ts";

/** How often a caller is asked for the access code in one call (P2). */
export const CODE_ASKS_MAX = 3;
const CODE_DIGITS_MIN = 4;
export const CODE_DIGITS_MAX = 12;

/** The leg to the destination, and that to the second one. */
export type Leg = 1 | 2;

/**
 * Where a call stands when the phone system calls back. `start`: the call comes in. `code`: the
 * caller was asked for the code `asked` times so far; it has `codeLength` digits, null if that is
 * not certain. `answered`: the agent's leg is answered. `dialed`: the agent's leg is over, that to
 * the first destination or to the second. `ended`: the call is over. `language`: the one in which
 * the caller was spoken to so far, where it is not the connection's own (P4).
 */
export type Position =
	| { step: "start" }
	| { step: "code"; asked: number; codeLength: number | null; language?: HeardLanguage }
	| { step: "answered" }
	| { step: "dialed"; leg: Leg; language?: HeardLanguage }
	| { step: "ended" };

/**
 * The position as a query of the callback's URL. It holds nothing about the caller or the code. Its
 * names are in alphabetical order: Twilio sorts a query before it calls, but signs it unsorted.
 */
export function writePosition(position: Position): string {
	const { step } = position;
	if (step === "start") return "";
	if (step !== "code" && step !== "dialed") return `step=${step}`;
	const spoken = position.language === undefined ? "" : `lang=${position.language}&`;
	if (step === "dialed") return `${spoken}${position.leg === 2 ? "leg=2&" : ""}step=dialed`;
	const { asked, codeLength } = position;
	return `asked=${asked}&${spoken}${codeLength === null ? "" : `length=${codeLength}&`}step=code`;
}

/**
 * Reads `writePosition`, from any query. An unreadable number of asks or legs counts as the last
 * one, so that no changed URL makes a call go on for ever. An unknown step is the start, and an
 * unknown language the connection's.
 */
export function readPosition(query: URLSearchParams): Position {
	const step = query.get("step");
	if (step === "answered" || step === "ended") return { step };
	const language = knownLanguage(query.get("lang"));
	const spoken = language === undefined ? {} : { language };
	if (step === "dialed") return { ...spoken, step, leg: (query.get("leg") ?? "1") === "1" ? 1 : 2 };
	if (step !== "code") return { step: "start" };
	return {
		...spoken,
		step,
		asked: wholeWithin(query.get("asked"), 1, CODE_ASKS_MAX) ?? CODE_ASKS_MAX,
		codeLength: wholeWithin(query.get("length"), CODE_DIGITS_MIN, CODE_DIGITS_MAX),
	};
}

function wholeWithin(text: string | null, min: number, max: number): number | null {
	const value = /^\d{1,2}$/.test(text ?? "") ? Number(text) : Number.NaN;
	return value >= min && value <= max ? value : null;
}
