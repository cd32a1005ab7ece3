import { ACCESS_CODE_LENGTH_MAX } from "../groups/group-settings.ts";
import type { MatchOutcome } from "./outcome.ts";

/**
 * For how long after a request expired a call that it would have admitted is told so, in seconds
 * (C9).
 */
export const EXPIRED_TOLD_SECONDS = 600;
/** For how long the same `callId` with the same criteria gets the same answer, in seconds (C9). */
export const CALL_REMEMBERED_SECONDS = 600;

/**
 * What an inbound call brings; null is not given. A dialed number that is none of ours is one that
 * no request has.
 */
export type MatchCriteria = {
	accessCode: string | null;
	fromNumber: string | null;
	toNumber: string | null;
};

/**
 * A request that a call may belong to. Times are milliseconds since 1970. A code that is erased is
 * null, and yet there was one.
 */
export type MatchCandidate = {
	id: string;
	toNumber: string;
	fromNumber: string | null;
	hasAccessCode: boolean;
	accessCode: string | null;
	createdAt: number;
	expiresAt: number;
	/** When it was cancelled or released. */
	endedAt: number | null;
	wasMatched: boolean;
};

export type MatchFlags = { accessCode: boolean; fromPhoneNumber: boolean; toPhoneNumber: boolean };

/**
 * `request` is the one that the call is certainly about: the admitted one when `outcome` is
 * MATCHED, and else for the records only (K5).
 */
export type MatchDecision<Candidate> = {
	outcome: Exclude<MatchOutcome, "LOCKED">;
	matched: MatchFlags;
	request: Candidate | null;
};

/** Live is: not ended early, and `now` is before its expiry, both in whole milliseconds. */
export const isLive = (request: MatchCandidate, now: number): boolean =>
	request.endedAt === null && now < request.expiresAt;

/**
 * Whose call this is (C9). `requests` are all that the key may see, live or expired within ten
 * minutes, or of them what can make a difference. A call is admitted for something exact alone: its
 * code, its dialed number, or its ANI.
 */
export function decideMatch<Candidate extends MatchCandidate>(
	criteria: MatchCriteria,
	requests: readonly Candidate[],
	now: number,
): MatchDecision<Candidate> {
	const live = requests.filter((request) => isLive(request, now));
	const expired = requests.filter(
		({ endedAt, expiresAt }) => endedAt === null && expiresAt <= now && now < expiresAt + toldMs,
	);
	const best = live.reduce<Candidate | null>(
		(one, other) => (one === null || fitsBetter(criteria, other, one) ? other : one),
		null,
	);
	const matched = best === null ? NOTHING : flagsOf(criteria, best);

	const candidates = live.filter((request) => isCandidate(criteria, request));
	const { outcome, admitted } = judge(criteria, candidates);
	if (outcome === "NOTHING_MATCHED") {
		const late = expired.filter(
			(request) => judge(criteria, liveJustBefore(criteria, expired, request)).admitted === request,
		);
		return { outcome: late.length > 0 ? "EXPIRED" : outcome, matched, request: theOnly(late) };
	}
	if (admitted === null) return { outcome, matched, request: callersOwn(criteria, candidates) };
	const late = isSameCode(criteria.accessCode, admitted)
		? []
		: expired.filter((request) => isMissedBy(criteria, request, admitted));
	if (late.length > 0) return { outcome: "EXPIRED", matched, request: theOnly(late) };
	return { outcome, matched: flagsOf(criteria, admitted), request: admitted };
}

const toldMs = EXPIRED_TOLD_SECONDS * 1000;
const NOTHING: MatchFlags = { accessCode: false, fromPhoneNumber: false, toPhoneNumber: false };

/**
 * Without a dialed number, everything; but a request without a code cannot be meant by a call that
 * has nothing of its own to show.
 */
const isCandidate = (criteria: MatchCriteria, request: MatchCandidate): boolean =>
	criteria.toNumber !== null
		? request.toNumber === criteria.toNumber
		: request.hasAccessCode || criteria.fromNumber !== null;

/** The rules 1 and 2 of C9, line by line. NOTHING_MATCHED where there is no candidate. */
function judge<Candidate extends MatchCandidate>(
	criteria: MatchCriteria,
	candidates: readonly Candidate[],
): { outcome: Exclude<MatchOutcome, "LOCKED" | "EXPIRED">; admitted: Candidate | null } {
	const isGiven =
		criteria.accessCode !== null || criteria.fromNumber !== null || criteria.toNumber !== null;
	if (!isGiven || candidates.length === 0) return { outcome: "NOTHING_MATCHED", admitted: null };
	const coded = candidates.filter(({ hasAccessCode }) => hasAccessCode);
	if (criteria.accessCode !== null && coded.length > 0) {
		return only(
			coded.filter((request) => isSameCode(criteria.accessCode, request)),
			"WRONG_CODE",
		);
	}
	const open = candidates.filter(({ hasAccessCode }) => !hasAccessCode);
	if (open.length === 0) return { outcome: "CODE_REQUIRED", admitted: null };
	return only(
		open.filter((request) => mayBeTheirs(criteria, request)),
		"ANI_MISMATCH",
	);
}

function only<Candidate, Outcome>(found: readonly Candidate[], otherwise: Outcome) {
	const [first = null] = found;
	if (found.length > 1) return { outcome: "AMBIGUOUS" as const, admitted: null };
	return first === null
		? { outcome: otherwise, admitted: null }
		: { outcome: "MATCHED" as const, admitted: first };
}

/**
 * On the dialed number an ANI that is not known, on either side, speaks against nobody. Without the
 * number nothing else would be exact.
 */
function mayBeTheirs(criteria: MatchCriteria, request: MatchCandidate): boolean {
	if (criteria.toNumber === null) return isSame(criteria.fromNumber, request.fromNumber);
	return (
		criteria.fromNumber === null ||
		request.fromNumber === null ||
		request.fromNumber === criteria.fromNumber
	);
}

/**
 * What was live at the last moment of a request that has expired since. Those that expired later
 * were live then, if they were made by then.
 */
const liveJustBefore = <Candidate extends MatchCandidate>(
	criteria: MatchCriteria,
	expired: readonly Candidate[],
	{ expiresAt }: Candidate,
) =>
	expired.filter(
		(other) =>
			isCandidate(criteria, other) && other.createdAt < expiresAt && expiresAt <= other.expiresAt,
	);

/**
 * Whether the caller had a request of their own on the number, which expired unmatched, and is not
 * who the live one is for.
 */
const isMissedBy = (
	criteria: MatchCriteria,
	request: MatchCandidate,
	admitted: MatchCandidate,
): boolean =>
	isSame(criteria.fromNumber, request.fromNumber) &&
	!isSame(criteria.fromNumber, admitted.fromNumber) &&
	request.toNumber === admitted.toNumber &&
	!request.wasMatched;

/**
 * Nobody was admitted; but a call on the dialed number, from the ANI of the only request there that
 * has it, is about that one.
 */
function callersOwn<Candidate extends MatchCandidate>(
	criteria: MatchCriteria,
	candidates: readonly Candidate[],
): Candidate | null {
	if (criteria.toNumber === null) return null;
	return theOnly(candidates.filter((request) => isSame(criteria.fromNumber, request.fromNumber)));
}

const theOnly = <Candidate>(found: readonly Candidate[]): Candidate | null =>
	found.length === 1 ? (found[0] as Candidate) : null;

const isSame = (given: string | null, stored: string | null): boolean =>
	given !== null && given === stored;

/**
 * Looks at every digit that a code may have, whether those before were right or not: the time tells
 * nothing (C10).
 */
function isSameCode(given: string | null, { hasAccessCode, accessCode }: MatchCandidate): boolean {
	if (given === null || !hasAccessCode || accessCode === null) return false;
	let difference = given.length ^ accessCode.length;
	for (let at = 0; at < ACCESS_CODE_LENGTH_MAX; at += 1)
		difference |= given.charCodeAt(at) ^ accessCode.charCodeAt(at);
	return difference === 0;
}

/** In what a call and a request are the same (C9). */
export const flagsOf = (criteria: MatchCriteria, request: MatchCandidate): MatchFlags => ({
	accessCode: isSameCode(criteria.accessCode, request),
	fromPhoneNumber: isSame(criteria.fromNumber, request.fromNumber),
	toPhoneNumber: isSame(criteria.toNumber, request.toNumber),
});

/** Code, then number, then ANI, then newest. */
function fitsBetter(criteria: MatchCriteria, one: MatchCandidate, other: MatchCandidate): boolean {
	const [of, than] = [flagsOf(criteria, one), flagsOf(criteria, other)];
	for (const flag of ["accessCode", "toPhoneNumber", "fromPhoneNumber"] as const)
		if (of[flag] !== than[flag]) return of[flag];
	return one.createdAt > other.createdAt;
}
