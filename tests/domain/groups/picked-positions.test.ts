import fc from "fast-check";
import { expect, test } from "vitest";
import { readPositions, writePositions } from "../../../app/domain/groups/picked-positions.ts";

test("all that a search found is named in few characters, and read again (G16)", () => {
	fc.assert(
		fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 9999 })), (positions) => {
			const text = writePositions(positions);
			expect(text).toMatch(/^[\w-]*=*$/);
			expect(text.length).toBeLessThan(1700);
			expect(readPositions(text)).toEqual(new Set(positions));
		}),
	);
});

test("what is no such text names nothing, or few positions, and never fails", () => {
	fc.assert(
		fc.property(fc.string(), (text) => {
			expect(readPositions(text).size).toBeLessThan(8 * 1700);
		}),
	);
	expect(readPositions("A".repeat(2000))).toEqual(new Set());
});
