import { randomInt } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	accessCodeCount,
	CODE_QUARANTINE_SECONDS,
	drawAccessCode,
	firstAccessCode,
} from "../../../app/domain/requests/access-code.ts";

const LENGTHS = [4, 5, 6, 7, 8, 9, 10, 11, 12];

describe("access codes (C1, C5)", () => {
	test.each([
		[4, 1000, 9000],
		[6, 100_000, 900_000],
		[12, 100_000_000_000, 900_000_000_000],
	])("codes of %i digits begin at %i, and there are %i", (length, first, count) => {
		expect(firstAccessCode(length)).toBe(first);
		expect(accessCodeCount(length)).toBe(count);
	});

	test("a code is kept away from the next caller for ten minutes", () => {
		expect(CODE_QUARANTINE_SECONDS).toBe(600);
	});

	test.each(LENGTHS)("the lowest and the highest draw give codes of %i digits", (length) => {
		expect(drawAccessCode(length, () => 0)).toBe(`1${"0".repeat(length - 1)}`);
		expect(drawAccessCode(length, (below) => below - 1)).toBe("9".repeat(length));
	});

	test("any draw gives a code of the right length without a leading zero, the same digits again where a client reads it as a number", () => {
		fc.assert(
			fc.property(fc.constantFrom(...LENGTHS), (length) => {
				const code = drawAccessCode(length, (below) => randomInt(below));
				expect(code).toMatch(new RegExp(`^[1-9][0-9]{${length - 1}}$`));
				expect(String(Number(code))).toBe(code);
				expect(Number.isSafeInteger(Number(code))).toBe(true);
			}),
		);
	});

	test("the source is asked for a number below the count of codes, so that all are equally likely", () => {
		const asked: number[] = [];
		drawAccessCode(5, (below) => asked.push(below));
		expect(asked).toEqual([90_000]);
	});
});
