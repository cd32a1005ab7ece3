import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawSample, enoughFree } from "../../../app/domain/requests/pool-sample.ts";

const alone = { requests: 1, perFree: 2, times: 1 };
const nobodyKnows = () => false;

describe("the numbers to choose from (C3)", () => {
	test("one request has sixteen free ones to choose from, and the last of many sixteen and more that the others left", () => {
		expect(enoughFree(1)).toBe(16);
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 100 }),
				(requests) => enoughFree(requests) - (requests - 1) >= 16,
			),
		);
	});

	test("a sample has no number twice, and numbers of the pool only, whatever was taken before", () => {
		const requests = fc.integer({ min: 1, max: 16 });
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 3000 }),
				requests,
				fc.double({ min: 1, max: 50, noNaN: true }),
				fc.integer({ min: 1, max: 100 }),
				(size, requests, perFree, taken) => {
					const isTaken = (place: number) => (place * 37) % 100 < taken;
					const wanted = { requests, perFree, times: 1 };
					const sample = drawSample(size, wanted, isTaken, Math.random) ?? [];
					expect(new Set(sample).size).toBe(sample.length);
					expect(sample.filter((place) => place < 0 || place >= size)).toEqual([]);
					if (sample.length > 0)
						expect(sample).toHaveLength(
							drawSample(size, wanted, nobodyKnows, Math.random)?.length ?? -1,
						);
				},
			),
			{ numRuns: 50 },
		);
	});

	test.each([
		[1, 16],
		[1.1, 16],
		[2, 16],
		[5, 16],
	])(
		"where one in %d is free, nearly all samples have the sixteen that one request chooses from",
		(perFree, enough) => {
			const isFree = (place: number) => (place * 7919) % 1000 < 1000 / perFree;
			let tooFew = 0;
			for (let round = 0; round < 1000; round += 1) {
				const wanted = { ...alone, perFree };
				const sample = drawSample(9000, wanted, nobodyKnows, Math.random) as number[];
				if (sample.filter(isFree).length < enough) tooFew += 1;
			}
			expect(tooFew).toBeLessThan(50);
		},
	);

	test("every number of a pool is drawn as often as any other", () => {
		const drawn = new Map<number, number>();
		for (let round = 0; round < 3000; round += 1)
			for (const place of drawSample(200, alone, nobodyKnows, Math.random) as number[])
				drawn.set(place, (drawn.get(place) ?? 0) + 1);
		expect(drawn.size).toBe(200);
		// The average is 765 draws each; the limits are six standard deviations away.
		expect(Math.min(...drawn.values())).toBeGreaterThan(621);
		expect(Math.max(...drawn.values())).toBeLessThan(909);
	});

	test("where the sample would be half of the pool, it is the whole pool; of a large one, the database looks by itself", () => {
		const drawn = (size: number, more: Partial<typeof alone> = {}) =>
			drawSample(size, { ...alone, ...more }, nobodyKnows, Math.random);
		expect(drawn(102)).toHaveLength(102);
		expect(drawn(103)).toHaveLength(51);
		expect(drawn(1000, { perFree: 500 })).toHaveLength(1000);
		expect(drawn(1001, { perFree: 500 })).toBeNull();
		expect(drawn(10_000, { perFree: Number.POSITIVE_INFINITY })).toBeNull();
	});

	test("after a sample that was not enough, a larger one is drawn", () => {
		expect(drawSample(9000, { ...alone, times: 4 }, nobodyKnows, Math.random)).toHaveLength(198);
	});

	test("numbers that were taken a moment ago are left out, unless there are too few others", () => {
		const free = { ...alone, perFree: 1 };
		const half = drawSample(9000, free, (place) => place % 2 === 0, Math.random) as number[];
		expect(half.filter((place) => place % 2 === 0)).toEqual([]);
		const few = drawSample(9000, free, (place) => place >= 5, Math.random);
		const none = drawSample(9000, free, () => true, Math.random);
		expect([half.length, few?.length, none?.length]).toEqual([18, 18, 18]);
	});
});
