import type { CallerIdSetting, GuardSetting } from "../groups/group-settings.ts";
import type { Ani } from "./ani.ts";
import type { Attestation } from "./attestation.ts";

/**
 * The criteria of an inbound call; null means not given. No request has a dialed number outside our
 * pools.
 */
export type MatchCriteria = Ani & {
	accessCode: string | null;
	toNumber: string | null;
	attestation?: Attestation | null | undefined;
};

/**
 * A request that a call may belong to. Times are milliseconds since 1970. An erased code is null,
 * although the request had one.
 */
export type MatchCandidate = Ani & {
	id: string;
	groupId: string;
	toNumber: string;
	hasAccessCode: boolean;
	accessCode: string | null;
	createdAt: number;
	expiresAt: number;
	/** When it was cancelled or released. */
	endedAt: number | null;
	wasMatched: boolean;
	/** The group's setting when it was made (G7). */
	callerId: CallerIdSetting;
	/** Whether guessing guards its code, or only alerts (C10). */
	guard: GuardSetting;
};

/**
 * A request is live if it has not ended early and `now` is before its expiry, both in whole
 * milliseconds.
 */
export const isLive = (request: MatchCandidate, now: number): boolean =>
	request.endedAt === null && now < request.expiresAt;
