import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	comparedReadings,
	is,
	mayBe,
	type Readings,
	readCaller,
} from "../../../app/domain/numbers/caller.ts";
import { nationalLengths } from "../../../app/domain/numbers/numbering-plan.ts";
import { internationally, isValid, nationally } from "../../../app/domain/numbers/readings.ts";
import { comparedNumber, TWO_WRITINGS } from "../../../app/domain/numbers/two-writings.ts";
import {
	type CountryCode,
	internationalPrefixOf,
	LARGE_PLANS,
	nationalDigitsOf,
	type SampleNumber,
	sampleNumbers,
} from "../../support/phone-numbers.ts";

const SAMPLES = sampleNumbers(6);

function readings(text: string, country: CountryCode): Readings | null {
	const caller = readCaller(text, { country });
	return caller.kind === "number" ? caller.readings : null;
}

const isExactly = (read: Readings | null, number: string): boolean =>
	read?.length === 1 && read[0] === number;

function isNumber(text: string, country: CountryCode, number: string): boolean {
	const read = readings(text, country);
	return read !== null && is(read, [number]);
}

/** Counterexamples to a rule: pairs of default country and number. */
const everywhere = (holds: (sample: SampleNumber, country: CountryCode) => boolean): string[] =>
	LARGE_PLANS.flatMap((country) =>
		SAMPLES.filter((sample) => !holds(sample, country)).map(({ number }) => `${country} ${number}`),
	);

/** Whether the digits are also a valid number of the default country, as dialed there (N2). */
const isNationalToo = (digits: string, country: CountryCode): boolean => {
	const national = nationally(digits, country);
	return national !== null && isValid(national);
};

describe("a number in every calling code and length of the metadata (N1, N2)", () => {
	test("the samples have every calling code, and more than 450 pairs of code and length", () => {
		const pairs = new Set(SAMPLES.map((s) => `${s.callingCode}/${s.national.length}`));
		expect(new Set(SAMPLES.map(({ callingCode }) => callingCode)).size).toBeGreaterThan(210);
		expect(pairs.size).toBeGreaterThan(450);
		expect(LARGE_PLANS.length).toBeGreaterThanOrEqual(20);
	});

	test("with plus it is read as exactly what stands there", () => {
		const wrong = everywhere(({ number }, country) => isExactly(readings(number, country), number));
		expect(wrong).toEqual([]);
	});

	test("in tel: and sip: with plus it is the same number", () => {
		const texts = ({ number }: SampleNumber) => [
			`tel:${number}`,
			`tel:${number};ext=12`,
			`sip:${number}@192.0.2.1:5060;user=phone`,
			`"1 555 0100" <sips:%2B${number.slice(1)}@example.com>;tag=1`,
		];
		const wrong = SAMPLES.flatMap((sample) =>
			texts(sample).filter((text) => !isExactly(readings(text, "US"), sample.number)),
		);
		expect(wrong).toEqual([]);
	});

	test("without plus it at least may be the same number, wherever it comes in", () => {
		const wrong = everywhere(({ number }, country) => {
			const read = readings(number.slice(1), country);
			return read !== null && mayBe(read, [number]);
		});
		expect(wrong).toEqual([]);
	});

	test("where numbers without plus are stated to be international, it is that number alone", () => {
		const wrong = everywhere(({ number }, country) => {
			const caller = readCaller(number.slice(1), { country, withoutPlus: "international" });
			return caller.kind === "number" && isExactly(caller.readings, number);
		});
		expect(wrong).toEqual([]);
	});

	test("as its country writes it, it is the same number there", () => {
		const wrong = SAMPLES.filter(
			({ country, number }) =>
				country !== null && !isNumber(nationalDigitsOf(number), country, number),
		);
		expect(wrong).toEqual([]);
	});

	test("behind the country's own prefix it is the same number, unless dialed so there", () => {
		const prefixes = new Map(
			LARGE_PLANS.map((country) => [country, internationalPrefixOf(country)]),
		);
		const wrong = everywhere(({ number }, country) => {
			const digits = prefixes.get(country) + number.slice(1);
			return isNumber(digits, country, number) || isNationalToo(digits, country);
		});
		expect(wrong).toEqual([]);
	});

	test("behind 00 it is the same number, but where it is a number there; Nigeria dials 009", () => {
		const wrong = everywhere(({ number }, country) => {
			const digits = `00${number.slice(1)}`;
			return isNumber(digits, country, number) || isNationalToo(digits, country);
		});
		expect([...new Set(wrong.map((pair) => pair.slice(0, 2)))]).toEqual(["NG"]);
	});

	test("only Japan, Korea and Indonesia have numbers that begin with 00", () => {
		const exceptions = LARGE_PLANS.filter((country) =>
			SAMPLES.some(({ number }) => isNationalToo(`00${number.slice(1)}`, country)),
		);
		expect(exceptions.sort()).toEqual(["ID", "JP", "KR"]);
	});

	test("in the digits of other scripts, with separators and marks that cannot be seen", () => {
		const zero = fc.constantFrom(0x0660, 0x06f0, 0x0966, 0x0e50, 0xff10, 0x30, 0x1d7ce);
		const between = fc.constantFrom("", " ", "-", "\u00a0", "\u2011", ".", "/", "\u200e", "\u2066");
		fc.assert(
			fc.property(
				fc.constantFrom(...SAMPLES),
				zero,
				fc.array(between, { minLength: 16, maxLength: 16 }),
				({ number }, first, marks) => {
					const digits = [...number].map((character, index) =>
						character === "+"
							? "\u202a+"
							: `${String.fromCodePoint(first + Number(character))}${marks[index]}`,
					);
					expect(readings(`${digits.join("")}\u202c`, "US")).toEqual([number]);
				},
			),
			{ numRuns: 1000 },
		);
	});
});

describe("two subscribers (N2, N3)", () => {
	const changed = new Set(TWO_WRITINGS.map(({ callingCode }) => callingCode));

	test("two written with plus are never the same, but in the countries of two writings", () => {
		const wrong = SAMPLES.filter(
			({ number, callingCode }) => !changed.has(callingCode) && comparedNumber(number) !== number,
		);
		expect(wrong).toEqual([]);
	});

	test("a possible number in no range is read as it stands, or without national prefix", () => {
		const code = fc.constantFrom(...new Set(SAMPLES.map(({ callingCode }) => callingCode)));
		const written = code.chain((callingCode) =>
			fc
				.constantFrom(...nationalLengths(callingCode))
				.chain((length) => fc.array(fc.nat(9), { minLength: length, maxLength: length }))
				.map((national) => `+${callingCode}${national.join("")}`),
		);
		fc.assert(
			fc.property(written, (number) => {
				const reading = internationally(number.slice(1));
				if (reading === null || reading.number === number) return;
				// The removed prefix is one that the country dials, so no subscriber has the longer number.
				expect(reading.number.length).not.toBe(number.length);
			}),
			{ numRuns: 1000 },
		);
	});

	test("what is and what may be: equal readings, in any order of the two", () => {
		const text = fc.tuple(fc.constantFrom(...SAMPLES), fc.constantFrom("", "+", "00"));
		fc.assert(
			fc.property(text, text, fc.constantFrom(...LARGE_PLANS), (one, other, country) => {
				const a = readings(one[1] + one[0].number.slice(1), country);
				const b = readings(other[1] + other[0].number.slice(1), country);
				if (a === null || b === null) return;
				expect(is(a, b)).toBe(is(b, a));
				expect(mayBe(a, b)).toBe(mayBe(b, a));
				if (is(a, b)) expect(mayBe(a, b)).toBe(true);
				expect(is(a, b)).toBe(comparedReadings(a)[0] === comparedReadings(b)[0]);
			}),
			{ numRuns: 2000 },
		);
	});

	test.each<[CountryCode, string, string, string]>([
		["US", "4795550132", "+14795550132", "+4795550132"],
		["US", "6466506700", "+16466506700", "+6466506700"],
		["CN", "19527297167", "+8619527297167", "+19527297167"],
		["BR", "66943746847", "+5566943746847", "+66943746847"],
		["MX", "4954123456", "+524954123456", "+4954123456"],
		["IT", "3282153620", "+393282153620", "+3282153620"],
	])("%s %s is %s, and only may be its twin %s", (country, text, number, twin) => {
		const read = readings(text, country) as Readings;
		expect(read).toEqual([number, twin]);
		expect(is(read, [number])).toBe(true);
		expect(is(read, [twin])).toBe(false);
		expect(mayBe(read, [twin])).toBe(true);
	});
});

test("any text at all is read without an error, and gives E.164 numbers", () => {
	const piece = fc.constantFrom(...'0123456789+,;:<>"@%()[]#*x .-', "tel:", "sip:", "%2B", "(0)");
	const text = fc.oneof(
		fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
		fc.string({ unit: "binary", maxLength: 1500 }),
	);
	fc.assert(
		fc.property(text, fc.constantFrom(...LARGE_PLANS), (written, country) => {
			for (const number of readings(written, country) ?? [])
				expect(number).toMatch(/^\+[1-9][0-9]{1,14}$/);
		}),
		{ numRuns: 5000 },
	);
});

test("the short way for plain texts reads what the long way reads", () => {
	const digits = fc.oneof(fc.stringMatching(/^\+?[0-9]{1,17}$/), fc.constantFrom("+0018005555554"));
	const scheme = fc.constantFrom("", "tel:", "sip:", "SIPS:");
	const host = fc.constantFrom("", "@192.0.2.1:5060", "@c.example", "@anonymous.invalid");
	fc.assert(
		fc.property(scheme, digits, host, fc.constantFrom(...LARGE_PLANS), (s, d, h, country) => {
			// An empty parameter forces the slow path without a change of meaning.
			const long = readCaller(`<${s}${d}${h}>;x`, { country });
			expect(readCaller(s + d + h, { country })).toEqual(long);
		}),
		{ numRuns: 2000 },
	);
});
