import google from "google-libphonenumber";
import { expect, test } from "vitest";
import { callingCodeOf } from "../../../app/domain/numbers/numbering-plan.ts";
import { internationally, isValid } from "../../../app/domain/numbers/readings.ts";
import { comparedNumber } from "../../../app/domain/numbers/two-writings.ts";
import { sampleNumbers } from "../../support/phone-numbers.ts";

const { PhoneNumberFormat, PhoneNumberUtil } = google;
const original = PhoneNumberUtil.getInstance();

/** Intended differences between our reader and the original library, by calling code. */
const DIFFERENCES: Record<string, { codes: string[]; why: string }> = {
	"two writings": {
		codes: ["52", "54", "55", "57", "84", "225", "229", "237", "241"],
		why: "the writing before a change of the plan is the subscriber's too (N3)",
	},
	"seven digits": {
		codes: ["1"],
		why: "310 in Canada: valid to the original, and not possible, as it asks for US lengths",
	},
	"other metadata": {
		codes: ["233", "238", "263", "267", "290", "592", "593", "595", "675"],
		why: "the two packages carry the metadata of two releases: ranges were assigned in between",
	},
};
const expected = new Set(Object.values(DIFFERENCES).flatMap(({ codes }) => codes));

type Read = { number: string; valid: boolean; possible: boolean };

function originally(text: string): Read | null {
	try {
		const parsed = original.parse(text);
		return {
			number: original.format(parsed, PhoneNumberFormat.E164),
			valid: original.isValidNumber(parsed),
			// Numbers that work only within one area are not callers' numbers.
			possible:
				original.isPossibleNumberWithReason(parsed) ===
				PhoneNumberUtil.ValidationResult.IS_POSSIBLE,
		};
	} catch {
		return null;
	}
}

function ours(text: string): Read | null {
	const reading = internationally(text.slice(1));
	return reading && { number: reading.number, valid: isValid(reading), possible: true };
}

/** The same digits in each run: a linear congruential generator. */
function digitsOf(length: number, seed: number): string {
	let state = seed;
	return Array.from({ length }, () => {
		state = (state * 1103515245 + 12345) % 2147483648;
		return Math.floor((state / 2147483648) * 10);
	}).join("");
}

const samples = sampleNumbers(4);
const codes = [...new Set(samples.map(({ callingCode }) => callingCode))];
const randoms = codes.flatMap((code) =>
	Array.from({ length: 13 }, (_, index) => index + 2)
		.filter((length) => code.length + length <= 15)
		.flatMap((length) =>
			[1, 2, 3].map((turn) => `+${code}${digitsOf(length, Number(code) * 97 + length * turn)}`),
		),
);

/** The calling codes of the texts with different readings. */
function codesWhere(differ: (mine: Read | null, theirs: Read | null) => boolean): string[] {
	const found = [...samples.map(({ number }) => number), ...randoms]
		.filter((text) => differ(ours(text), originally(text)))
		.map((text) => callingCodeOf(text.slice(1)) as string);
	return [...new Set(found)].filter((code) => !expected.has(code));
}

test("what the original library finds possible is possible, and nothing else", () => {
	const differing = codesWhere((mine, theirs) => (mine !== null) !== (theirs?.possible ?? false));
	expect(differing).toEqual([]);
});

test("a number with plus is the same number as in the original library", () => {
	const differing = codesWhere(
		(mine, theirs) => mine !== null && theirs !== null && mine.number !== theirs.number,
	);
	expect(differing).toEqual([]);
});

test("what the original library finds valid is valid, and nothing else", () => {
	const differing = codesWhere(
		(mine, theirs) => mine !== null && theirs !== null && mine.valid !== theirs.valid,
	);
	expect(differing).toEqual([]);
});

test("in the countries of two writings the original knows the writing that comparison uses", () => {
	const wrong = samples
		.filter(({ callingCode }) => DIFFERENCES["two writings"]!.codes.includes(callingCode))
		.map(({ number }) => number)
		.filter((number) => originally(number)?.valid && !originally(comparedNumber(number))?.valid);
	expect(wrong).toEqual([]);
});
