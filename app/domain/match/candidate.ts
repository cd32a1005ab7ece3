import type { Ani } from "./ani.ts";

/**
 * What an inbound call brings; null is not given. A dialed number that is none of ours is one that
 * no request has.
 */
export type MatchCriteria = Ani & { accessCode: string | null; toNumber: string | null };

/**
 * A request that a call may belong to. Times are milliseconds since 1970. A code that is erased is
 * null, and yet there was one.
 */
export type MatchCandidate = Ani & {
	id: string;
	toNumber: string;
	hasAccessCode: boolean;
	accessCode: string | null;
	createdAt: number;
	expiresAt: number;
	/** When it was cancelled or released. */
	endedAt: number | null;
	wasMatched: boolean;
};

/** Live is: not ended early, and `now` is before its expiry, both in whole milliseconds. */
export const isLive = (request: MatchCandidate, now: number): boolean =>
	request.endedAt === null && now < request.expiresAt;
