import { randomInt } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accessCodeCount, CODE_QUARANTINE_SECONDS, drawAccessCodes, firstAccessCode } from "../../app/domain/access-code.ts";

const LENGTHS = [4, 5, 6, 7, 8, 9, 10, 11, 12];
/** Gives the numbers in turn, and complains where one more is asked for. */
const giving = (...numbers: number[]) => {
	const left = [...numbers];
	return (_below: number) => {
		const next = left.shift();
		if (next === undefined) throw new Error("one draw too many");
		return next;
	};
};

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
		expect(drawAccessCodes(length, 1, () => 0)).toEqual([`1${"0".repeat(length - 1)}`]);
		expect(drawAccessCodes(length, 1, (below) => below - 1)).toEqual(["9".repeat(length)]);
	});

	test("any draw gives the number asked for, all different, of the right length, none with a leading zero", () => {
		fc.assert(
			fc.property(fc.constantFrom(...LENGTHS), fc.integer({ min: 0, max: 64 }), (length, howMany) => {
				const codes = drawAccessCodes(length, howMany, (below) => randomInt(below));
				expect(codes).toHaveLength(howMany);
				expect(new Set(codes).size).toBe(howMany);
				for (const code of codes) expect(code).toMatch(new RegExp(`^[1-9][0-9]{${length - 1}}$`));
			}),
		);
	});

	test("a code that a client reads as a number is the same digits again", () => {
		fc.assert(
			fc.property(fc.constantFrom(...LENGTHS), (length) => {
				const [code] = drawAccessCodes(length, 1, (below) => randomInt(below));
				expect(String(Number(code))).toBe(code);
				expect(Number.isSafeInteger(Number(code))).toBe(true);
			}),
		);
	});

	test("a code drawn twice is drawn again", () => {
		expect(drawAccessCodes(4, 3, giving(7, 7, 8, 7, 9))).toEqual(["1007", "1008", "1009"]);
	});

	test("codes come in the order in which they were drawn", () => {
		expect(drawAccessCodes(4, 3, giving(900, 3, 500))).toEqual(["1900", "1003", "1500"]);
	});

	test("the source is asked for a number below the count of codes, so that all are equally likely", () => {
		const asked: number[] = [];
		drawAccessCodes(5, 2, (below) => {
			asked.push(below);
			return asked.length;
		});
		expect(asked).toEqual([90_000, 90_000]);
	});

	test("asking for more codes than there are gives all of them, once each", () => {
		let next = 0;
		const codes = drawAccessCodes(4, 10_000, (below) => next++ % below);
		expect(codes).toHaveLength(9000);
		expect(new Set(codes).size).toBe(9000);
		expect([codes[0], codes.at(-1)]).toEqual(["1000", "9999"]);
	});

	test("asking for none draws none", () => {
		expect(drawAccessCodes(6, 0, giving())).toEqual([]);
	});
});
