import { expect, test } from "vitest";
import { isKnownCountry } from "../../../app/domain/numbers/numbering-plan.ts";

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
