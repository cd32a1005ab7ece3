import { describe, expect, test } from "vitest";
import { addFormulaGuard, takeFormulaGuard } from "../../../app/domain/import/formula-guard.ts";

describe("the guard against formulas (I6)", () => {
	test.each([
		["=1", "'=1"],
		["'=1", "''=1"],
		["-", "'-"],
		["@a", "'@a"],
		["\t", "'\t"],
		["'", "'"],
		["'a", "'a"],
		[" =1", " =1"],
		["a=1", "a=1"],
		["", ""],
	])("%j is written as %j, and read again as it was", (description, guarded) => {
		expect(addFormulaGuard(description)).toBe(guarded);
		expect(takeFormulaGuard(guarded)).toBe(description);
	});

	test("what was typed without a guard is read as typed", () => {
		expect(takeFormulaGuard("=1")).toBe("=1");
		expect(takeFormulaGuard("'a")).toBe("'a");
	});
});
