import { counted, figure } from "../../wording.ts";

type Busiest = {
	busiest: "hour" | "minute";
	/** Requests a minute. */
	rate: number;
	expirySeconds: number;
};

/**
 * "Busiest hour: 12 requests a minute, 300 s each". Never 0, because there was at least one
 * request.
 */
function busiestTime({ busiest, rate, expirySeconds }: Busiest): string {
	const each = `${figure(expirySeconds)} s each`;
	if (busiest === "minute") return `Busiest minute: ${counted(rate, "request")}, ${each}`;
	return rate < 1
		? `Busiest hour: ${counted(Math.max(1, Math.round(rate * 60)), "request")}, ${each}`
		: `Busiest hour: ${counted(Math.round(rate), "request")} a minute, ${each}`;
}

/** The pool size and code length that a group's traffic needs, and warnings about its codes. */
export const traffic = {
	numbersNeeded: (advice: Busiest & { needed: number; has: number; isEnough: boolean }): string => {
		const verdict = advice.isEnough ? "The pool is large enough." : "The pool is too small.";
		const keep = counted(advice.needed, "number keeps", "numbers keep");
		const needed = `${keep} refusals under 1 in 1,000; you have ${figure(advice.has)}.`;
		return `${verdict} ${busiestTime(advice)}. ${needed}`;
	},
	noPoolIsEnough: (advice: Busiest & { has: number; max: number }): string =>
		`The pool is too small. ${busiestTime(advice)}. Even ${figure(advice.max)} numbers, the most ` +
		`in a pool, do not keep refusals under 1 in 1,000; you have ${figure(advice.has)}. ` +
		"Use a shorter expiry, or several groups.",
	codeLengthNeeded: (
		advice: Busiest & { livePerNumber: number; needed: number; has: number; isEnough: boolean },
	): string => {
		const verdict = advice.isEnough ? "Code length is enough." : "Codes are too short.";
		const live = counted(advice.livePerNumber, "code is", "codes are");
		const needed = `${advice.needed} digits are needed; you have ${advice.has}.`;
		return `${verdict} ${busiestTime(advice)}, so about ${live} live on each number. ${needed}`;
	},
	denseCodes: (found: {
		number: string;
		live: number;
		length: number;
		possible: number;
		/** The shortest sufficient length; null if new requests get no code. */
		needed: number | null;
	}): string => {
		const live = counted(found.live, "live access code");
		const facts = `${found.number} has ${live} of ${found.length} digits, more than 1 in 1,000`;
		const risk = "A wrong code is too likely to be someone else’s.";
		const deed =
			found.needed === null
				? "New requests add no such codes, so this passes as the requests end."
				: `Set Access Code Length to ${found.needed} or more, or add numbers.`;
		return `${facts} of the ${figure(found.possible)} possible codes. ${risk} ${deed}`;
	},
	shortCodes: (found: { live: number; length: number; needed: number; guesses: number }): string =>
		`Access codes of ${found.length} digits are too short. A number stands at least ` +
		`${found.guesses} wrong codes in ten minutes before it is guarded. With ` +
		`${counted(found.live, "live code")} on a number, ${found.guesses} guesses find one more ` +
		`often than 1 in 1,000 times. ${found.needed} digits are enough.`,
};
