import { isSameCaller, mayBeSameCaller } from "./ani.ts";
import type { MatchCandidate, MatchCriteria } from "./candidate.ts";
import { isSameCode } from "./tried-code.ts";

/**
 * Without a dialed number, every request is a candidate. The exception: a call without an ANI
 * cannot mean a request without a code, because it has nothing to identify it.
 */
export const isCandidate = (criteria: MatchCriteria, request: MatchCandidate): boolean =>
	criteria.toNumber !== null
		? request.toNumber === criteria.toNumber
		: request.hasAccessCode || criteria.fromNumber !== null;

/**
 * Whether the call has the Caller ID that a request without a code asks for (G7). Only a certain
 * ANI counts (N2): `equal` needs the request's, `attested` also a network that vouches for it.
 */
export const hasCallerId = (criteria: MatchCriteria, request: MatchCandidate): boolean =>
	request.callerId === "any" ||
	(isSameCaller(criteria, request) &&
		(request.callerId === "equal" || criteria.attestation === "A"));

/**
 * CODE_RESTS: the code belongs to an ended request, and the caller has no other request there.
 * NOTHING_MATCHED: there is no candidate.
 */
export type Verdict<Candidate> =
	| { outcome: "MATCHED" | "CODE_RESTS"; admitted: Candidate }
	| { outcome: Refusal; admitted: null };
type Refusal = "AMBIGUOUS" | "WRONG_CODE" | "CODE_REQUIRED" | "ANI_MISMATCH" | "NOTHING_MATCHED";

/**
 * Rules 1 and 2 of C9, line by line, for live requests. `resting`: the request of the dialed number
 * that had the call's code until it ended.
 */
export function judge<Candidate extends MatchCandidate>(
	criteria: MatchCriteria,
	candidates: readonly Candidate[],
	resting: Candidate | null,
): Verdict<Candidate> {
	const { accessCode, fromNumber, toNumber } = criteria;
	const coded = candidates.filter(({ hasAccessCode }) => hasAccessCode);
	const open = candidates.filter(({ hasAccessCode }) => !hasAccessCode);
	const isOwn = (request: Candidate) => isSameCaller(criteria, request);
	const ofCode = coded.filter((request) => isSameCode(accessCode, request));
	if (ofCode.length > 0) return only(ofCode);
	if (resting !== null && !coded.some(isOwn) && !open.some(isOwn))
		return { outcome: "CODE_RESTS", admitted: resting };
	const isWrong = resting === null ? coded.length > 0 : coded.some(isOwn);
	if (accessCode !== null && isWrong) return refusal("WRONG_CODE");
	const isGiven = accessCode !== null || fromNumber !== null || toNumber !== null;
	if (!isGiven || candidates.length === 0) return refusal("NOTHING_MATCHED");
	if (open.length === 0) return refusal("CODE_REQUIRED");
	// A request whose Caller ID is not met drops out before counting.
	const met = open.filter((request) => hasCallerId(criteria, request));
	const own = met.filter(isOwn);
	if (own.length > 0) return only(own);
	const fitting = met.filter((request) => mayBeTheirs(criteria, request));
	if (fitting.length === 0) return refusal("ANI_MISMATCH");
	return toNumber === null ? refusal("AMBIGUOUS") : only(fitting);
}

const refusal = (outcome: Refusal) => ({ outcome, admitted: null });

const only = <Candidate>(found: readonly Candidate[]): Verdict<Candidate> =>
	found.length === 1
		? { outcome: "MATCHED", admitted: found[0] as Candidate }
		: refusal("AMBIGUOUS");

/**
 * On the dialed number, an ANI that is unknown on either side excludes no request. Without the
 * number, no other criterion would be exact.
 */
const mayBeTheirs = (criteria: MatchCriteria, request: MatchCandidate): boolean =>
	mayBeSameCaller(criteria, request) ||
	(criteria.toNumber !== null && (criteria.fromNumber === null || request.fromNumber === null));
