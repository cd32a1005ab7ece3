import { counted, figure } from "../../texts/wording.ts";
import { POOL_SIZE_MAX } from "../groups/pool.ts";
import { accessCodeCount } from "../requests/access-code.ts";
import { codeLengthNeeded, type TrafficAdvice } from "./traffic.ts";

/** What a group's traffic wants of it, in sentences (C10, G3). */
export function adviceMessage(advice: TrafficAdvice): string {
	const { busiest, rate, expirySeconds, poolSize } = advice;
	const seconds = figure(expirySeconds);
	// Never 0: somebody did ask.
	const came =
		busiest === "minute"
			? `${counted(rate, "request")} came in the busiest minute`
			: rate < 1
				? `In the busiest hour ${counted(Math.max(1, Math.round(rate * 60)), "request")} came`
				: `In the busiest hour about ${counted(Math.round(rate), "request")} a minute came`;
	const has = `the pool has ${figure(poolSize)}`;
	switch (advice.kind) {
		case "numbers": {
			const holding = `${came}, each holding a number for up to ${seconds} s.`;
			if (advice.needed === null)
				return `${holding} To keep refusals under 1 in 1,000 takes more than the ${figure(POOL_SIZE_MAX)} numbers that a pool can have; ${has}. A shorter expiry, or several groups, would help.`;
			const keep = `${counted(advice.needed, "number keeps", "numbers keep")} refusals under 1 in 1,000; ${has}`;
			return `${holding} ${keep}${advice.isEnough ? ", which is enough" : ""}.`;
		}
		case "code-length": {
			const holding = `${came}, each keeping a code for up to ${seconds} s: about ${counted(advice.livePerNumber, "code")} at once on each number.`;
			const keep = `${counted(advice.needed, "digit")} or more keep that under 1 in 1,000 of the possible codes, and refusals too`;
			return `${holding} ${keep}; the codes have ${figure(advice.length)}${advice.isEnough ? ", which is enough" : ""}.`;
		}
	}
}

/** Codes of one length that are live on one number. */
export type DenseCodes = { number: string; length: number; live: number };

/**
 * Why a number's codes are too dense, and what would help (C10). `lengthNow` is what new requests
 * get, null where they add no code to others.
 */
export function denseCodesMessage(
	{ number, length, live }: DenseCodes,
	lengthNow: number | null,
): string {
	const needed = codeLengthNeeded(live);
	const why = `${number} has ${counted(live, "live access code")} of ${length} digits: more than 1 in 1,000 of the ${figure(accessCodeCount(length))} possible ones, so a wrong code may be somebody else’s too easily.`;
	if (lengthNow === null || lengthNow >= needed)
		return `${why} New requests do not add to them, so this passes as they end.`;
	return `${why} An Access Code Length of ${needed} or more, or more numbers, would help.`;
}
