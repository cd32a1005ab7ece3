import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSameCaller, mayBeSameCaller } from "../../../app/domain/match/ani.ts";
import type { Attestation } from "../../../app/domain/match/attestation.ts";
import {
	isLive,
	type MatchCandidate,
	type MatchCriteria,
} from "../../../app/domain/match/candidate.ts";
import { decideMatch } from "../../../app/domain/match/match.ts";

const NOW = 1_000_000_000;
const N1 = "+18005555551";
const N2 = "+18005555552";
const ANN = "+14155550101";
const BOB = "+14155550102";
/**
 * Two subscribers whose numbers have the same digits without a plus. A bare number is read as HERE.
 */
const HERE = "+14795550132";
const THERE = "+4795550132";
const BARE = `${HERE} ${THERE}`;

type Request = Partial<MatchCandidate> & { code?: string };

/**
 * A live request on N1, without a code and without an ANI, made 5 s ago, unless given otherwise.
 */
function request({ code, ...more }: Request = {}, index = 0): MatchCandidate {
	return {
		id: `r${index}`,
		groupId: "g1",
		guard: "guard",
		toNumber: N1,
		fromNumber: null,
		hasAccessCode: code !== undefined,
		accessCode: code ?? null,
		createdAt: NOW - 5000 + index,
		expiresAt: NOW + 25_000,
		endedAt: null,
		wasMatched: false,
		callerId: "any",
		...more,
	};
}
/** A request that expired this many seconds ago, after 30 s. */
const expired = (secondsAgo: number, more: Request = {}): Request => ({
	createdAt: NOW - (secondsAgo + 30) * 1000,
	expiresAt: NOW - secondsAgo * 1000,
	...more,
});

/** A caller's number, followed by its other readings. */
function callerOf(text: string | null) {
	const [fromNumber = null, ...others] = text?.split(" ") ?? [];
	return { fromNumber, ...(others.length > 0 && { fromReadings: [fromNumber ?? "", ...others] }) };
}
const from = (text: string, more: Request = {}): Request => ({ ...callerOf(text), ...more });

/** Code, ANI, dialed number. A dash means absent. */
type Given = [code: string | "-", ani: string | "-", dialed: string | "-"];
type Case = [
	is: string,
	given: Given,
	requests: Request[],
	outcome: string,
	matched: string,
	about?: string,
];
// Matched criteria are written as three letters for code, ANI and number, with a dot for each one
// unmatched.
const cases: Case[] = [
	// The seven sets of criteria, each admitted, and each refused for its own reason.
	[
		"code, ANI and number",
		["4819", ANN, N1],
		[{ code: "4819", fromNumber: ANN }],
		"MATCHED",
		"CAN",
		"r0",
	],
	[
		"code and number",
		["4819", "-", N1],
		[{ code: "4819", fromNumber: ANN }],
		"MATCHED",
		"C.N",
		"r0",
	],
	["code and ANI", ["4819", ANN, "-"], [{ code: "4819", fromNumber: ANN }], "MATCHED", "CA.", "r0"],
	["ANI and number", ["-", ANN, N1], [{ fromNumber: ANN }], "MATCHED", ".AN", "r0"],
	[
		"the code alone",
		["4819", "-", "-"],
		[{ code: "4819" }, { code: "4820", toNumber: N2 }],
		"MATCHED",
		"C..",
		"r0",
	],
	[
		"the ANI alone",
		["-", ANN, "-"],
		[{ fromNumber: ANN }, { fromNumber: BOB }],
		"MATCHED",
		".A.",
		"r0",
	],
	["the number alone", ["-", "-", N1], [{ fromNumber: ANN }], "MATCHED", "..N", "r0"],
	["nothing usable at all", ["-", "-", "-"], [{}], "NOTHING_MATCHED", "..."],
	["a number on which nobody waits", ["-", "-", N2], [{}], "NOTHING_MATCHED", "..."],

	// 1. A code is given.
	[
		"another ANI does not block a code",
		["4819", BOB, N1],
		[{ code: "4819", fromNumber: ANN }],
		"MATCHED",
		"C.N",
		"r0",
	],
	[
		"one of several codes on the number",
		["4820", "-", N1],
		[{ code: "4819" }, { code: "4820" }],
		"MATCHED",
		"C.N",
		"r1",
	],
	[
		"one code on two numbers, dialed",
		["4819", "-", N2],
		[{ code: "4819" }, { code: "4819", toNumber: N2 }],
		"MATCHED",
		"C.N",
		"r1",
	],
	[
		"one code on two numbers, not dialed",
		["4819", "-", "-"],
		[{ code: "4819" }, { code: "4819", toNumber: N2 }],
		"AMBIGUOUS",
		"C..",
	],
	["a wrong code", ["4820", "-", N1], [{ code: "4819" }], "WRONG_CODE", "..N"],
	[
		"a wrong code, with the right ANI",
		["4820", ANN, N1],
		[{ code: "4819", fromNumber: ANN }],
		"WRONG_CODE",
		".AN",
		"r0",
	],
	[
		"a wrong code never falls through to a request without one",
		["4820", ANN, N1],
		[{ fromNumber: ANN }, { code: "4819" }],
		"WRONG_CODE",
		".AN",
		"r0",
	],
	["a longer code that begins alike", ["48190", "-", N1], [{ code: "4819" }], "WRONG_CODE", "..N"],
	["a shorter code that begins alike", ["481", "-", N1], [{ code: "4819" }], "WRONG_CODE", "..N"],
	[
		"a code that no request anywhere has",
		["4820", "-", "-"],
		[{ code: "4819" }],
		"WRONG_CODE",
		"...",
	],
	[
		"a code of another number",
		["4819", "-", N1],
		[{ code: "4820" }, { code: "4819", toNumber: N2 }],
		"WRONG_CODE",
		"C..",
	],
	[
		"a code and an ANI of another number",
		["4819", ANN, N1],
		[{ code: "4820" }, { code: "4819", toNumber: N2, fromNumber: ANN }],
		"WRONG_CODE",
		"CA.",
	],
	["a code where no candidate has one is ignored", ["4819", "-", N1], [{}], "MATCHED", "..N", "r0"],
	[
		"an ignored code with the right ANI",
		["4819", ANN, N1],
		[{ fromNumber: ANN }],
		"MATCHED",
		".AN",
		"r0",
	],
	[
		"an ignored code with nothing else is nobody's",
		["4819", "-", "-"],
		[{}],
		"NOTHING_MATCHED",
		"...",
	],

	// 2. No code in play.
	[
		"of two without a code, the one whose ANI it is",
		["-", ANN, N1],
		[{ fromNumber: ANN }, { fromNumber: BOB }],
		"MATCHED",
		".AN",
		"r0",
	],
	[
		"two without a code, and no ANI",
		["-", "-", N1],
		[{ fromNumber: ANN }, { fromNumber: BOB }],
		"AMBIGUOUS",
		"..N",
	],
	[
		"two without a code, one with the ANI, one with none",
		["-", ANN, N1],
		[{ fromNumber: ANN }, {}],
		"MATCHED",
		".AN",
		"r0",
	],
	[
		"two with the same ANI",
		["-", ANN, N1],
		[{ fromNumber: ANN }, { fromNumber: ANN }],
		"AMBIGUOUS",
		".AN",
	],
	["a request whose ANI is not known", ["-", ANN, N1], [{}], "MATCHED", "..N", "r0"],
	[
		"a stranger's ANI leaves the one that is not known",
		["-", ANN, N1],
		[{ fromNumber: BOB }, {}],
		"MATCHED",
		"..N",
		"r1",
	],
	["a stranger's ANI", ["-", BOB, N1], [{ fromNumber: ANN }], "ANI_MISMATCH", "..N"],
	["a stranger's ANI alone", ["-", BOB, "-"], [{ fromNumber: ANN }], "ANI_MISMATCH", "..."],
	[
		"an ANI alone is not enough for a request whose ANI is not known",
		["-", ANN, "-"],
		[{}],
		"ANI_MISMATCH",
		"...",
	],
	[
		"an ANI alone, with its own and an unknown one",
		["-", ANN, "-"],
		[{ fromNumber: ANN }, {}],
		"MATCHED",
		".A.",
		"r0",
	],
	[
		"an ANI of another number",
		["-", ANN, N1],
		[{ fromNumber: BOB }, { fromNumber: ANN, toNumber: N2 }],
		"ANI_MISMATCH",
		"..N",
	],
	[
		"an ANI that waits elsewhere only",
		["-", ANN, N1],
		[{ fromNumber: ANN, toNumber: N2 }],
		"NOTHING_MATCHED",
		".A.",
	],
	["only requests with codes", ["-", "-", N1], [{ code: "4819" }], "CODE_REQUIRED", "..N"],
	[
		"only requests with codes, one with the ANI",
		["-", ANN, N1],
		[{ code: "4819", fromNumber: ANN }, { code: "4820" }],
		"CODE_REQUIRED",
		".AN",
		"r0",
	],
	[
		"without a code, a request without one wins over one with",
		["-", "-", N1],
		[{ code: "4819" }, {}],
		"MATCHED",
		"..N",
		"r1",
	],

	// Several readings: the first is the ANI, any may match (N2).
	["bare on both sides", ["-", BARE, N1], [from(BARE), from(BOB)], "MATCHED", ".AN", "r0"],
	["bare for a request with plus", ["-", BARE, N1], [from(HERE)], "MATCHED", ".AN", "r0"],
	["may be theirs, and nobody else", ["-", BARE, N1], [from(THERE)], "MATCHED", "..N", "r0"],
	["made bare, may be theirs", ["-", THERE, N1], [from(BARE)], "MATCHED", "..N", "r0"],
	[
		"of two, one is theirs and one may be",
		["-", BARE, N1],
		[from(THERE), from(HERE)],
		"MATCHED",
		".AN",
		"r1",
	],
	["one may be theirs, and one has no ANI", ["-", BARE, N1], [from(THERE), {}], "AMBIGUOUS", "..N"],
	["two that may be theirs", ["-", BARE, N1], [from(THERE), from(THERE)], "AMBIGUOUS", "..N"],
	[
		"one that may be theirs beside a stranger's",
		["-", BARE, N1],
		[from(THERE), from(BOB)],
		"MATCHED",
		"..N",
		"r0",
	],
	["two twins with plus", ["-", THERE, N1], [from(HERE)], "ANI_MISMATCH", "..N"],
	["one that may be theirs, not dialed", ["-", BARE, "-"], [from(THERE)], "AMBIGUOUS", "..."],
	["one that is theirs, not dialed", ["-", BARE, "-"], [from(HERE)], "MATCHED", ".A.", "r0"],
	[
		"what may be theirs is no right to a code",
		["4820", BARE, N1],
		[from(THERE, { code: "4819" })],
		"WRONG_CODE",
		"..N",
	],
	[
		"the caller's own without an ANI of another beside it, not dialed",
		["-", ANN, "-"],
		[{ fromNumber: ANN }, from(`${BOB} ${ANN}`)],
		"MATCHED",
		".A.",
		"r0",
	],

	// A resting code.
	[
		"the old code of a caller who has a new one",
		["4819", ANN, N1],
		[expired(60, { code: "4819", fromNumber: ANN }), { code: "4820", fromNumber: ANN }],
		"WRONG_CODE",
		".AN",
		"r1",
	],
	[
		"the same after a release",
		["4819", ANN, N1],
		[
			{ code: "4819", endedAt: NOW - 5, wasMatched: true },
			{ code: "4820", fromNumber: ANN },
		],
		"WRONG_CODE",
		".AN",
		"r1",
	],
	[
		"the old code of a caller who needs none now",
		["4819", ANN, N1],
		[expired(60, { code: "4819" }), { fromNumber: ANN }, { code: "4820", fromNumber: BOB }],
		"MATCHED",
		".AN",
		"r1",
	],
	[
		"the same with two that the caller may mean",
		["4819", ANN, N1],
		[expired(60, { code: "4819" }), { fromNumber: ANN }, { fromNumber: ANN }],
		"AMBIGUOUS",
		".AN",
	],
	[
		"a late caller's code while others are live",
		["4819", BOB, N1],
		[expired(60, { code: "4819" }), { code: "4820", fromNumber: ANN }, {}],
		"EXPIRED",
		"..N",
		"r0",
	],
	[
		"the same from a number that may be a live one's",
		["4819", BARE, N1],
		[expired(60, { code: "4819" }), from(THERE, { code: "4820" })],
		"EXPIRED",
		"..N",
		"r0",
	],
	[
		"a late caller's code where it would be ignored",
		["4819", "-", N1],
		[expired(60, { code: "4819" }), {}],
		"EXPIRED",
		"..N",
		"r0",
	],
	[
		"a code that was matched before it expired",
		["4819", "-", N1],
		[expired(60, { code: "4819", wasMatched: true })],
		"NOTHING_MATCHED",
		"...",
	],
	[
		"a code that was cancelled",
		["4819", "-", N1],
		[{ code: "4819", endedAt: NOW - 599_999 }, { code: "4820" }],
		"NOTHING_MATCHED",
		"..N",
	],
	[
		"a code that has rested for ten minutes",
		["4819", "-", N1],
		[{ code: "4819", endedAt: NOW - 600_000 }, { code: "4820" }],
		"WRONG_CODE",
		"..N",
	],
	[
		"a code that rests on another number",
		["4819", "-", N1],
		[expired(60, { code: "4819", toNumber: N2 }), { code: "4820" }],
		"WRONG_CODE",
		"..N",
	],
	[
		"a code that rests, not dialed",
		["4819", "-", "-"],
		[expired(60, { code: "4819" }), { code: "4820" }],
		"WRONG_CODE",
		"...",
	],
	[
		"a code that was given again says what became of the later request",
		["4819", "-", N1],
		[expired(300, { code: "4819" }), expired(60, { code: "4819", endedAt: NOW - 70_000 })],
		"NOTHING_MATCHED",
		"...",
	],

	// 3. No candidate.
	["live until its expiry", ["-", "-", N1], [{ expiresAt: NOW + 1 }], "MATCHED", "..N", "r0"],
	["exactly at its expiry: not live", ["-", "-", N1], [{ expiresAt: NOW }], "EXPIRED", "...", "r0"],
	[
		"expired with this code",
		["4819", "-", N1],
		[expired(60, { code: "4819" })],
		"EXPIRED",
		"...",
		"r0",
	],
	[
		"two that overlapped, of which one outlived the other",
		["-", "-", N1],
		[expired(60), expired(50)],
		"EXPIRED",
		"...",
		"r1",
	],
	[
		"expired with this ANI",
		["-", ANN, "-"],
		[expired(60, { fromNumber: ANN })],
		"EXPIRED",
		"...",
		"r0",
	],
	[
		"expired with this code, wherever",
		["4819", "-", "-"],
		[expired(60, { code: "4819" })],
		"EXPIRED",
		"...",
		"r0",
	],
	[
		"expired just within ten minutes",
		["-", "-", N1],
		[{ createdAt: NOW - 630_000, expiresAt: NOW - 599_999 }],
		"EXPIRED",
		"...",
		"r0",
	],
	["expired ten minutes ago", ["-", "-", N1], [expired(600)], "NOTHING_MATCHED", "..."],
	[
		"expired with another code",
		["4820", "-", N1],
		[expired(60, { code: "4819" })],
		"NOTHING_MATCHED",
		"...",
	],
	[
		"expired with another ANI",
		["-", BOB, N1],
		[expired(60, { fromNumber: ANN })],
		"NOTHING_MATCHED",
		"...",
	],
	[
		"expired, but a code was required",
		["-", "-", N1],
		[expired(60, { code: "4819" })],
		"NOTHING_MATCHED",
		"...",
	],
	[
		"expired after it was matched",
		["-", "-", N1],
		[expired(60, { wasMatched: true })],
		"EXPIRED",
		"...",
		"r0",
	],
	[
		"released or cancelled before",
		["-", "-", N1],
		[{ endedAt: NOW - 1000 }],
		"NOTHING_MATCHED",
		"...",
	],
	[
		"cancelled, and its time is over by now",
		["-", "-", N1],
		[expired(60, { endedAt: NOW - 70_000 })],
		"NOTHING_MATCHED",
		"...",
	],
	[
		"two that expired one after the other",
		["-", "-", N1],
		[expired(60), expired(20)],
		"EXPIRED",
		"...",
	],
	[
		"two that expired in one moment",
		["-", "-", N1],
		[expired(60), expired(60)],
		"NOTHING_MATCHED",
		"...",
	],
	[
		"a wrong code for one that expired while another had none",
		["4820", "-", N1],
		[expired(60), expired(50, { code: "4819" })],
		"NOTHING_MATCHED",
		"...",
	],
	[
		"an expired code, erased since",
		["4819", "-", N1],
		[expired(60, { hasAccessCode: true })],
		"NOTHING_MATCHED",
		"...",
	],

	// A live match comes before EXPIRED, with one exception.
	[
		"expired, and live with the same code",
		["4819", "-", N1],
		[expired(60, { code: "4819" }), { code: "4819" }],
		"MATCHED",
		"C.N",
		"r1",
	],
	["expired, and somebody live", ["-", "-", N1], [expired(60), {}], "MATCHED", "..N", "r1"],
	[
		"the caller's own expired unmatched, the live one is not theirs",
		["-", ANN, N1],
		[expired(60, { fromNumber: ANN }), {}],
		"EXPIRED",
		"..N",
		"r0",
	],
	[
		"the same where the expired one had a code",
		["-", ANN, N1],
		[expired(60, { fromNumber: ANN, code: "4819" }), {}],
		"EXPIRED",
		"..N",
		"r0",
	],
	[
		"the same with a code that is ignored",
		["4819", ANN, N1],
		[expired(60, { fromNumber: ANN, code: "4819" }), {}],
		"EXPIRED",
		"..N",
		"r0",
	],
	[
		"the same where the live one is a known stranger's",
		["-", ANN, N1],
		[expired(60, { fromNumber: ANN }), { fromNumber: BOB }],
		"EXPIRED",
		"..N",
		"r0",
	],
	[
		"the same where the live one only may be theirs",
		["-", BARE, N1],
		[expired(60, from(HERE)), from(THERE)],
		"EXPIRED",
		"..N",
		"r0",
	],
	[
		"an expired one that only may be theirs",
		["-", BARE, N1],
		[expired(60, from(THERE)), {}],
		"MATCHED",
		"..N",
		"r1",
	],
	[
		"a known stranger is live, and the caller's own was matched before it expired",
		["-", ANN, N1],
		[expired(60, { fromNumber: ANN, wasMatched: true }), { fromNumber: BOB }],
		"ANI_MISMATCH",
		"..N",
	],
	[
		"the caller's own expired, and the live one is theirs too",
		["-", ANN, N1],
		[expired(60, { fromNumber: ANN }), { fromNumber: ANN }],
		"MATCHED",
		".AN",
		"r1",
	],
	[
		"the caller's own expired, the live one has the code given",
		["4819", ANN, N1],
		[expired(60, { fromNumber: ANN }), { code: "4819" }],
		"MATCHED",
		"C.N",
		"r1",
	],
	[
		"the caller's own was matched before it expired",
		["-", ANN, N1],
		[expired(60, { fromNumber: ANN, wasMatched: true }), {}],
		"MATCHED",
		"..N",
		"r1",
	],
	[
		"the caller's own was cancelled",
		["-", ANN, N1],
		[expired(60, { fromNumber: ANN, endedAt: NOW - 70_000 }), {}],
		"MATCHED",
		"..N",
		"r1",
	],
	[
		"the caller's own expired ten minutes ago",
		["-", ANN, N1],
		[expired(600, { fromNumber: ANN }), {}],
		"MATCHED",
		"..N",
		"r1",
	],
	[
		"the caller's own expired on another number",
		["-", ANN, N1],
		[expired(60, { fromNumber: ANN, toNumber: N2 }), {}],
		"MATCHED",
		"..N",
		"r1",
	],
	[
		"somebody else's expired",
		["-", ANN, N1],
		[expired(60, { fromNumber: BOB }), {}],
		"MATCHED",
		"..N",
		"r1",
	],

	// The matched criteria refer to the best-fitting live request: by code, then number, then ANI.
	[
		"the code fits elsewhere, the number here",
		["4819", "-", N1],
		[{ code: "4820" }, { code: "4819", toNumber: N2 }],
		"WRONG_CODE",
		"C..",
	],
	[
		"the number goes before the ANI",
		["-", ANN, N1],
		[{ code: "4819" }, { fromNumber: ANN, toNumber: N2 }],
		"CODE_REQUIRED",
		"..N",
	],
	[
		"nothing fits",
		["4819", ANN, N1],
		[{ code: "4820", fromNumber: BOB, toNumber: N2 }],
		"NOTHING_MATCHED",
		"...",
	],
];

const equal = { callerId: "equal" } as const;
const attested = { callerId: "attested" } as const;
/** Given, attestation, requests, outcome, and the request that the call is about. */
const callerIdCases: [string, Given, Attestation | null, Request[], string, string?][] = [
	["equal, from the number", ["-", ANN, N1], null, [from(ANN, equal)], "MATCHED", "r0"],
	["equal, from another number", ["-", BOB, N1], "A", [from(ANN, equal)], "ANI_MISMATCH"],
	["equal, without an ANI", ["-", "-", N1], null, [from(ANN, equal)], "ANI_MISMATCH"],
	["equal, may be the number", ["-", BARE, N1], null, [from(THERE, equal)], "ANI_MISMATCH"],
	["equal, is the number of two", ["-", BARE, N1], null, [from(HERE, equal)], "MATCHED", "r0"],
	["equal, with a failed signature", ["-", ANN, N1], "failed", [from(ANN, equal)], "MATCHED", "r0"],
	["equal, by the ANI alone", ["-", ANN, "-"], null, [from(ANN, equal)], "MATCHED", "r0"],
	["attested with A", ["-", ANN, N1], "A", [from(ANN, attested)], "MATCHED", "r0"],
	["attested with B", ["-", ANN, N1], "B", [from(ANN, attested)], "ANI_MISMATCH", "r0"],
	["attested, nothing told", ["-", ANN, N1], null, [from(ANN, attested)], "ANI_MISMATCH", "r0"],
	["attested with A, another number", ["-", BOB, N1], "A", [from(ANN, attested)], "ANI_MISMATCH"],
	["attested, by the ANI alone", ["-", ANN, "-"], "C", [from(ANN, attested)], "ANI_MISMATCH"],
	[
		"what is not met drops out before counting",
		["-", "-", N1],
		null,
		[from(ANN, equal), {}],
		"MATCHED",
		"r1",
	],
	[
		"of two, one is met",
		["-", ANN, N1],
		null,
		[from(ANN, attested), from(ANN, equal)],
		"MATCHED",
		"r1",
	],
	[
		"of two, both are met",
		["-", ANN, N1],
		"A",
		[from(ANN, attested), from(ANN, equal)],
		"AMBIGUOUS",
	],
	[
		"not met beside a request with a code",
		["-", "-", N1],
		null,
		[from(ANN, equal), { code: "4819" }],
		"ANI_MISMATCH",
	],
	[
		"a request with a code asks for none",
		["4819", BOB, N1],
		null,
		[from(ANN, { ...attested, code: "4819" })],
		"MATCHED",
		"r0",
	],
	["a late caller", ["-", ANN, N1], null, [expired(60, from(ANN, equal))], "EXPIRED", "r0"],
	[
		"a late caller who would not have been admitted",
		["-", ANN, N1],
		"B",
		[expired(60, from(ANN, attested))],
		"NOTHING_MATCHED",
	],
	[
		"a late caller where a stranger's is live",
		["-", ANN, N1],
		null,
		[expired(60, from(ANN, equal)), from(BOB, equal)],
		"EXPIRED",
		"r0",
	],
	[
		"a late caller whose live request is not met",
		["-", ANN, N1],
		null,
		[expired(60, from(ANN, attested)), from(ANN, attested)],
		"ANI_MISMATCH",
		"r1",
	],
	[
		"a caller's old code, and the live request is not met",
		["4819", ANN, N1],
		null,
		[expired(60, from(ANN, { code: "4819" })), from(ANN, attested)],
		"ANI_MISMATCH",
		"r1",
	],
];

const known = (value: string): string | null => (value === "-" ? null : value);
const criteriaOf = ([code, ani, dialed]: Given): MatchCriteria => ({
	accessCode: known(code),
	...callerOf(known(ani)),
	toNumber: known(dialed),
});

describe("whose call it is (C9)", () => {
	test.each(cases)("%s", (_is, given, requests, outcome, matched, about) => {
		const decision = decideMatch(criteriaOf(given), requests.map(request), NOW);
		const flags = `${decision.matched.accessCode ? "C" : "."}${decision.matched.fromPhoneNumber ? "A" : "."}${decision.matched.toPhoneNumber ? "N" : "."}`;
		expect([decision.outcome, flags, decision.request?.id]).toEqual([outcome, matched, about]);
		// The order of reading makes no difference.
		expect(decideMatch(criteriaOf(given), requests.map(request).reverse(), NOW)).toEqual(decision);
	});

	test("the table has all seven sets of criteria, all eight values of the flags, and every outcome but LOCKED, which comes before", () => {
		const sets = cases.map(([, given]) =>
			given.map((value) => (value === "-" ? "." : "x")).join(""),
		);
		expect(new Set(sets).size).toBe(8);
		expect(new Set(cases.map(([, , , , matched]) => matched)).size).toBe(8);
		expect([...new Set(cases.map(([, , , outcome]) => outcome))].sort()).toEqual(
			[
				"AMBIGUOUS",
				"ANI_MISMATCH",
				"CODE_REQUIRED",
				"EXPIRED",
				"MATCHED",
				"NOTHING_MATCHED",
				"WRONG_CODE",
			].sort(),
		);
	});

	const saysOfCodes = (given: Given, ...requests: Request[]) => {
		const { outcome, isGuess, codeLength } = decideMatch(
			criteriaOf(given),
			requests.map(request),
			NOW,
		);
		return [outcome, isGuess, codeLength];
	};

	test("a wrong code is a guess where a live candidate could have it (C9, C10)", () => {
		const live = [{ code: "4819" }, { code: "481920" }];
		expect(saysOfCodes(["4820", "-", N1], ...live)).toEqual(["WRONG_CODE", true, null]);
		expect(saysOfCodes(["481921", "-", N1], ...live)).toEqual(["WRONG_CODE", true, null]);
		for (const code of ["48192", "0481", "0", "1".repeat(30)])
			expect(saysOfCodes([code, "-", N1], ...live)).toEqual(["WRONG_CODE", false, null]);
		// A code of that length elsewhere makes it none.
		expect(
			saysOfCodes(["48192", "-", N1], { code: "4819" }, { code: "48191", toNumber: N2 }),
		).toEqual(["WRONG_CODE", false, 4]);
		// A resting code is not a guess.
		expect(
			saysOfCodes(["4819", ANN, N1], expired(60, { code: "4819" }), {
				code: "4820",
				fromNumber: ANN,
			}),
		).toEqual(["WRONG_CODE", false, 4]);
		expect(saysOfCodes(["4819", ANN, N1], expired(60, { code: "4819" }))).toEqual([
			"EXPIRED",
			false,
			null,
		]);
	});

	test("how many digits to ask for is said where it is one for all candidates (C9)", () => {
		const [four, other, six] = [{ code: "4819" }, { code: "4820" }, { code: "481920" }];
		expect(saysOfCodes(["-", "-", N1], four, other, {})).toEqual(["MATCHED", false, null]);
		expect(saysOfCodes(["-", "-", N1], four, other)).toEqual(["CODE_REQUIRED", false, 4]);
		expect(saysOfCodes(["-", "-", N1], four, six)).toEqual(["CODE_REQUIRED", false, null]);
		expect(saysOfCodes(["4821", "-", N1], four, {})).toEqual(["WRONG_CODE", true, 4]);
		expect(saysOfCodes(["4821", "-", "-"], four, { ...six, toNumber: N2 })).toEqual([
			"WRONG_CODE",
			true,
			null,
		]);
	});

	test.each(callerIdCases)("Caller ID: %s (G7)", (_is, given, attestation, requests, ...said) => {
		const criteria = { ...criteriaOf(given), attestation };
		const decision = decideMatch(criteria, requests.map(request), NOW);
		expect([decision.outcome, decision.request?.id]).toEqual([said[0], said[1]]);
		expect(decideMatch(criteria, requests.map(request).reverse(), NOW)).toEqual(decision);
	});

	const maybe = <T>(...values: T[]) => fc.constantFrom(null, ...values);
	const codes = ["4819", "4820", "48190"];
	const caller = maybe(ANN, BOB, HERE, THERE, BARE);
	const requests = fc.array(
		fc.record({
			code: maybe(...codes),
			caller,
			toNumber: fc.constantFrom(N1, N2),
			expiresIn: fc.constantFrom(-700_000, -600_000, -60_000, -1, 0, 1, 20_000),
			endedAt: maybe(NOW - 2000),
			wasMatched: fc.boolean(),
			callerId: fc.constantFrom("any" as const, "equal" as const, "attested" as const),
		}),
		{ maxLength: 6 },
	);
	const criteria = fc.record({
		accessCode: maybe(...codes),
		caller,
		toNumber: maybe(N1, N2),
		attestation: maybe("A" as const, "B" as const, "failed" as const),
	});

	test("never is anybody admitted without a live request that is theirs by something exact, or when two could be meant", () => {
		fc.assert(
			fc.property(criteria, requests, ({ caller, ...what }, made) => {
				const given = { ...what, ...callerOf(caller) };
				const all = made.map(({ code, expiresIn, caller, ...rest }, index) =>
					request(
						{
							...rest,
							...callerOf(caller),
							createdAt: NOW + expiresIn - 30_000,
							expiresAt: NOW + expiresIn,
							...(code === null ? {} : { code }),
						},
						index,
					),
				);
				const { outcome, matched, request: about } = decideMatch(given, all, NOW);
				if (outcome !== "MATCHED" || about === null) {
					expect(outcome).not.toBe("MATCHED");
					return;
				}
				expect(isLive(about, NOW)).toBe(true);
				expect(Object.values(matched)).toContain(true);
				// A request whose Caller ID is not met counts for nothing (G7).
				const isMet = (one: MatchCandidate) =>
					one.hasAccessCode ||
					one.callerId === "any" ||
					(isSameCaller(given, one) && (one.callerId === "equal" || given.attestation === "A"));
				const live = all.filter(
					(one) =>
						isLive(one, NOW) &&
						isMet(one) &&
						(given.toNumber === null || one.toNumber === given.toNumber),
				);
				expect(live).toContain(about);
				if (about.hasAccessCode) {
					expect(given.accessCode).toBe(about.accessCode);
					expect(live.filter((one) => one.accessCode === given.accessCode)).toEqual([about]);
				} else {
					const others = live.filter((one) => one !== about && !one.hasAccessCode);
					const isOwn = isSameCaller(given, about);
					// A code is ignored when no request has one, or for the caller's own request alone.
					const isCodeInPlay = given.accessCode !== null && live.some((one) => one.hasAccessCode);
					if (isCodeInPlay && given.toNumber !== null) expect(isOwn).toBe(true);
					if (given.toNumber === null) expect(isOwn).toBe(true);
					expect(others.filter((one) => isSameCaller(given, one))).toEqual([]);
					if (isOwn) return;
					expect(others.filter((one) => mayBeSameCaller(given, one))).toEqual([]);
					expect(
						given.fromNumber === null || about.fromNumber === null || mayBeSameCaller(given, about),
					).toBe(true);
					// No late caller on the number is admitted as another caller.
					const missed = all.filter(
						(one) =>
							one.endedAt === null &&
							one.expiresAt <= NOW &&
							NOW - one.expiresAt < 600_000 &&
							!one.wasMatched &&
							one.toNumber === about.toNumber &&
							isSameCaller(given, one),
					);
					expect(missed).toEqual([]);
				}
			}),
			{ numRuns: 3000 },
		);
	});
});
