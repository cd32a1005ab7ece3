import {
	ACCESS_CODE_LENGTH_MAX,
	ACCESS_CODE_LENGTH_MIN,
	type GroupSettings,
} from "../groups/group-settings.ts";
import { POOL_SIZE_MAX } from "../groups/pool.ts";
import { SPREAD_GUESSES_MIN } from "../match/guarding.ts";
import { accessCodeCount } from "../requests/access-code.ts";

/** At most one request in this many may be refused. */
export const REQUESTS_PER_REFUSAL = 1000;
/**
 * At most one code in this many may be live on a number. A guess succeeds no more often than that
 * (C10).
 */
export const CODES_PER_LIVE_CODE = 1000;

/**
 * The load of a group: every call that got a number, and every call that found no free one. Rates
 * are requests a minute.
 */
export type Traffic = {
	/** The mean of the busiest sixty minutes. */
	busiestHourRate: number;
	/** The busiest minute that had a refusal; 0 without refusals. */
	busiestRefusedMinuteRate: number;
	asked: number;
	refused: number;
};

/**
 * Advice from the group's own traffic. `numbers`: the pool size that keeps refusals under 1 in
 * 1,000; null if no pool can be that large. `code-length`: the digits at which the wrong codes that
 * a number stands find one of its live codes at most once in 1,000 times.
 */
export type TrafficAdvice = {
	busiest: "hour" | "minute";
	rate: number;
	expirySeconds: number;
	poolSize: number;
} & (
	| { kind: "numbers"; needed: number | null; isEnough: boolean }
	| {
			kind: "code-length";
			livePerNumber: number;
			length: number;
			needed: number;
			isEnough: boolean;
	  }
);

/**
 * Erlang's formula B: the fraction of requests, from 0 to 1, that `servers` numbers refuse under
 * `load`. Each number serves one request at a time. `load` is arrivals by holding time, in erlangs.
 * Assumptions: random arrivals, and refused callers do not retry.
 */
export function erlangB(load: number, servers: number): number {
	let blocking = 1;
	for (let n = 1; n <= servers; n += 1) blocking = nextBlocking(load, n, blocking);
	return blocking;
}

// Recursive form, one number at a time: its values stay from 0 to 1. The factorials and powers of
// the textbook's fraction overflow from 171 on.
const nextBlocking = (load: number, servers: number, blockingBefore: number): number =>
	(load * blockingBefore) / (servers + load * blockingBefore);

/**
 * The fewest numbers that refuse less than 1 in 1,000 of a load in erlangs; null if no pool can
 * have that many (G3).
 */
export function numbersNeeded(load: number): number | null {
	let blocking = 1;
	for (let numbers = 1; numbers <= POOL_SIZE_MAX; numbers += 1) {
		blocking = nextBlocking(load, numbers, blocking);
		if (blocking < 1 / REQUESTS_PER_REFUSAL) return numbers;
	}
	return null;
}

/** Whether a number has more live codes of a length than 1 in 1,000 of the possible ones (C10). */
export const isTooDense = (liveCodes: number, length: number): boolean =>
	liveCodes * CODES_PER_LIVE_CODE > accessCodeCount(length);

/**
 * Whether the wrong codes that a number stands in any case find one of its live codes more often
 * than 1 in 1,000 times (C10).
 */
export const isTooShort = (liveCodes: number, length: number): boolean =>
	SPREAD_GUESSES_MIN * liveCodes * CODES_PER_LIVE_CODE > accessCodeCount(length);

/**
 * The least length at which this many live codes on one number are not too short. The longest codes
 * are never too short.
 */
export function codeLengthNeeded(liveCodes: number): number {
	let length = ACCESS_CODE_LENGTH_MIN;
	while (length < ACCESS_CODE_LENGTH_MAX && isTooShort(liveCodes, length)) length += 1;
	return length;
}

/**
 * The settings that a group's traffic needs. Null without requests, or if neither numbers nor codes
 * can run out: shared numbers without codes. Worst case: each request holds its number until it
 * expires.
 *
 * The busiest hour decides. If too many requests were refused, callers came in bursts; then the
 * busiest minute with a refusal decides, if it wants more. So the advice stays the same once it is
 * followed.
 */
export function adviseOnTraffic(
	{ busiestHourRate, busiestRefusedMinuteRate, asked, refused }: Traffic,
	{ generateAccessCode, accessCodeLength, expirySeconds, uniqueDnis }: GroupSettings,
	poolSize: number,
): TrafficAdvice | null {
	if (asked === 0 || !(uniqueDnis || generateAccessCode)) return null;
	const judge = (busiest: "hour" | "minute", rate: number): TrafficAdvice => {
		// In a busy minute, requests of the time before still hold numbers: at the hour's mean rate.
		const ofBurst = busiest === "hour" ? expirySeconds : Math.min(expirySeconds, 60);
		const load = (rate / 60) * ofBurst + (busiestHourRate / 60) * (expirySeconds - ofBurst);
		const facts = { busiest, rate, expirySeconds, poolSize };
		if (uniqueDnis) {
			const needed = numbersNeeded(load);
			return { ...facts, kind: "numbers", needed, isEnough: needed !== null && needed <= poolSize };
		}
		const livePerNumber = Math.ceil(load / poolSize);
		const needed = codeLengthNeeded(livePerNumber);
		return {
			...facts,
			kind: "code-length",
			livePerNumber,
			length: accessCodeLength,
			needed,
			isEnough: needed <= accessCodeLength,
		};
	};
	const byHour = judge("hour", busiestHourRate);
	if (refused * REQUESTS_PER_REFUSAL <= asked) return byHour;
	const byMinute = judge("minute", busiestRefusedMinuteRate);
	return wantOf(byMinute) > wantOf(byHour) ? byMinute : byHour;
}

const wantOf = ({ needed }: TrafficAdvice): number => needed ?? Number.POSITIVE_INFINITY;
