import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawSample, enoughFree } from "../../../app/domain/requests/pool-sample.ts";

const pool = (size: number): string[] =>
	Array.from({ length: size }, (_, index) => `+1800${index}`);
const alone = { requests: 1, perFree: 2, times: 1 };

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

	test("a sample has no number twice, and numbers of the pool only", () => {
		const requests = fc.integer({ min: 1, max: 16 });
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 3000 }),
				requests,
				fc.double({ min: 1, max: 50, noNaN: true }),
				(size, requests, perFree) => {
					const numbers = pool(size);
					const sample =
						drawSample(numbers, { requests, perFree, times: 1 }, Math.random) ?? numbers;
					expect(new Set(sample).size).toBe(sample.length);
					const all = new Set(numbers);
					expect(sample.filter((number) => !all.has(number))).toEqual([]);
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
			const isFree = (number: string) => (Number(number.slice(5)) * 7919) % 1000 < 1000 / perFree;
			let tooFew = 0;
			for (let round = 0; round < 1000; round += 1) {
				const sample = drawSample(pool(9000), { ...alone, perFree }, Math.random) as string[];
				if (sample.filter(isFree).length < enough) tooFew += 1;
			}
			expect(tooFew).toBeLessThan(50);
		},
	);

	test("every number of a pool is drawn as often as any other", () => {
		const drawn = new Map<string, number>();
		for (let round = 0; round < 3000; round += 1)
			for (const number of drawSample(pool(200), alone, Math.random) as string[])
				drawn.set(number, (drawn.get(number) ?? 0) + 1);
		expect(drawn.size).toBe(200);
		// The average is 780 draws each; the limit is six standard deviations below.
		expect(Math.min(...drawn.values())).toBeGreaterThan(636);
		expect(Math.max(...drawn.values())).toBeLessThan(924);
	});

	test("where the sample would be half of the pool, it is the whole pool; of a large one, the database looks by itself", () => {
		expect(drawSample(pool(104), alone, Math.random)).toHaveLength(104);
		expect(drawSample(pool(105), alone, Math.random)).toHaveLength(52);
		expect(drawSample(pool(1000), { ...alone, perFree: 500 }, Math.random)).toHaveLength(1000);
		expect(drawSample(pool(1001), { ...alone, perFree: 500 }, Math.random)).toBeNull();
		expect(
			drawSample(pool(10_000), { ...alone, perFree: Number.POSITIVE_INFINITY }, Math.random),
		).toBeNull();
	});

	test("after a sample that was not enough, a larger one is drawn", () => {
		expect(drawSample(pool(9000), { ...alone, times: 4 }, Math.random)).toHaveLength(208);
	});
});
