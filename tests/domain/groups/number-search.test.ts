import fc from "fast-check";
import { getCountries, getExampleNumber } from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { describe, expect, test } from "vitest";
import { searchDigits } from "../../../app/domain/groups/number-search.ts";

const EXAMPLE_NUMBERS = getCountries().map(
	(country) => getExampleNumber(country, examples)?.number as string,
);

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
	])("%s finds %s", (text, digits) => {
		expect(searchDigits(text)).toBe(digits);
	});

	test.each(["", " ", "+", "-", "claims", "claims 2", "1a"])("%j is no number", (text) => {
		expect(searchDigits(text)).toBeNull();
	});

	test("a part of a number, in any grouping, is found in it", () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...EXAMPLE_NUMBERS),
				fc.nat(10),
				fc.integer({ min: 1, max: 12 }),
				(number, from, length) => {
					const part = number.slice(1).slice(from, from + length);
					if (part === "") return;
					expect(number).toContain(searchDigits([...part].join(" ")));
				},
			),
		);
	});
});
