import { expect, test } from "vitest";
import { DEFAULT_GROUP_SETTINGS } from "../../../app/domain/groups/group-settings.ts";
import { risksOf } from "../../../app/domain/traffic/group-risks.ts";

const risks = (
	settings: Partial<typeof DEFAULT_GROUP_SETTINGS>,
	use: Partial<
		Record<"poolSize" | "drainingSize" | "live" | "numbersTaken" | "refused", number>
	> = {},
) => {
	const { poolSize = 1, drainingSize = 0, live = 0, numbersTaken = 0, refused = 0 } = use;
	return risksOf(
		{ settings: { ...DEFAULT_GROUP_SETTINGS, ...settings }, poolSize, drainingSize },
		{ live, numbersTaken, refused },
	);
};

test("a group with the default settings and no traffic is at no risk", () => {
	expect(risks({})).toEqual([]);
});

test("a group whose callers nothing tells apart is at risk (G7)", () => {
	expect(risks({ generateAccessCode: false })).toEqual(["not-told-apart"]);
	expect(risks({ generateAccessCode: false, uniqueDnis: true })).toEqual([]);
	expect(risks({ generateAccessCode: false, callerId: "equal" })).toEqual([]);
});

test("codes are too short for the live codes on a number (C10)", () => {
	expect(risks({ accessCodeLength: 4 })).toEqual(["codes-too-short"]);
	// 50 guesses at 20 codes of 900,000 find one more often than 1 in 1,000 times.
	expect(risks({ accessCodeLength: 6 }, { live: 20 })).toEqual(["codes-too-short"]);
	expect(risks({ accessCodeLength: 6 }, { live: 20, poolSize: 2 })).toEqual([]);
	expect(risks({ accessCodeLength: 6 }, { live: 20, poolSize: 2, drainingSize: 1 })).toEqual([
		"codes-too-short",
	]);
	expect(risks({ accessCodeLength: 4, generateAccessCode: false, uniqueDnis: true })).toEqual([]);
});

test("refusals of the last day are a risk", () => {
	expect(risks({}, { refused: 1 })).toEqual(["refusals"]);
});

test("a unique-DNIS group without a free number is exhausted (G17)", () => {
	const unique = { uniqueDnis: true };
	expect(risks(unique, { poolSize: 2, numbersTaken: 1 })).toEqual([]);
	expect(risks(unique, { poolSize: 2, numbersTaken: 2 })).toEqual(["exhausted"]);
	expect(risks(unique, { poolSize: 2, numbersTaken: 2, refused: 1 })).toEqual([
		...["exhausted", "refusals"],
	]);
	expect(risks({}, { poolSize: 2, numbersTaken: 2 })).toEqual([]);
});

test("a number that drains is not free: the others may be all in use, or none may be left (G15)", () => {
	const unique = { uniqueDnis: true };
	expect(risks(unique, { poolSize: 3, drainingSize: 1, numbersTaken: 1 })).toEqual([]);
	expect(risks(unique, { poolSize: 3, drainingSize: 1, numbersTaken: 2 })).toEqual(["exhausted"]);
	expect(risks({}, { poolSize: 2, drainingSize: 2 })).toEqual(["exhausted"]);
});
