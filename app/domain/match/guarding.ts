import type { GuardSetting } from "../groups/group-settings.ts";
import { accessCodeCount } from "../requests/access-code.ts";
import { isSameCaller } from "./ani.ts";
import type { MatchCandidate, MatchCriteria } from "./candidate.ts";
import { GUESS_WINDOW_SECONDS } from "./guessing.ts";
import { isSameCode } from "./tried-code.ts";

/** At most one number of those that are guessed on may lose a code: 1 in 1,000 (C10). */
export const GUESSED_NUMBERS_PER_HIT = 1000;
/** Wrong codes of all callers on one number that never guard it, however short its codes (C10). */
export const SPREAD_GUESSES_MIN = 50;
/** Wrong codes guard a number only past one in this many of its matched calls (C10). */
export const MATCHES_PER_GUESS = 10;
/** Times the limit from which a code alone admits nobody to a guarded number (C10). */
export const STRICT_TIMES = 10;
/** Seconds for which a number is guarded (C10). */
export const GUARD_SECONDS = GUESS_WINDOW_SECONDS;

/**
 * `guarded`: a code admits its request's own ANI, and anybody to a request made without an ANI.
 * `strict`: ten times the limit is passed, and a code admits its request's own ANI alone.
 */
export type GuardLevel = "guarded" | "strict";
/** The guards in force: by dialed number, or by group ID for calls without a dialed number. */
export type Guards = ReadonlyMap<string, GuardLevel>;
export const NO_GUARDS: Guards = new Map();

/** What is guarded: a number, or a group for calls without a dialed number (C10). */
export const GUARD_KINDS = ["number", "group"] as const;
export type GuardKind = (typeof GUARD_KINDS)[number];

/**
 * A guard in force (C10). `target` is the number or the group's ID. `groups`: those with the number
 * in their pools, or the group itself; empty if deleted.
 */
export type CodeGuard = {
	kind: GuardKind;
	target: string;
	wrongCodes: number;
	isStrict: boolean;
	since: Date;
	until: Date;
	groups: { id: string; name: string; guard: GuardSetting }[];
};

/**
 * Wrong codes in ten minutes that a number stands, over all ANIs: with more, one guess in 1,000
 * would find a live code (C10). `live` counts the live codes of each length.
 */
export function spreadGuessesMax(live: readonly { length: number; live: number }[]): number {
	const limits = live.map((one) =>
		Math.floor(accessCodeCount(one.length) / one.live / GUESSED_NUMBERS_PER_HIT),
	);
	return limits.length === 0
		? SPREAD_GUESSES_MIN
		: Math.max(SPREAD_GUESSES_MIN, Math.min(...limits));
}

/** Whether so many wrong codes guard a number (C10). */
export const isGuardedBy = (wrongCodes: number, limit: number, matchedCalls: number): boolean =>
	wrongCodes > limit && wrongCodes * MATCHES_PER_GUESS > matchedCalls;

/**
 * Whether a guard refuses the call's code (C10). A right code passes from its request's own ANI. It
 * also passes for a request made without an ANI, while the guard is not strict. A code that rests
 * counts as its request's. A wrong code stays wrong from an ANI that is a live candidate's.
 */
export function isRefusedByGuard<Candidate extends MatchCandidate>(
	criteria: MatchCriteria,
	candidates: readonly Candidate[],
	resting: Candidate | null,
	guards: Guards,
): boolean {
	if (criteria.accessCode === null || guards.size === 0) return false;
	const levelOf = (request: Candidate) => guardOf(criteria, request, guards);
	const isKept = (request: Candidate) => {
		const level = levelOf(request);
		if (level === undefined || isSameCaller(criteria, request)) return false;
		return request.fromNumber !== null || level === "strict";
	};
	const ofCode = candidates.filter((request) => isSameCode(criteria.accessCode, request));
	if (ofCode.length > 0) return ofCode.some(isKept);
	if (isOfCandidate(criteria, candidates)) return false;
	if (resting !== null) return isKept(resting);
	return candidates.some((request) => levelOf(request) !== undefined);
}

/** Whether the call's ANI is that of a live candidate. */
export const isOfCandidate = (
	criteria: MatchCriteria,
	candidates: readonly MatchCandidate[],
): boolean => candidates.some((request) => isSameCaller(criteria, request));

/** The guard of a request's code. Requests that only alert, or that have no code, have none. */
function guardOf(
	{ toNumber }: MatchCriteria,
	request: MatchCandidate,
	guards: Guards,
): GuardLevel | undefined {
	if (!request.hasAccessCode || request.guard !== "guard") return undefined;
	return guards.get(toNumber === null ? request.groupId : request.toNumber);
}
