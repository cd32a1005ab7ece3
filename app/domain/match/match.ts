import { isSameCaller } from "./ani.ts";
import { isLive, type MatchCandidate, type MatchCriteria } from "./candidate.ts";
import { type Guards, isOfCandidate, isRefusedByGuard, NO_GUARDS } from "./guarding.ts";
import type { MatchOutcome } from "./outcome.ts";
import { codeLengthOf, isPossibleCode, isSameCode } from "./tried-code.ts";
import { isCandidate, judge, type Verdict } from "./verdict.ts";

/**
 * Seconds after a request's expiry in which a call that it would have admitted gets the outcome
 * EXPIRED (C9).
 */
export const EXPIRED_TOLD_SECONDS = 600;
/** Seconds in which the same `callId` with the same criteria gets the same answer (C9). */
export const CALL_REMEMBERED_SECONDS = 600;

export type MatchFlags = { accessCode: boolean; fromPhoneNumber: boolean; toPhoneNumber: boolean };

/**
 * `request` is the request that the call is certainly about: the admitted one for MATCHED,
 * otherwise only for the records (K5). `codeLength`: the number of digits to ask for, with
 * CODE_REQUIRED and WRONG_CODE if all codes have one length. `isGuess`: a wrong code that counts
 * (C10). `isStranger`: a guess from an ANI that is no live candidate's. LOCKED is the outcome of a
 * guard: the lock of a pair comes before.
 */
export type MatchDecision<Candidate> = {
	outcome: MatchOutcome;
	matched: MatchFlags;
	request: Candidate | null;
	codeLength: number | null;
	isGuess: boolean;
	isStranger: boolean;
};

/**
 * Decides which request a call belongs to (C9). `requests` are all that the key may see, live or
 * ended within ten minutes, or the subset that can affect the decision. Only an exact criterion
 * admits a call: its code, its dialed number, or its ANI. `guards` are those in force (C10).
 */
export function decideMatch<Candidate extends MatchCandidate>(
	criteria: MatchCriteria,
	requests: readonly Candidate[],
	now: number,
	guards: Guards = NO_GUARDS,
): MatchDecision<Candidate> {
	const live = requests.filter((request) => isLive(request, now));
	const expired = requests.filter(
		(request) => request.endedAt === null && hasJustEnded(request, now),
	);
	const best = live.reduce<Candidate | null>(
		(one, other) => (one === null || fitsBetter(criteria, other, one) ? other : one),
		null,
	);
	const candidates = live.filter((request) => isCandidate(criteria, request));
	const decided = {
		matched: best === null ? NOTHING : flagsOf(criteria, best),
		codeLength: null,
		isGuess: false,
		isStranger: false,
	};
	const resting = restingCodeOf(criteria, requests, now);
	if (isRefusedByGuard(criteria, candidates, resting, guards)) {
		const ofCode = candidates.filter((request) => isSameCode(criteria.accessCode, request));
		const isGuess = ofCode.length === 0 && isGuessed(criteria, candidates, resting);
		const guess = { isGuess, isStranger: isGuess };
		return { ...decided, outcome: "LOCKED", matched: NOTHING, request: theOnly(ofCode), ...guess };
	}
	const verdict = judge(criteria, candidates, resting);
	const { outcome, admitted } = verdict;
	if (outcome === "CODE_RESTS")
		return isUnmatched(verdict.admitted)
			? { ...decided, outcome: "EXPIRED", request: verdict.admitted }
			: { ...decided, outcome: "NOTHING_MATCHED", request: null };
	if (outcome === "NOTHING_MATCHED") {
		const late = expired.filter(
			(request) =>
				judge(criteria, liveJustBefore(criteria, expired, request), null).admitted === request,
		);
		return {
			...decided,
			outcome: late.length > 0 ? "EXPIRED" : outcome,
			request: theOnly(late),
		};
	}
	const late = isOpenToLate(criteria, verdict)
		? expired.filter((request) => isMissedBy(criteria, request))
		: [];
	if (late.length > 0) return { ...decided, outcome: "EXPIRED", request: theOnly(late) };
	if (admitted !== null)
		return { ...decided, outcome, matched: flagsOf(criteria, admitted), request: admitted };
	const request = callersOwn(criteria, candidates);
	if (outcome !== "WRONG_CODE" && outcome !== "CODE_REQUIRED")
		return { ...decided, outcome, request };
	const isGuess = outcome === "WRONG_CODE" && isGuessed(criteria, candidates, resting);
	const isStranger = isGuess && !isOfCandidate(criteria, candidates);
	return {
		...decided,
		outcome,
		request,
		codeLength: codeLengthOf(candidates),
		isGuess,
		isStranger,
	};
}

const toldMs = EXPIRED_TOLD_SECONDS * 1000;
const NOTHING: MatchFlags = { accessCode: false, fromPhoneNumber: false, toPhoneNumber: false };

/** Whether it expired, or was released or cancelled, within ten minutes. */
function hasJustEnded({ endedAt, expiresAt }: MatchCandidate, now: number): boolean {
	const over = endedAt ?? expiresAt;
	return over <= now && now < over + toldMs;
}

/** The latest request of the dialed number with this code, while the code is in quarantine. */
function restingCodeOf<Candidate extends MatchCandidate>(
	{ accessCode, toNumber }: MatchCriteria,
	requests: readonly Candidate[],
	now: number,
): Candidate | null {
	const resting = requests.filter(
		(request) =>
			request.toNumber === toNumber &&
			hasJustEnded(request, now) &&
			isSameCode(accessCode, request),
	);
	return resting.reduce<Candidate | null>(
		(one, other) => (one === null || other.createdAt > one.createdAt ? other : one),
		null,
	);
}

/** Whether a wrong code counts: a live candidate could have it, and it is no resting one (C9). */
const isGuessed = (
	{ accessCode }: MatchCriteria,
	candidates: readonly MatchCandidate[],
	resting: MatchCandidate | null,
): boolean => resting === null && isPossibleCode(accessCode ?? "", candidates);

const isUnmatched = ({ endedAt, wasMatched }: MatchCandidate): boolean =>
	endedAt === null && !wasMatched;

/**
 * The requests that were live in the last moment of a request now expired. A later expiry means
 * live at that moment, if the request existed by then.
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
 * Whether an expired request of the caller takes precedence over this verdict: no code decided it,
 * and no live request is certainly the caller's.
 */
const isOpenToLate = (criteria: MatchCriteria, { outcome, admitted }: Verdict<MatchCandidate>) =>
	outcome === "ANI_MISMATCH" ||
	(outcome === "MATCHED" &&
		!isSameCode(criteria.accessCode, admitted) &&
		!isSameCaller(criteria, admitted));

/** Whether it was the caller's own on the dialed number, and expired unmatched. */
const isMissedBy = (criteria: MatchCriteria, request: MatchCandidate): boolean =>
	isSameCaller(criteria, request) && request.toNumber === criteria.toNumber && !request.wasMatched;

/**
 * The request of a call that was not admitted: the only request of the dialed number with the
 * call's ANI.
 */
function callersOwn<Candidate extends MatchCandidate>(
	criteria: MatchCriteria,
	candidates: readonly Candidate[],
): Candidate | null {
	if (criteria.toNumber === null) return null;
	return theOnly(candidates.filter((request) => isSameCaller(criteria, request)));
}

const theOnly = <Candidate>(found: readonly Candidate[]): Candidate | null =>
	found.length === 1 ? (found[0] as Candidate) : null;

/** The criteria that a call and a request share (C9). */
export const flagsOf = (criteria: MatchCriteria, request: MatchCandidate): MatchFlags => ({
	accessCode: isSameCode(criteria.accessCode, request),
	fromPhoneNumber: isSameCaller(criteria, request),
	toPhoneNumber: request.toNumber === criteria.toNumber,
});

/** Order of precedence: code, then number, then ANI, then newest. */
function fitsBetter(criteria: MatchCriteria, one: MatchCandidate, other: MatchCandidate): boolean {
	const [of, than] = [flagsOf(criteria, one), flagsOf(criteria, other)];
	for (const flag of ["accessCode", "toPhoneNumber", "fromPhoneNumber"] as const)
		if (of[flag] !== than[flag]) return of[flag];
	return one.createdAt > other.createdAt;
}
