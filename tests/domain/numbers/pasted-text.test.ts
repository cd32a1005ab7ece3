import fc from "fast-check";
import { getCountries, getExampleNumber } from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { describe, expect, test } from "vitest";
import type { CountryCode } from "../../../app/domain/numbers/numbering-plan.ts";
import {
	numberSearch,
	searchedDigits,
	searchedNumbers,
} from "../../../app/domain/numbers/pasted-text.ts";
import { comparedNumber } from "../../../app/domain/numbers/two-writings.ts";
import { LARGE_PLANS, nationalDigitsOf, sampleNumbers } from "../../support/phone-numbers.ts";

const EXAMPLE_NUMBERS = getCountries().map(
	(country) => getExampleNumber(country, examples)?.number as string,
);

/** Whether a search text finds a number in a pool, as the database searches. */
function finds(text: string, number: string, country: CountryCode): boolean {
	const search = numberSearch(text, { country });
	return (
		(search?.parts.some((part) => number.includes(part)) ?? false) ||
		(search?.beginnings.some((beginning) => number.startsWith(beginning)) ?? false)
	);
}

describe("search by number (G4: in any grouping)", () => {
	test.each([
		["+1 (800) 555-5554", "18005555554"],
		["800 555", "800555"],
		["555-5554", "5555554"],
		["+18005555554", "18005555554"],
		["00 1 800 555 5554", "18005555554"],
		["٥٥٥", "555"],
		["5", "5"],
		["0", "0"],
		["00", "00"],
		["000", "000"],
		["05", "05"],
		["800,555", "800555"],
		["tel:+1-800-555-5554;ext=12", "18005555554"],
		["sip:18005555554@trunk.example", "18005555554"],
		["\u202a+1 800\u200b555 5554\u202c", "18005555554"],
		["+1 800 555 5554 x12", "18005555554"],
	])("%s finds %s", (text, digits) => {
		expect(searchedDigits(text)).toBe(digits);
	});

	test.each(["", " ", "+", "-", "claims", "claims 2", "1a"])("%j is no number", (text) => {
		expect(searchedDigits(text)).toBeNull();
		expect(numberSearch(text, { country: "US" })).toBeNull();
		expect(searchedNumbers(text, { country: "US" })).toBeNull();
	});

	test("a part of a number, in any grouping, is found in it", () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...EXAMPLE_NUMBERS),
				fc.nat(10),
				fc.integer({ min: 1, max: 12 }),
				fc.constantFrom(...LARGE_PLANS),
				(number, from, length, country) => {
					const part = number.slice(1).slice(from, from + length);
					if (part === "") return;
					expect(finds([...part].join(" "), number, country)).toBe(true);
				},
			),
		);
	});

	test.each([
		["US", "(800) 555-5554", "+18005555554"],
		["US", "1 800 555", "+18005555554"],
		["US", "011 44 20 7946 0958", "+442079460958"],
		["US", "011 44 20 79", "+442079460958"],
		["US", "+44 (0)20 7946", "+442079460958"],
		["GB", "020 7946 0958", "+442079460958"],
		["GB", "020 79", "+442079460958"],
		["GB", "(0)20 79", "+442079460958"],
		["DE", "0151 1234 5678", "+4915112345678"],
		["DE", "0151", "+4915112345678"],
		["DE", "00 49 151", "+4915112345678"],
		["AU", "0412 345 678", "+61412345678"],
		["AU", "0011 44 20 7946 0958", "+442079460958"],
		["AR", "011 15 2345-6789", "+5491123456789"],
		["AR", "011 2345", "+541123456789"],
		["MX", "55 1234 5678", "+525512345678"],
		["IT", "0331 123456", "+390331123456"],
		["IT", "+39 (0)331 123456", "+390331123456"],
		["ID", "0812 3456 7890", "+6281234567890"],
		["ID", "0812", "+6281234567890"],
		["NO", "40 61 23 45", "+4740612345"],
		["NO", "tel:+47-40612345", "+4740612345"],
		["NO", "\u2066٤٠٦١٢٣٤٥\u2069", "+4740612345"],
	] as const)("under %s, %s finds %s", (country, text, number) => {
		expect(finds(text, number, country)).toBe(true);
	});

	test.each([
		["GB", "020 80", "+442079460958"],
		["DE", "05", "+4915112345678"],
		["US", "020 7946 0958", "+442079460958"],
	] as const)("under %s, %s does not find %s", (country, text, number) => {
		expect(finds(text, number, country)).toBe(false);
	});

	test("a number as its country writes it is found there; Gabon writes its old ones anew", () => {
		const missed = sampleNumbers(6).filter(
			({ country, number }) =>
				country !== null && !finds(nationalDigitsOf(number), number, country),
		);
		expect(new Set(missed.map(({ country }) => country))).toEqual(new Set(["GA"]));
		expect(missed.filter(({ number }) => comparedNumber(number) === number)).toEqual([]);
	});
});
