import fc from "fast-check";
import {
	getCountries,
	getCountryCallingCode,
	parsePhoneNumberFromString,
} from "libphonenumber-js/max";
import { describe, expect, test } from "vitest";
import { parseCallerNumber } from "../../../app/domain/groups/caller-number.ts";

describe("a caller's number (C)", () => {
	test.each([
		["+14155550132", "US", "+14155550132"],
		["(415) 555-0132", "US", "+14155550132"],
		["4155550132", "US", "+14155550132"],
		["1 415 555 0132", "US", "+14155550132"],
		["020 7946 0958", "GB", "+442079460958"],
		["+44 (0)20 7946 0958", "US", "+442079460958"],
		["  +14155550132 ", "US", "+14155550132"],
		["030 12345678", "DE", "+493012345678"],
		["+59935489242", "US", "+59935489242"],
	] as const)("%s in %s is %s", (input, country, number) => {
		expect(parseCallerNumber(input, country)).toBe(number);
	});

	test.each([
		["", "US"],
		["anonymous", "US"],
		["555-0132", "US"],
		["+1415555013", "US"],
		["+999123456789", "US"],
		["+14155550132 or so", "US"],
		["+4915112345678901", "US"],
		["+49151123456789012", "DE"],
		["1".repeat(300), "US"],
	] as const)("%j in %s is none", (input, country) => {
		expect(parseCallerNumber(input, country)).toBeNull();
	});

	test("an international number without anything between its digits is read as the library reads it", () => {
		const callingCodes = [
			...new Set(getCountries().map((country) => getCountryCallingCode(country))),
			"800",
			"870",
			"883",
		];
		const numbers = fc
			.tuple(fc.constantFrom(...callingCodes), fc.stringMatching(/^[0-9]{2,13}$/))
			.map(([code, digits]) => `+${code}${digits}`);
		fc.assert(
			fc.property(numbers, (number) => {
				const read = parseCallerNumber(number, "US");
				if (read !== null)
					expect(read).toBe(parsePhoneNumberFromString(number, { extract: false })?.number);
				else
					expect(
						parsePhoneNumberFromString(number, { extract: false })?.isPossible() === true &&
							number.length <= 16,
					).toBe(false);
			}),
			{ numRuns: 5000 },
		);
	});

	test("what is read is E.164, whatever was given", () => {
		const input = fc.oneof(fc.string(), fc.stringMatching(/^\+?[0-9 ()-]{1,24}$/));
		fc.assert(
			fc.property(input, fc.constantFrom(...getCountries()), (text, country) => {
				const number = parseCallerNumber(text, country);
				if (number !== null) expect(number).toMatch(/^\+[1-9][0-9]{1,14}$/);
			}),
			{ numRuns: 1000 },
		);
	});
});
