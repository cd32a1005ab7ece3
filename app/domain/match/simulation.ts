import type { MatchFlags } from "./match.ts";
import type { NearMiss } from "./near-misses.ts";
import type { MatchOutcome } from "./outcome.ts";

export type Told = { outcome: MatchOutcome; matched: MatchFlags };

/**
 * What a call would come to, and why. Times are milliseconds since 1970, by the database's clock.
 * Never a code.
 */
export type Simulation = {
	now: number;
	told: Told;
	/**
	 * Told again, because this call was answered before: its `callId` and criteria are the same (C9).
	 */
	isRepeated: boolean;
	/** What it comes to as a new call. */
	decided: Told;
	/** As it was read. `toNumber`: as it was most likely meant where it is none of ours. */
	toNumber: string | null;
	isKnownNumber: boolean;
	fromNumber: string | null;
	/** The groups that have the number in their pools now. */
	pools: { id: string; name: string }[];
	/** Wrong codes that count for the pair, of how many, and until when it is locked (C10). */
	guessing: { wrongCodes: number; limit: number; lockedUntil: number | null };
	liveHere: { withCode: number; withoutCode: number };
	misses: NearMiss[];
};
