import type { NearMiss, Obstacle } from "../../domain/match/near-misses.ts";
import type { MatchOutcome } from "../../domain/match/outcome.ts";
import type { SimulatedCall } from "../../ui/match/simulated-call.tsx";
import { ago, idOf, LONG_NAME, NOW, numberOf } from "./fixtures.ts";

const SAME = { accessCode: true, fromPhoneNumber: true, toPhoneNumber: true };
const OTHER = { accessCode: false, fromPhoneNumber: false, toPhoneNumber: false };
export const GIVEN = { accessCode: true, fromNumber: true, toNumber: true };

const OBSTACLES: Obstacle[] = [
	{ code: "expired", msAgo: 5000 },
	{ code: "released", msAgo: 60_000 },
	{ code: "cancelled", msAgo: 3_600_000 },
	{ code: "number-lost" },
	{ code: "key-may-not-see" },
	{ code: "other-number", toNumber: numberOf(2) },
	{ code: "other-code" },
	{ code: "code-erased" },
	{ code: "code-required" },
	{ code: "other-ani" },
	{ code: "nothing-exact" },
	{ code: "one-of-several" },
	{ code: "others-have-codes" },
	{ code: "callers-own-expired" },
	{ code: "ani-required" },
	{ code: "ani-not-certain" },
	{ code: "not-attested" },
	{ code: "locked" },
];

const missOf = (index: number, obstacles: Obstacle[]): NearMiss => {
	const hasEnded = obstacles.some(({ code }) => code === "released" || code === "cancelled");
	const isPast = obstacles.some(({ code }) => code === "expired");
	return {
		request: {
			id: idOf(index),
			groupName: index === 1 ? LONG_NAME : "auto_insurance",
			toNumber: numberOf(1),
			fromNumber: index % 2 === 0 ? "+14155550132" : null,
			hasAccessCode: index % 3 !== 2,
			expiresAt: ago(isPast ? 5 : -60).getTime(),
			endedAt: hasEnded ? ago(60).getTime() : null,
			wasMatched: index % 4 === 1,
		},
		same: obstacles.length === 0 ? SAME : OTHER,
		isCandidate: index % 2 === 0,
		obstacles,
		codeRestsUntil: hasEnded ? ago(-540).getTime() : null,
	};
};

/** An admitted request, then one request for each obstacle. */
export const MISSES: NearMiss[] = [
	missOf(0, []),
	...OBSTACLES.map((obstacle, index) => missOf(index + 1, [obstacle])),
];

/** A simulated call with this outcome. */
export const callOf = (
	outcome: MatchOutcome,
	more: Partial<SimulatedCall> = {},
): SimulatedCall => ({
	now: NOW.getTime(),
	told: { outcome, matched: outcome === "MATCHED" ? SAME : OTHER },
	decided: { outcome, matched: OTHER },
	isRepeated: false,
	toNumber: numberOf(1),
	isKnownNumber: true,
	fromNumber: "+14155550132",
	attestation: outcome === "MATCHED" ? "A" : null,
	pools: [
		{ id: idOf(1), name: "auto_insurance" },
		{ id: idOf(2), name: LONG_NAME },
	],
	spread: { wrongCodes: 3, limit: 900 },
	guards: [],
	guessing: {
		wrongCodes: outcome === "LOCKED" ? 5 : 1,
		limit: 5,
		lockedUntil: outcome === "LOCKED" ? ago(-540).getTime() : null,
	},
	liveHere: { withCode: 10_000, withoutCode: 1 },
	misses: outcome === "MATCHED" ? MISSES.slice(0, 1) : MISSES.slice(1, 3),
	given: GIVEN,
	isAniTyped: true,
	isForReal: false,
	hasReleased: false,
	...more,
});
