import { formatForReading } from "../groups/phone-number.ts";
import type { MatchFlags, MatchOutcome } from "./match.ts";
import type { NearMiss, Obstacle } from "./near-misses.ts";

/** What a call came to, for somebody who wants to know what to do about it (C9, C10). */
export const OUTCOME_MEANS: Record<MatchOutcome, string> = {
	MATCHED: "The call belongs to exactly one live request, and is admitted.",
	AMBIGUOUS:
		"Several live requests fit, or one whose ANI is not certainly the same. Nobody is admitted as somebody else.",
	WRONG_CODE: "Live requests there have codes, and none has this one.",
	CODE_REQUIRED: "Only requests with a code are live there, and the call has none.",
	ANI_MISMATCH: "Requests without a code are live there, and the ANI cannot be that of any.",
	EXPIRED:
		"The caller is late: the request that the call belongs to expired within the last ten minutes.",
	NOTHING_MATCHED:
		"There is no live request that the call could belong to, and none that has just expired.",
	LOCKED:
		"After too many wrong codes this pair of ANI and number is locked: the right code is refused too.",
};

/**
 * A time span in milliseconds as people say it: `less than 1 s`, `4 s`, `3 min 20 s`, `2 h 5 min`.
 */
export function span(ms: number): string {
	if (ms < 1000) return "less than 1 s";
	const seconds = Math.floor(ms / 1000);
	if (seconds < 60) return `${seconds} s`;
	const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
	const parts =
		hours > 0 ? [`${hours} h`, [minutes % 60, "min"]] : [`${minutes} min`, [seconds % 60, "s"]];
	return parts
		.flatMap((part) => (typeof part === "string" ? part : part[0] === 0 ? [] : part.join(" ")))
		.join(" ");
}

/** What stood between a call and a request, to be read behind "but". */
export function obstacleInWords(obstacle: Obstacle): string {
	switch (obstacle.code) {
		case "expired":
			return `${span(obstacle.msAgo)} after it expired`;
		case "released":
			return `released ${span(obstacle.msAgo)} before, by a call that was admitted`;
		case "cancelled":
			return `cancelled ${span(obstacle.msAgo)} before`;
		case "number-lost":
			return "its number has gone to another request since";
		case "key-may-not-see":
			return "the key may not use its group";
		case "other-number":
			return `on another number, ${formatForReading(obstacle.toNumber)}`;
		case "other-code":
			return "it has another code";
		case "code-erased":
			return "its code has been erased, so nobody can tell";
		case "code-required":
			return "it wants a code";
		case "other-ani":
			return "it was made for another ANI";
		case "nothing-exact":
			return "nothing that was given is exact for it";
		case "one-of-several":
			return "it is not the only one";
		case "others-have-codes":
			return "it has no code, and with a code the call can mean only those that have one";
		case "callers-own-expired":
			return "the caller's own request on this number has expired, so this one is somebody else's";
		case "code-rests":
			return "the code is that of a request that has ended";
		case "callers-own-first":
			return "another one was made for this ANI";
		case "locked":
			return "the pair is locked";
	}
}

/** What is the same, as a list: `Right code and number`; empty where nothing is. */
function samenessInWords({ accessCode, toPhoneNumber, fromPhoneNumber }: MatchFlags): string {
	const same = [accessCode && "code", toPhoneNumber && "number", fromPhoneNumber && "ANI"].filter(
		(word) => word !== false,
	);
	return same.length === 0 ? "" : `Right ${list(same)}`;
}

const list = (words: string[]): string =>
	words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/**
 * One request's part in what a call came to, in a sentence: "Right code, but 4 s after it expired."
 */
export function nearMissInWords({ same, obstacles }: NearMiss): string {
	if (obstacles.length === 0) return "The call is admitted to this one.";
	const same_ = samenessInWords(same);
	const why = list(obstacles.map(obstacleInWords));
	return same_ === "" ? `${why.charAt(0).toUpperCase()}${why.slice(1)}.` : `${same_}, but ${why}.`;
}

/** Which criteria a call has. */
export type Given = { accessCode: boolean; fromNumber: boolean; toNumber: boolean };

/** How each criterion compares, in a word or two, and whether it is the same. */
export function comparisonInWords(
	{ request, same }: NearMiss,
	given: Given,
): { name: string; word: string; isSame: boolean }[] {
	const compared = (name: string, isSame: boolean, isGiven: boolean, missing: string | null) => ({
		name,
		word: isSame ? "same" : (missing ?? (isGiven ? "differs" : "not given")),
		isSame,
	});
	return [
		compared("Code", same.accessCode, given.accessCode, request.hasAccessCode ? null : "has none"),
		compared("Number", same.toPhoneNumber, given.toNumber, null),
		compared(
			"ANI",
			same.fromPhoneNumber,
			given.fromNumber,
			request.fromNumber === null ? "not known" : null,
		),
	];
}
