import fc from "fast-check";
import { expect, test } from "vitest";
import { scaleTop } from "../../../app/domain/traffic/chart-scale.ts";
import { readSpan, SPAN_NAMES } from "../../../app/domain/traffic/span.ts";

test.each([
	[0, 1],
	[1, 1],
	[2, 2],
	[3, 4],
	[9, 10],
	[10, 10],
	[11, 20],
	[61, 80],
	[350, 400],
	[10_001, 20_000],
])("a chart of at most %d goes up to %d", (most, top) => {
	expect(scaleTop(most)).toBe(top);
});

test("a chart has room for its largest count, and wastes less than half of its height", () => {
	fc.assert(
		fc.property(fc.integer({ min: 2, max: 10_000_000 }), (most) => {
			expect(scaleTop(most)).toBeGreaterThanOrEqual(most);
			expect(scaleTop(most)).toBeLessThan(most * 2);
			expect(Number.isInteger(scaleTop(most) / 2)).toBe(true);
		}),
	);
});

test("an unknown span is the hour", () => {
	expect([null, "", "year", ...SPAN_NAMES].map(readSpan)).toEqual([
		...["hour", "hour", "hour"],
		...SPAN_NAMES,
	]);
});
