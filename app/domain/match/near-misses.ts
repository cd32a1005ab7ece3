import { CODE_QUARANTINE_SECONDS } from "../requests/access-code.ts";
import { isSameCaller, mayBeSameCaller } from "./ani.ts";
import { isLive, type MatchCandidate, type MatchCriteria } from "./candidate.ts";
import { decideMatch, flagsOf, type MatchFlags } from "./match.ts";
import type { MatchOutcome } from "./outcome.ts";

/** A request of any caller that has something in common with a call. */
export type NearRequest = MatchCandidate & {
	/** Its ANI as given; absent if comparison uses the same writing (N3). */
	fromGiven?: string | null;
	groupName: string;
	/** Ended by an admitted call, not cancelled. */
	wasReleased: boolean;
	/** Whether the key may see it (C11). */
	isVisible: boolean;
	/**
	 * False for a request of a unique-DNIS group whose number another request has got since: it is no
	 * longer live (C3).
	 */
	holdsNumber: boolean;
};

/** The reason why a call missed a request. Times are milliseconds. */
export type Obstacle =
	| { code: "expired" | "released" | "cancelled"; msAgo: number }
	| { code: "number-lost" | "key-may-not-see" }
	| { code: "other-number"; toNumber: string }
	| { code: "other-code" | "code-erased" | "code-required" | "other-ani" | "nothing-exact" }
	// Its Caller ID setting asks for more (G7).
	| { code: "ani-required" | "ani-not-certain" | "not-attested" }
	// No obstacle of its own: without this the call would have been admitted to it.
	| {
			code:
				| "one-of-several"
				| "others-have-codes"
				| "callers-own-expired"
				| "code-rests"
				| "callers-own-first"
				| "locked"
				| "guarded";
	  };

/**
 * One request compared with a call: the criteria that are the same, and the obstacles between them;
 * none if it is the admitted one. Never its code.
 */
export type NearMiss = {
	request: Pick<
		NearRequest,
		| "id"
		| "groupName"
		| "toNumber"
		| "fromNumber"
		| "hasAccessCode"
		| "expiresAt"
		| "endedAt"
		| "wasMatched"
	>;
	same: MatchFlags;
	/**
	 * Whether it was a candidate when the call was decided: live, visible to this key, and on the
	 * dialed number if one is given.
	 */
	isCandidate: boolean;
	obstacles: Obstacle[];
	/**
	 * End of its code's quarantine, in milliseconds since 1970; null if the call has another code or
	 * the quarantine is over (C5).
	 */
	codeRestsUntil: number | null;
};

type CameTo = {
	outcome: MatchOutcome;
	admittedId: string | null;
	now: number;
	/** Whether a guard refused the call, not the lock of its pair. */
	isLockedByGuard?: boolean;
};

const QUARANTINE_MS = CODE_QUARANTINE_SECONDS * 1000;

/**
 * Explains a call's outcome request by request, nearest first: fewest obstacles, then code, number
 * and ANI, then newest. The rules are those of `decideMatch`, run with one fact changed. `outcome`
 * and `admittedId` are the call's result at `now`, in milliseconds.
 */
export function findNearMisses(
	criteria: MatchCriteria,
	requests: readonly NearRequest[],
	cameTo: CameTo,
): NearMiss[] {
	const { admittedId, now } = cameTo;
	const misses = requests.map((request): NearMiss => {
		const own = [...standing(request, now), ...comparison(criteria, request, now)];
		const fits = own.length === 0;
		const obstacles = fits ? [fromOutside(criteria, requests, cameTo)] : own;
		const { id, groupName, toNumber, fromNumber, hasAccessCode, expiresAt, endedAt, wasMatched } =
			request;
		const same = flagsOf(criteria, request);
		const over = endedAt ?? expiresAt;
		return {
			request: {
				id,
				groupName,
				toNumber,
				fromNumber: request.fromGiven ?? fromNumber,
				hasAccessCode,
				expiresAt,
				endedAt,
				wasMatched,
			},
			same,
			isCandidate:
				isOpen(request, now) &&
				request.isVisible &&
				(criteria.toNumber === null || same.toPhoneNumber),
			obstacles: request.id === admittedId ? [] : obstacles,
			codeRestsUntil:
				same.accessCode && over <= now && now < over + QUARANTINE_MS ? over + QUARANTINE_MS : null,
		};
	});
	const createdAt = new Map(requests.map((request) => [request.id, request.createdAt]));
	const rank = ({ same }: NearMiss) =>
		Number(same.accessCode) * 4 + Number(same.toPhoneNumber) * 2 + Number(same.fromPhoneNumber);
	return misses.sort(
		(a, b) =>
			a.obstacles.length - b.obstacles.length ||
			rank(b) - rank(a) ||
			(createdAt.get(b.request.id) as number) - (createdAt.get(a.request.id) as number),
	);
}

const isOpen = (request: NearRequest, now: number): boolean =>
	isLive(request, now) && request.holdsNumber;

/** The obstacles that exclude it entirely. */
function standing(request: NearRequest, now: number): Obstacle[] {
	const obstacles: Obstacle[] = [];
	if (request.endedAt !== null)
		obstacles.push({
			code: request.wasReleased ? "released" : "cancelled",
			msAgo: now - request.endedAt,
		});
	else if (request.expiresAt <= now)
		obstacles.push({ code: "expired", msAgo: now - request.expiresAt });
	else if (!request.holdsNumber) obstacles.push({ code: "number-lost" });
	if (!request.isVisible) obstacles.push({ code: "key-may-not-see" });
	return obstacles;
}

/** The obstacles that would remain if it were live and the only request. */
function comparison(criteria: MatchCriteria, request: NearRequest, now: number): Obstacle[] {
	const { outcome } = decideMatch(
		criteria,
		[{ ...request, endedAt: null, expiresAt: now + 1 }],
		now,
	);
	switch (outcome) {
		case "WRONG_CODE":
			return [{ code: request.accessCode === null ? "code-erased" : "other-code" }];
		case "CODE_REQUIRED":
			return [{ code: "code-required" }];
		case "ANI_MISMATCH":
			return [{ code: aniObstacle(criteria, request) }];
		case "AMBIGUOUS":
			return [{ code: "nothing-exact" }];
		case "NOTHING_MATCHED": {
			const { toNumber } = request;
			if (criteria.toNumber === null || criteria.toNumber === toNumber)
				return [{ code: "nothing-exact" }];
			return [
				{ code: "other-number", toNumber },
				...comparison({ ...criteria, toNumber }, request, now),
			];
		}
		// Alone and live, a request can neither have expired nor be locked.
		case "MATCHED":
		case "EXPIRED":
		case "LOCKED":
			return [];
	}
}

function aniObstacle(criteria: MatchCriteria, request: NearRequest) {
	if (isSameCaller(criteria, request)) return "not-attested";
	if (request.fromNumber === null) return "nothing-exact";
	if (criteria.fromNumber === null) return "ani-required";
	return mayBeSameCaller(criteria, request) ? "ani-not-certain" : "other-ani";
}

/** The call fits it, so another request decided the outcome. */
function fromOutside(
	criteria: MatchCriteria,
	requests: readonly NearRequest[],
	{ outcome, admittedId, isLockedByGuard }: CameTo,
): Obstacle {
	const hasCode = (request: NearRequest) => flagsOf(criteria, request).accessCode;
	const admitted = requests.find(({ id }) => id === admittedId);
	if (outcome === "LOCKED") return { code: isLockedByGuard ? "guarded" : "locked" };
	if (outcome === "AMBIGUOUS") return { code: "one-of-several" };
	if (outcome === "NOTHING_MATCHED") return { code: "code-rests" };
	if (outcome === "EXPIRED")
		return { code: requests.some(hasCode) ? "code-rests" : "callers-own-expired" };
	if (admitted !== undefined && !hasCode(admitted)) return { code: "callers-own-first" };
	return { code: "others-have-codes" };
}
