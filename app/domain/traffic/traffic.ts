import {
	ACCESS_CODE_LENGTH_MAX,
	ACCESS_CODE_LENGTH_MIN,
	type GroupSettings,
} from "../groups/group-settings.ts";
import { POOL_SIZE_MAX } from "../groups/pool.ts";
import { accessCodeCount } from "../requests/access-code.ts";

/** At most one request in so many may be refused. */
export const REQUESTS_PER_REFUSAL = 1000;
/**
 * At most one code in so many may be live on a number: a guess hits no more often than that (C10).
 */
export const CODES_PER_LIVE_CODE = 1000;

/**
 * What was asked of a group: every call that was given a number or refused for want of one. Rates
 * are requests a minute.
 */
export type Traffic = {
	/** The mean of the busiest sixty minutes. */
	busiestHourRate: number;
	busiestMinuteRate: number;
	asked: number;
	refused: number;
};

/**
 * What the group's own traffic wants of it. `numbers`: so many keep refusals under 1 in 1,000, null
 * where no pool may have so many. `code-length`: so many digits keep each number's live codes under
 * 1 in 1,000 of the possible ones.
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
 * The part of requests that is refused when `servers` numbers, each given to one at a time, are
 * offered `load` (arrivals by holding time, in erlangs), by Erlang's formula B: callers come by
 * chance, and who is refused goes away. From 0 to 1.
 */
export function erlangB(load: number, servers: number): number {
	let blocking = 1;
	for (let n = 1; n <= servers; n += 1) blocking = nextBlocking(load, n, blocking);
	return blocking;
}

// Step by step from one number to the next: factorials and powers of the textbook's fraction are
// too large from 171 on, these are 0 to 1.
const nextBlocking = (load: number, servers: number, blockingBefore: number): number =>
	(load * blockingBefore) / (servers + load * blockingBefore);

/**
 * The fewest numbers that refuse less than 1 in 1,000 of a load in erlangs; null when a pool cannot
 * have so many (G3).
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
 * The least length at which so many live codes on one number are not too dense; the longest codes
 * are dense for nobody.
 */
export function codeLengthNeeded(liveCodes: number): number {
	let length = ACCESS_CODE_LENGTH_MIN;
	while (length < ACCESS_CODE_LENGTH_MAX && isTooDense(liveCodes, length)) length += 1;
	return length;
}

/**
 * What a group's traffic wants of its settings; null where nobody asked, and where nothing can run
 * out: numbers shared without codes. Each request is taken to hold its number until it expires, the
 * longest that it can.
 *
 * The busiest hour decides. Where it finds enough and too many were refused all the same, callers
 * came in bursts: then the busiest minute does.
 */
export function adviseOnTraffic(
	{ busiestHourRate, busiestMinuteRate, asked, refused }: Traffic,
	{ generateAccessCode, accessCodeLength, expirySeconds, uniqueDnis }: GroupSettings,
	poolSize: number,
): TrafficAdvice | null {
	if (asked === 0 || !(uniqueDnis || generateAccessCode)) return null;
	const judge = (busiest: "hour" | "minute", rate: number): TrafficAdvice => {
		const load = (rate / 60) * expirySeconds;
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
	const tooManyRefused = refused * REQUESTS_PER_REFUSAL > asked;
	return byHour.isEnough && tooManyRefused ? judge("minute", busiestMinuteRate) : byHour;
}
