import { expect, test } from "vitest";
import { countriesWith, isKnownCountry } from "../../../app/domain/numbers/numbering-plan.ts";

test.each([
	["US", true],
	["GB", true],
	["UK", false],
	["ZZ", false],
	["us", false],
	["", false],
	["1", false],
	["__proto__", false],
])("that %j is a known country is %s", (country, known) => {
	expect(isKnownCountry(country)).toBe(known);
});

test.each([
	["1", "4795550132", ["US"]],
	["1", "2425550132", ["BS"]],
	["7", "7012345678", ["KZ"]],
	["39", "0669812345", ["VA"]],
	["61", "412345678", ["AU", "CC", "CX"]],
	["800", "12345678", ["001"]],
	["999", "123", []],
])("+%s %s is a number of %s", (callingCode, national, countries) => {
	expect(countriesWith(callingCode, national)).toEqual(countries);
});

test("a freephone number of +1 is one of many countries, the United States first", () => {
	const countries = countriesWith("1", "8005555554");
	expect(countries[0]).toBe("US");
	expect(countries).toContain("CA");
	expect(countries.length).toBeGreaterThan(10);
});
