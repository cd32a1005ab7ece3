import fc from "fast-check";
import {
	type CountryCode,
	getCountries,
	getCountryCallingCode,
	getExampleNumber,
	Metadata,
} from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { describe, expect, test } from "vitest";
import { readDnis } from "../../../app/domain/numbers/dnis.ts";
import { E164_DIGITS_MAX } from "../../../app/domain/numbers/numbering-plan.ts";
import { LARGE_PLANS } from "../../support/phone-numbers.ts";

const EXAMPLE_NUMBERS = getCountries().map(
	(country) => getExampleNumber(country, examples)?.number as string,
);
/** Under the United States, with an empty pool. */
const read = (input: string) => readDnis(input, { country: "US" });
const errorOf = (input: string) => {
	const result = read(input);
	return result.ok ? null : result.error;
};
const offeredFor = (input: string): string[] => {
	const error = errorOf(input);
	return error && "suggestions" in error ? error.suggestions : [];
};

describe("a DNIS that is accepted (G4)", () => {
	test.each([
		["with plus", "+18005555554", "+18005555554"],
		["without plus: the same number", "18005555554", "+18005555554"],
		["a country of two digits", "+442079460958", "+442079460958"],
		["a country of three digits", "+35312345678", "+35312345678"],
		["a country that keeps its 0", "+390612345678", "+390612345678"],
		["international toll-free", "+80012345678", "+80012345678"],
		["international shared cost", "+80812345678", "+80812345678"],
		["satellite", "+881612345678", "+881612345678"],
		["premium rate of no country", "+979123456789", "+979123456789"],
		["Russia and Kazakhstan share +7", "+77012345678", "+77012345678"],
		["15 digits, 16 characters", "+878101234567890", "+878101234567890"],
		["15 digits without plus", "878101234567890", "+878101234567890"],
		["a short one of a small country", "+29021586", "+29021586"],
	])("%s", (_what, input, number) => {
		expect(read(input)).toMatchObject({ ok: true, value: { number } });
	});

	test.each([
		["+18005555554", true],
		["+442079460958", true],
		["+11234567890", false],
		["+10234567890", false],
		["+491511234567", false],
		["+59935489242", false],
		["+59941287525", false],
		["+29081234", false],
	])("%s is possible; that it is in an assigned range is %s", (input, assigned) => {
		expect(read(input)).toEqual({ ok: true, value: { number: input, assigned } });
	});

	test("an example number of every country is accepted and assigned", () => {
		for (const number of EXAMPLE_NUMBERS)
			expect(read(number)).toEqual({ ok: true, value: { number, assigned: true } });
	});

	test("without plus it is that number, unless the digits are a number of the default country", () => {
		const asked = EXAMPLE_NUMBERS.filter((number) => {
			const result = read(number.slice(1));
			if (result.ok) expect(result.value).toEqual({ number, assigned: true });
			else expect(offeredFor(number.slice(1))).toContain(number);
			return !result.ok;
		});
		expect(asked.map((number) => number.length)).toEqual(asked.map(() => "+4155550132".length));
		expect(asked.length).toBeGreaterThan(0);
	});

	test("every length that a calling code can have is accepted of it, as it was typed", () => {
		for (const country of getCountries()) {
			const metadata = new Metadata();
			const callingCode = String(getCountryCallingCode(country));
			metadata.selectNumberingPlan(callingCode as CountryCode);
			for (const length of metadata.numberingPlan?.possibleLengths() ?? []) {
				if (callingCode.length + length > E164_DIGITS_MAX) continue;
				for (const digit of "123456789") {
					const number = `+${callingCode}${digit.repeat(length)}`;
					const parsed = read(number);
					expect(parsed.ok && parsed.value.number).toBe(number);
				}
			}
		}
	});
});

describe("a DNIS that is refused (G4)", () => {
	test.each(["", " ", "\t", "\u00a0", "\ufeff"])("%j is missing", (input) => {
		expect(errorOf(input)).toEqual({ code: "dnis-missing" });
	});

	test.each([
		"+",
		"++18005555554",
		"+1+8005555554",
		"18005555554+",
		"abc",
		"-",
		"()",
		"٫",
		"1.8E+10",
		"+1800FLOWERS",
		"½",
		"\u0000",
	])("%j is no number", (input) => {
		expect(errorOf(input)).toEqual({ code: "dnis-not-a-number", value: input });
	});

	test.each([
		["+1234567890123456", 16],
		["1234567890123456", 16],
		["+8781012345678901", 16],
		[`+${"9".repeat(17)}`, 17],
		["1".repeat(5000), 5000],
	])("%s has too many digits", (input, digits) => {
		expect(errorOf(input)).toEqual({ code: "dnis-too-long", digits, limit: 15 });
	});

	test.each([
		["0", []],
		["00", []],
		["000000000000000000", []],
		["+0", []],
		["08005555554", []],
		["+08005555554", []],
		["0018005555554", ["+18005555554"]],
		["+0018005555554", ["+18005555554"]],
		["00442079460958", ["+442079460958"]],
		["00999123456", []],
		["001800555", []],
	])("%s has a leading zero; offered instead: %s", (value, suggestions) => {
		expect(errorOf(value)).toEqual({ code: "dnis-leading-zero", value, suggestions });
	});

	test.each([
		"+999123456789",
		"+2101234567",
		"210123456",
		"+8051234567",
		"+3841234567",
		"+9",
		"+99",
		"2",
		"+80",
	])("%s has a country calling code that does not exist", (value) => {
		expect(errorOf(value)).toEqual({ code: "dnis-unknown-country", value });
	});

	test.each([
		["nothing behind the code", "+1", "1", 1, [11]],
		["one digit less", "+1800555555", "1", 10, [11]],
		["one digit more", "+180055555540", "1", 12, [11]],
		["only the local part, seven digits", "+15555554", "1", 8, [11]],
		[
			"two national digits, possible only locally",
			"+4912",
			"49",
			4,
			[6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
		],
		["toll-free, one digit less", "+8001234567", "800", 10, [11]],
		["toll-free, one digit more", "+800123456789", "800", 12, [11]],
		["a number of nine digits, read as toll-free", "800555555", "800", 9, [11]],
		["satellite between two lengths", "+8701234567890", "870", 13, [12, 15]],
	])("wrong length: %s", (_what, value, callingCode, digits, lengths) => {
		expect(errorOf(value)).toEqual({
			code: "dnis-wrong-length",
			value,
			callingCode,
			digits,
			lengths,
		});
	});

	test("a wrong length is never among those that are told, and those are ascending and at most 15", () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[1-9][0-9]{0,14}$/), (input) => {
				const error = errorOf(input);
				if (error?.code !== "dnis-wrong-length") return;
				expect(error.lengths).not.toContain(error.digits);
				expect(error.lengths).toEqual([...error.lengths].sort((a, b) => a - b));
				expect(Math.max(...error.lengths)).toBeLessThanOrEqual(15);
				expect(input.startsWith(error.callingCode)).toBe(true);
			}),
			{ numRuns: 1000 },
		);
	});

	test("a number of a possible length that reads as having a national prefix is kept as typed, in no assigned range", () => {
		expect(read("+971018889")).toEqual({
			ok: true,
			value: { number: "+971018889", assigned: false },
		});
	});

	test("a national prefix behind the code is refused, and the number is offered without it", () => {
		const value = "+4402079460958";
		const suggestions = ["+442079460958"];
		expect(errorOf(value)).toEqual({ code: "dnis-trunk-prefix", value, suggestions });
	});
});

describe("a number that is written with more than digits (G4)", () => {
	test.each([
		["spaces", "+1 800 555 5554"],
		["spaces around it", " +18005555554 "],
		["a line break behind it", "+18005555554\r\n"],
		["a tab", "+1\t8005555554"],
		["dashes", "1-800-555-5554"],
		["brackets", "+1 (800) 555-5554"],
		["square brackets", "+1 [800] 5555554"],
		["dots", "+1.800.555.5554"],
		["slashes", "1/800/5555554"],
		["an en dash", "1–800–555–5554"],
		["a non-breaking hyphen", "1\u2011800\u2011555\u20115554"],
		["a minus sign", "1\u2212800\u2212555\u22125554"],
		["a full-width dash", "1－800－555－5554"],
		["a Japanese long mark", "1ー800ー555ー5554"],
		["a wave", "1~800～555〜5554"],
		["no-break spaces", "+1\u00a0800\u202f555\u00a05554"],
		["ideographic spaces", "+1\u3000800\u30005555554"],
		["zero-width spaces", "+1\u200b800\u200b5555554"],
		["a soft hyphen", "+1800\u00ad5555554"],
		["a byte order mark", "\ufeff+18005555554"],
		["directional embedding, as phones copy it", "\u202a+18005555554\u202c"],
		["directional isolates", "\u2066+1 800 555 5554\u2069"],
		["direction marks", "\u200e+1 (800) 555-5554\u200f"],
		["full-width digits", "＋１８００５５５５５５４"],
		["Arabic-Indic digits", "+١٨٠٠٥٥٥٥٥٥٤"],
		["extended Arabic-Indic digits", "۱۸۰۰۵۵۵۵۵۵۴"],
		["Devanagari digits", "१८००५५५५५५४"],
		["mathematical digits", "𝟏𝟖𝟎𝟎𝟱𝟱𝟱𝟓𝟓𝟓𝟒"],
		["digits of several scripts", "+1８٠0५५५5554"],
		["a small plus", "﹢18005555554"],
		["a raised plus", "⁺18005555554"],
		["00 and spaces", "00 1 800 555 5554"],
		["00 in full-width digits", "００18005555554"],
		["an apostrophe, as spreadsheets put it", "'+18005555554"],
		["quotation marks", '"+18005555554"'],
		["a semicolon behind it", "+18005555554;"],
	])("%s: refused, and the cleaned one is offered", (_what, value) => {
		const suggestions = ["+18005555554"];
		expect(errorOf(value)).toEqual({ code: "dnis-not-plain", value, suggestions });
	});

	test.each([
		["a bracketed national 0, as people write it", "+44 (0)20 7946 0958", ["+442079460958"]],
		["a bracketed 0 without spaces", "+44(0)2079460958", ["+442079460958"]],
		["a bracketed 0 that is part of the number", "+39 (0)331 123456", ["+390331123456"]],
		["a bracketed 0 of San Marino", "+378 (0)549 882345", ["+3780549882345"]],
		["a bracketed 0 of Ivory Coast", "+225 (0)7 59 00 56 08", ["+2250759005608"]],
		["a bracketed 0 of Congo", "+242 (0)6 612 3456", ["+242066123456"]],
		["a national prefix after the code", "+44 020 7946 0958", ["+442079460958"]],
		["a national number", "(800) 555-5554", ["+18005555554"]],
		["two readings", "(609) 555-0132", ["+16095550132", "+6095550132"]],
		["a national number with 0, of another country", "020 7946 0958", []],
		["two numbers", "+18005555554, +18005555555", []],
		["two numbers without plus", "18005555554, 18005555555", []],
		["too few digits", "1-800", []],
		["no country", "+999 123 456", []],
		["zeros", "0 0", []],
		["an extension in words", "+1 800 555 5554 ext. 3", ["+18005555554"]],
		["an extension behind a semicolon", "+4930123456;12", ["+4930123456"]],
		["an extension behind pauses", "+18005555554,,12#", ["+18005555554"]],
		["groups with commas", "1,800,555,5554", ["+18005555554"]],
		["thousands with commas", "18,005,555,554", ["+18005555554"]],
		["a scheme", "tel:+18005555554", ["+18005555554"]],
		["a scheme and an extension", "tel:+1-800-555-5554;ext=12", ["+18005555554"]],
		["SIP", "sip:+18005555554@trunk.example;user=phone", ["+18005555554"]],
		["SIP without plus", "sip:18005555554@trunk.example", ["+18005555554"]],
		["a header", '"Sales" <sip:+18005555554@trunk.example>', ["+18005555554"]],
	])("%s: %j, offered: %s", (_what, value, suggestions) => {
		expect(offeredFor(value)).toEqual(suggestions);
	});

	test("whatever stands between the digits of an accepted number, cleaning finds it again", () => {
		const separator = fc.constantFrom(
			"",
			"",
			" ",
			"-",
			"\u00a0",
			"\u2011",
			".",
			"/",
			" (",
			"\u200e",
			"\u202c",
		);
		fc.assert(
			fc.property(
				fc.constantFrom(...EXAMPLE_NUMBERS),
				fc.array(separator, { minLength: 16, maxLength: 16 }),
				(number, separators) => {
					const written = [...number]
						.map((character, index) => character + separators[index])
						.join("");
					if (written !== number) expect(offeredFor(written)).toEqual([number]);
				},
			),
		);
	});

	test("the digits of every script are read at their value", () => {
		for (let codePoint = 0x30; codePoint < 0x1fbff; codePoint += 1) {
			const zero = String.fromCodePoint(codePoint);
			// A row of ten begins where the preceding digit is missing. The mathematical rows touch each
			// other, and NFKC unfolds them.
			if (!/\p{Nd}/u.test(zero) || /\p{Nd}/u.test(String.fromCodePoint(codePoint - 1))) continue;
			const row = Array.from({ length: 10 }, (_, value) =>
				String.fromCodePoint(codePoint + value),
			).join("");
			expect(offeredFor(`+1 ${row}`)).toEqual(["+10123456789"]);
		}
	});

	test("what is offered is always accepted as it stands", () => {
		const piece = fc.constantFrom(
			..."0123456789",
			"+",
			" ",
			"-",
			"(0)",
			"00",
			"(",
			")",
			"٣",
			"４",
			"\u200e",
			"44",
			"1",
			"a",
		);
		const input = fc.oneof(
			fc.array(piece, { maxLength: 18 }).map((pieces) => pieces.join("")),
			fc.stringMatching(/^(00|\+)?[1-9][0-9]{5,14}$/),
			fc.string({ unit: "binary" }),
		);
		fc.assert(
			fc.property(input, (text) => {
				for (const number of offeredFor(text))
					expect(read(number)).toMatchObject({ ok: true, value: { number } });
			}),
			{ numRuns: 3000 },
		);
	});

	test("what is accepted is the digits that were typed, at most 16 characters, and is accepted again", () => {
		fc.assert(
			fc.property(fc.stringMatching(/^\+?[0-9]{1,17}$/), (input) => {
				const parsed = read(input);
				if (!parsed.ok) return;
				expect(parsed.value.number).toBe(`+${input.replace("+", "")}`);
				expect(parsed.value.number).toMatch(/^\+[1-9][0-9]{0,14}$/);
				expect(read(parsed.value.number)).toEqual(parsed);
			}),
			{ numRuns: 2000 },
		);
	});
});

describe("digits that are a number of the default country (N6)", () => {
	test.each([
		["US", "4795550132", "dnis-two-readings", ["+14795550132", "+4795550132"]],
		["US", "6095550132", "dnis-two-readings", ["+16095550132", "+6095550132"]],
		["US", "8005555554", "dnis-national", ["+18005555554"]],
		["US", "18005555554", null, ["+18005555554"]],
		["US", "+4795550132", null, ["+4795550132"]],
		["US", "011442079460958", "dnis-national", ["+442079460958"]],
		["DE", "015112345678", "dnis-national", ["+4915112345678"]],
		["DE", "4915112345678", null, ["+4915112345678"]],
		["DE", "004915112345678", "dnis-leading-zero", ["+4915112345678"]],
		["DE", "(0)30 123456", "dnis-not-plain", ["+4930123456"]],
		["GB", "02079460958", "dnis-national", ["+442079460958"]],
		["GB", "+44 (0)20 7946 0958", "dnis-not-plain", ["+442079460958"]],
		["GB", "442079460958", null, ["+442079460958"]],
		["AU", "0412345678", "dnis-national", ["+61412345678"]],
		["AU", "61412345678", null, ["+61412345678"]],
		["AU", "0011442079460958", "dnis-national", ["+442079460958"]],
		["AR", "01123456789", "dnis-national", ["+541123456789"]],
		["AR", "011 15 2345-6789", "dnis-not-plain", ["+5491123456789"]],
		["AR", "5491123456789", null, ["+5491123456789"]],
		["MX", "5512345678", "dnis-national", ["+525512345678"]],
		["MX", "015512345678", "dnis-leading-zero", ["+525512345678"]],
		["MX", "044 55 1234 5678", "dnis-not-plain", ["+525512345678"]],
		["MX", "4954123456", "dnis-two-readings", ["+524954123456", "+4954123456"]],
		["MX", "525512345678", null, ["+525512345678"]],
		["MX", "+5215512345678", null, ["+5215512345678"]],
		["IT", "0331123456", "dnis-national", ["+390331123456"]],
		["IT", "3282153620", "dnis-two-readings", ["+393282153620", "+3282153620"]],
		["IT", "+39 (0)331 123456", "dnis-not-plain", ["+390331123456"]],
		["ID", "081234567890", "dnis-national", ["+6281234567890"]],
		["ID", "6281234567890", null, ["+6281234567890"]],
		["NO", "40612345", "dnis-national", ["+4740612345"]],
		["NO", "4740612345", null, ["+4740612345"]],
		["NO", "4795550132", null, ["+4795550132"]],
		["NO", "tel:40612345", "dnis-not-plain", ["+4740612345"]],
	] as const)("under %s, %s: %s %s", (country, text, code, numbers) => {
		const result = readDnis(text, { country });
		if (result.ok) expect([null, [result.value.number]]).toEqual([code, numbers]);
		else expect(result.error).toMatchObject({ code, suggestions: numbers });
	});

	test("what is offered under any large plan is accepted there, with plus", () => {
		const text = fc.oneof(
			fc.stringMatching(/^(0|00|011|0011|8|\+)?[1-9][0-9]{5,13}$/),
			fc.stringMatching(/^\+?[1-9][0-9]{0,2} ?\(0\) ?[0-9]{5,10}$/),
		);
		fc.assert(
			fc.property(text, fc.constantFrom(...LARGE_PLANS), (value, country) => {
				const result = readDnis(value, { country });
				if (result.ok || !("suggestions" in result.error)) return;
				for (const number of result.error.suggestions)
					expect(readDnis(number, { country })).toMatchObject({ ok: true, value: { number } });
			}),
			{ numRuns: 3000 },
		);
	});
});

describe("a number that the pool has, or had (G4, N6)", () => {
	const IMPOSSIBLE = "+59912345678901";
	const isInPool = (number: string): boolean => [IMPOSSIBLE, "+4795550132"].includes(number);

	test("no country has a number of this length, so that a new one is refused", () => {
		expect(errorOf(IMPOSSIBLE)).toMatchObject({ code: "dnis-wrong-length" });
	});

	test.each([
		[IMPOSSIBLE, IMPOSSIBLE, false],
		["59912345678901", IMPOSSIBLE, false],
		["4795550132", "+4795550132", true],
	])("%s is %s", (text, number, assigned) => {
		const value = { number, assigned };
		expect(readDnis(text, { country: "US", isInPool })).toEqual({ ok: true, value });
	});

	test.each(["+599 1234 5678901", "tel:59912345678901"])("for %s it is offered", (value) => {
		const error = { code: "dnis-not-plain", value, suggestions: [IMPOSSIBLE] };
		expect(readDnis(value, { country: "US", isInPool })).toEqual({ ok: false, error });
	});

	test("one that only another pool has is accepted with plus, and settles no other text", () => {
		const context = { country: "US", isKnown: isInPool } as const;
		expect(readDnis(IMPOSSIBLE, context).ok).toBe(true);
		for (const text of ["4795550132", "(479) 555-0132"])
			expect(readDnis(text, context)).toMatchObject({
				error: { suggestions: ["+14795550132", "+4795550132"] },
			});
	});
});
