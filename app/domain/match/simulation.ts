import type { Attestation } from "./attestation.ts";
import type { MatchFlags } from "./match.ts";
import type { NearMiss } from "./near-misses.ts";
import type { MatchOutcome } from "./outcome.ts";

export type Told = { outcome: MatchOutcome; matched: MatchFlags };

/**
 * The outcome that a call would have, and why. Times are milliseconds since 1970, by the database's
 * clock. Never a code.
 */
export type Simulation = {
	now: number;
	told: Told;
	/** The answer is repeated from an earlier call with the same `callId` and criteria (C9). */
	isRepeated: boolean;
	/** The outcome as a new call. */
	decided: Told;
	/** The criteria as read. `toNumber`: the likeliest reading if the number is outside our pools. */
	toNumber: string | null;
	isKnownNumber: boolean;
	fromNumber: string | null;
	attestation: Attestation | null;
	/** The groups with the number in their pools now. */
	pools: { id: string; name: string }[];
	/** Wrong codes counted for the pair, their limit, and the end of the pair's lock (C10). */
	guessing: { wrongCodes: number; limit: number; lockedUntil: number | null };
	/**
	 * Wrong codes of all callers on the number, and their limit; null without a known number (C10).
	 */
	spread: { wrongCodes: number; limit: number } | null;
	/**
	 * The guards that may concern the call, and their ends. `group`: its name, for a call without a
	 * dialed number.
	 */
	guards: { group: string | null; isStrict: boolean; until: number }[];
	liveHere: { withCode: number; withoutCode: number };
	misses: NearMiss[];
};
