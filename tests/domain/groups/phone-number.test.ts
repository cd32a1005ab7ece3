import { getCountries, getExampleNumber } from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { describe, expect, test } from "vitest";
import { formatForReading, lastDigits } from "../../../app/domain/groups/phone-number.ts";
import { searchedDigits } from "../../../app/domain/numbers/pasted-text.ts";

const EXAMPLE_NUMBERS = getCountries().map(
	(country) => getExampleNumber(country, examples)?.number as string,
);

describe("numbers for reading", () => {
	test.each([
		["+18005555554", "+1 800 555 5554"],
		["+442079460958", "+44 20 7946 0958"],
		["+493012345678", "+49 30 12345678"],
		["+80012345678", "+800 1234 5678"],
		["+999", "+999"],
	])("%s is written %s", (number, written) => {
		expect(formatForReading(number)).toBe(written);
	});

	test("the written form of every accepted number is read as it again", () => {
		for (const number of EXAMPLE_NUMBERS)
			expect(searchedDigits(formatForReading(number))).toBe(number.slice(1));
	});
});

test("of a caller's number that is to be forgotten the last four digits stay, and never more than a third (K4)", () => {
	const kept = ["+14155550132", "+4930123456", "+290123", "+1", "7", ""].map(lastDigits);
	expect(kept).toEqual(["…0132", "…456", "…23", "…", "…", "…"]);
});
