import { CODE_QUARANTINE_SECONDS } from "../requests/access-code.ts";
import { isLive, type MatchCandidate, type MatchCriteria } from "./candidate.ts";
import { decideMatch, flagsOf, type MatchFlags } from "./match.ts";
import type { MatchOutcome } from "./outcome.ts";

/** A request that has something in common with a call, whoever's it is. */
export type NearRequest = MatchCandidate & {
	/** Its ANI as it was given; absent where comparison uses the same (N3). */
	fromGiven?: string | null;
	groupName: string;
	/** Ended by a call that was admitted, not cancelled. */
	wasReleased: boolean;
	/** Whether the key may see it (C11). */
	isVisible: boolean;
	/**
	 * False for one of a unique-DNIS group whose number went to another meanwhile: it is not live any
	 * more (C3).
	 */
	holdsNumber: boolean;
};

/** What kept a call from a request. Times are milliseconds. */
export type Obstacle =
	| { code: "expired" | "released" | "cancelled"; msAgo: number }
	| { code: "number-lost" | "key-may-not-see" }
	| { code: "other-number"; toNumber: string }
	| { code: "other-code" | "code-erased" | "code-required" | "other-ani" | "nothing-exact" }
	// Nothing of its own: the call would have been admitted to it, were it not for this.
	| {
			code:
				| "one-of-several"
				| "others-have-codes"
				| "callers-own-expired"
				| "code-rests"
				| "callers-own-first"
				| "locked";
	  };

/**
 * One request beside a call: what is the same, and what stood between them; nothing where it is the
 * admitted one. Never its code.
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
	 * Whether it counted when the call was decided: live, for this key, and on the dialed number
	 * where one is given.
	 */
	isCandidate: boolean;
	obstacles: Obstacle[];
	/**
	 * Until when nobody else gets its code, in milliseconds since 1970; null where the call has
	 * another, or its rest is over (C5).
	 */
	codeRestsUntil: number | null;
};

type CameTo = { outcome: MatchOutcome; admittedId: string | null; now: number };

const QUARANTINE_MS = CODE_QUARANTINE_SECONDS * 1000;

/**
 * Why a call came to what it came to, request by request, the nearest first: those with the fewest
 * obstacles, then by code, number and ANI, then the newest. The rules are those of `decideMatch`
 * itself, asked what it would say if only one thing were otherwise. `outcome` and `admittedId` are
 * what the call came to at `now`, in milliseconds.
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

/** What makes that it does not count at all. */
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

/** What kept the call from it if it were live, and the only one. */
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
			return [{ code: request.fromNumber === null ? "nothing-exact" : "other-ani" }];
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
		default:
			return [];
	}
}

/** The call fits it, so another request has decided otherwise. */
function fromOutside(
	criteria: MatchCriteria,
	requests: readonly NearRequest[],
	{ outcome, admittedId }: CameTo,
): Obstacle {
	const hasCode = (request: NearRequest) => flagsOf(criteria, request).accessCode;
	const admitted = requests.find(({ id }) => id === admittedId);
	if (outcome === "LOCKED") return { code: "locked" };
	if (outcome === "AMBIGUOUS") return { code: "one-of-several" };
	if (outcome === "NOTHING_MATCHED") return { code: "code-rests" };
	if (outcome === "EXPIRED")
		return { code: requests.some(hasCode) ? "code-rests" : "callers-own-expired" };
	if (admitted !== undefined && !hasCode(admitted)) return { code: "callers-own-first" };
	return { code: "others-have-codes" };
}
