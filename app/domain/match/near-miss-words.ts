import { texts } from "../../texts/texts.ts";
import { formatForReading } from "../groups/phone-number.ts";
import type { NearMiss, Obstacle } from "./near-misses.ts";
import type { MatchOutcome } from "./outcome.ts";

const words = texts.messages.match;

/** The meaning of each outcome, for a person who must react to it (C9, C10). */
export const OUTCOME_MEANS: Record<MatchOutcome, string> = words.outcomeMeans;

/** A time span in milliseconds, in words: `less than 1 s`, `4 s`, `3 min 20 s`, `2 h 5 min`. */
export function span(ms: number): string {
	if (ms < 1000) return words.lessThanASecond;
	const seconds = Math.floor(ms / 1000);
	if (seconds < 60) return `${seconds} s`;
	const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
	const parts =
		hours > 0 ? [`${hours} h`, [minutes % 60, "min"]] : [`${minutes} min`, [seconds % 60, "s"]];
	return parts
		.flatMap((part) => (typeof part === "string" ? part : part[0] === 0 ? [] : part.join(" ")))
		.join(" ");
}

/** An obstacle between a call and a request, as a clause of `nearMissInWords`. */
export function obstacleInWords(obstacle: Obstacle): string {
	const { obstacles } = words;
	switch (obstacle.code) {
		case "expired":
			return obstacles.expired({ span: span(obstacle.msAgo) });
		case "released":
			return obstacles.released({ span: span(obstacle.msAgo) });
		case "cancelled":
			return obstacles.cancelled({ span: span(obstacle.msAgo) });
		case "number-lost":
			return obstacles.numberLost;
		case "key-may-not-see":
			return obstacles.keyMayNotSee;
		case "other-number":
			return obstacles.otherNumber({ number: formatForReading(obstacle.toNumber) });
		case "other-code":
			return obstacles.otherCode;
		case "code-erased":
			return obstacles.codeErased;
		case "code-required":
			return obstacles.codeRequired;
		case "other-ani":
			return obstacles.otherAni;
		case "ani-required":
			return obstacles.aniRequired;
		case "ani-not-certain":
			return obstacles.aniNotCertain;
		case "not-attested":
			return obstacles.notAttested;
		case "nothing-exact":
			return obstacles.nothingExact;
		case "one-of-several":
			return obstacles.oneOfSeveral;
		case "others-have-codes":
			return obstacles.othersHaveCodes;
		case "callers-own-expired":
			return obstacles.callersOwnExpired;
		case "code-rests":
			return obstacles.codeRests;
		case "callers-own-first":
			return obstacles.callersOwnFirst;
		case "locked":
			return obstacles.locked;
		case "guarded":
			return obstacles.guarded;
	}
}

/**
 * One request's part in a call's outcome, in a sentence: "Right code, but it expired 4 s before the
 * call."
 */
export const nearMissInWords = ({ same, obstacles }: NearMiss): string =>
	words.nearMiss({
		code: same.accessCode,
		number: same.toPhoneNumber,
		ani: same.fromPhoneNumber,
		obstacles: obstacles.map(obstacleInWords),
	});

/** Which criteria a call has. */
export type Given = { accessCode: boolean; fromNumber: boolean; toNumber: boolean };

/** The comparison of each criterion in a word or two, and whether it is the same. */
export function comparisonInWords(
	{ request, same, obstacles }: NearMiss,
	given: Given,
): { name: string; word: string; isSame: boolean }[] {
	const { criteria, compared } = words;
	const compare = (name: string, isSame: boolean, isGiven: boolean, missing: string | null) => ({
		name,
		word: isSame ? compared.same : (missing ?? (isGiven ? compared.differs : compared.notGiven)),
		isSame,
	});
	// Nobody can tell whether a code that is no longer stored differs.
	const isErased = obstacles.some(({ code }) => code === "code-erased");
	const noCode = request.hasAccessCode ? (isErased ? compared.notKnown : null) : compared.hasNone;
	const noAni = request.fromNumber === null ? compared.notKnown : null;
	return [
		compare(criteria.code, same.accessCode, given.accessCode, noCode),
		compare(criteria.number, same.toPhoneNumber, given.toNumber, null),
		compare(criteria.ani, same.fromPhoneNumber, given.fromNumber, noAni),
	];
}
