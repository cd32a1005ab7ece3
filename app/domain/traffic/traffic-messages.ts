import { texts } from "../../texts/texts.ts";
import { POOL_SIZE_MAX } from "../groups/pool.ts";
import { SPREAD_GUESSES_MIN } from "../match/guarding.ts";
import { accessCodeCount } from "../requests/access-code.ts";
import { codeLengthNeeded, type TrafficAdvice } from "./traffic.ts";

const words = texts.messages.traffic;

/** The settings that a group's traffic needs, in sentences (C10, G3). */
export function adviceMessage(advice: TrafficAdvice): string {
	switch (advice.kind) {
		case "numbers": {
			const { needed, poolSize: has } = advice;
			return needed === null
				? words.noPoolIsEnough({ ...advice, has, max: POOL_SIZE_MAX })
				: words.numbersNeeded({ ...advice, needed, has });
		}
		case "code-length":
			return words.codeLengthNeeded({ ...advice, has: advice.length });
	}
}

/** Codes of one length that are live on one number. */
export type DenseCodes = { number: string; length: number; live: number };

/**
 * Why a number's codes are too dense, and the remedy (C10). `lengthNow` is the code length of new
 * requests; null if they do not add to the codes.
 */
export function denseCodesMessage(codes: DenseCodes, lengthNow: number | null): string {
	const least = codeLengthNeeded(codes.live);
	const passes = lengthNow === null || lengthNow >= least;
	const possible = accessCodeCount(codes.length);
	return words.denseCodes({ ...codes, possible, needed: passes ? null : least });
}

/** Codes of a group that are too short for the live codes on one number. */
export type ShortCodes = { live: number; length: number; needed: number };

/** Why codes are too short against guessing, and the length that is enough (C10). */
export const shortCodesMessage = (codes: ShortCodes): string =>
	words.shortCodes({ ...codes, guesses: SPREAD_GUESSES_MIN });
