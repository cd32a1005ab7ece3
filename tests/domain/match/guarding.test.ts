import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MatchCandidate, MatchCriteria } from "../../../app/domain/match/candidate.ts";
import {
	type GuardLevel,
	type Guards,
	isGuardedBy,
	spreadGuessesMax,
} from "../../../app/domain/match/guarding.ts";
import { decideMatch } from "../../../app/domain/match/match.ts";

const NOW = 1_000_000_000;
const [N1, N2] = ["+18005555551", "+18005555552"];
const [ANN, BOB] = ["+14155550101", "+14155550102"];
const [G1, G2] = ["g1", "g2"];

type Made = Partial<MatchCandidate>;
const request = (more: Made, index: number): MatchCandidate => ({
	...{ id: `r${index}`, groupId: G1, toNumber: N1, fromNumber: null, hasAccessCode: true },
	...{ accessCode: "4819", createdAt: NOW - 5000 + index, expiresAt: NOW + 25_000 },
	...{ endedAt: null, wasMatched: false, callerId: "any", guard: "guard" },
	...more,
});
const ofAnn = { fromNumber: ANN };
const expired = { createdAt: NOW - 90_000, expiresAt: NOW - 60_000 };

/** Code, ANI, dialed number; a dash means absent. */
type Given = [code: string, ani: string, dialed: string];
const known = (value: string) => (value === "-" ? null : value);
const criteriaOf = ([code, ani, dialed]: Given): MatchCriteria => ({
	accessCode: known(code),
	fromNumber: known(ani),
	toNumber: known(dialed),
});
const on = (target: string, level: GuardLevel = "guarded"): Guards => new Map([[target, level]]);

describe("a guarded number (C10)", () => {
	test.each<
		[is: string, given: Given, made: Made[], guards: Guards, outcome: string, isGuess: boolean]
	>([
		["a right code, own ANI", ["4819", ANN, N1], [ofAnn], on(N1), "MATCHED", false],
		["own ANI, strict", ["4819", ANN, N1], [ofAnn], on(N1, "strict"), "MATCHED", false],
		["a right code, another ANI", ["4819", BOB, N1], [ofAnn], on(N1), "LOCKED", false],
		["a right code, no ANI", ["4819", "-", N1], [ofAnn], on(N1), "LOCKED", false],
		["a request without an ANI", ["4819", BOB, N1], [{}], on(N1), "MATCHED", false],
		["the same, strict", ["4819", BOB, N1], [{}], on(N1, "strict"), "LOCKED", false],
		["a wrong code of a stranger", ["4820", BOB, N1], [ofAnn], on(N1), "LOCKED", true],
		["a wrong code, own ANI", ["4820", ANN, N1], [ofAnn], on(N1), "WRONG_CODE", true],
		["a code of another length", ["48200", BOB, N1], [ofAnn], on(N1), "LOCKED", false],
		[
			"a right code of another request",
			["4819", BOB, N1],
			[ofAnn, { fromNumber: BOB, accessCode: "4820" }],
			...[on(N1), "LOCKED", false],
		] as never,
		["alert only", ["4819", BOB, N1], [{ ...ofAnn, guard: "alertOnly" }], on(N1), "MATCHED", false],
		[
			"alert only, a wrong code",
			["4820", BOB, N1],
			[{ ...ofAnn, guard: "alertOnly" }],
			...[on(N1), "WRONG_CODE", true],
		] as never,
		["a guard elsewhere", ["4819", BOB, N1], [ofAnn], on(N2), "MATCHED", false],
		["no code", ["-", BOB, N1], [ofAnn], on(N1), "CODE_REQUIRED", false],
		[
			"a code where none is needed",
			["4819", BOB, N1],
			[{ hasAccessCode: false, accessCode: null }],
			...[on(N1), "MATCHED", false],
		] as never,
		[
			"a resting code, own ANI",
			["4819", ANN, N1],
			[{ ...ofAnn, ...expired }],
			on(N1),
			"EXPIRED",
			false,
		],
		[
			"a resting code, a stranger",
			["4819", BOB, N1],
			[{ ...ofAnn, ...expired }],
			on(N1),
			"LOCKED",
			false,
		],
		["without a number, its group", ["4819", BOB, "-"], [ofAnn], on(G1), "LOCKED", false],
		["without a number, own ANI", ["4819", ANN, "-"], [ofAnn], on(G1), "MATCHED", false],
		["without a number, another group", ["4819", BOB, "-"], [ofAnn], on(G2), "MATCHED", false],
		[
			"with a number, the group does not count",
			["4819", BOB, N1],
			[ofAnn],
			on(G1),
			"MATCHED",
			false,
		],
	])("%s", (_is, given, made, guards, outcome, isGuess) => {
		const decision = decideMatch(criteriaOf(given), made.map(request), NOW, guards);
		expect([decision.outcome, decision.isGuess]).toEqual([outcome, isGuess]);
		if (outcome === "LOCKED")
			expect(decision).toMatchObject({
				matched: { accessCode: false, fromPhoneNumber: false, toPhoneNumber: false },
				codeLength: null,
			});
	});

	test("admits nobody who is not admitted without a guard, and changes nothing else than to LOCKED", () => {
		const made = fc.record({
			accessCode: fc.constantFrom("4819", "4820"),
			fromNumber: fc.constantFrom(null, ANN, BOB),
			toNumber: fc.constantFrom(N1, N2),
			groupId: fc.constantFrom(G1, G2),
			guard: fc.constantFrom("guard" as const, "alertOnly" as const),
			expiresAt: fc.constantFrom(NOW + 1000, NOW - 1000),
		});
		const given = fc.tuple(
			fc.constantFrom("-", "4819", "4820", "4821"),
			fc.constantFrom("-", ANN, BOB),
			fc.constantFrom("-", N1, N2),
		);
		const level = fc.constantFrom("guarded" as const, "strict" as const);
		const guards = fc.dictionary(fc.constantFrom(N1, N2, G1, G2), level);
		fc.assert(
			fc.property(given, fc.array(made, { maxLength: 5 }), guards, (call, several, held) => {
				const [criteria, all] = [criteriaOf(call), several.map(request)];
				const guarded = decideMatch(criteria, all, NOW, new Map(Object.entries(held)));
				const plain = decideMatch(criteria, all, NOW);
				if (guarded.outcome === "LOCKED") {
					const isOwn = plain.outcome === "MATCHED" && plain.matched.fromPhoneNumber;
					expect(isOwn && plain.matched.accessCode).toBe(false);
				} else expect(guarded).toEqual(plain);
			}),
			{ numRuns: 2000 },
		);
	});
});

describe("how many wrong codes guard a number (C10)", () => {
	test("one in 1,000 of the possible codes by each live one, at least fifty, by the weakest length", () => {
		expect(spreadGuessesMax([{ length: 4, live: 1 }])).toBe(50);
		expect(spreadGuessesMax([{ length: 6, live: 1 }])).toBe(900);
		expect(spreadGuessesMax([{ length: 6, live: 10 }])).toBe(90);
		expect(spreadGuessesMax([{ length: 6, live: 1000 }])).toBe(50);
		expect(
			spreadGuessesMax([
				{ length: 6, live: 1 },
				{ length: 4, live: 1 },
			]),
		).toBe(50);
		expect(spreadGuessesMax([])).toBe(50);
	});

	test("and more than a tenth of the matched calls: thirteen callers do not shut out a busy number", () => {
		expect(isGuardedBy(50, 50, 0)).toBe(false);
		expect(isGuardedBy(51, 50, 0)).toBe(true);
		expect(isGuardedBy(13 * 4, 50, 519)).toBe(true);
		expect(isGuardedBy(13 * 4, 50, 520)).toBe(false);
	});
});
