import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	DEFAULT_GROUP_SETTINGS,
	type GroupSettings,
} from "../../../app/domain/groups/group-settings.ts";
import { accessCodeCount } from "../../../app/domain/requests/access-code.ts";
import {
	adviseOnTraffic,
	codeLengthNeeded,
	erlangB,
	isTooDense,
	isTooShort,
	numbersNeeded,
	type Traffic,
} from "../../../app/domain/traffic/traffic.ts";

/**
 * Erlang's formula B by the textbook: a fraction of a power and a sum of powers. Only for few
 * servers.
 */
function erlangBByTheBook(load: number, servers: number): number {
	let term = 1;
	let sum = 1;
	for (let n = 1; n <= servers; n += 1) {
		term *= load / n;
		sum += term;
	}
	return term / sum;
}

const load = fc.double({ min: 0.01, max: 500, noNaN: true });
const servers = fc.integer({ min: 0, max: 100 });

describe("the part of requests that is refused (Erlang B)", () => {
	test.each([
		[1, 1, 0.5],
		[2, 1, 2 / 3],
		[2, 2, 0.4],
		[5, 10, 0.01838],
		[10, 10, 0.21458],
		[20, 30, 0.00846],
		[100, 100, 0.0757],
	])("%d erlangs on %d numbers: %d", (erlangs, numbers, expected) => {
		expect(erlangB(erlangs, numbers)).toBeCloseTo(expected, 4);
	});

	test("is what the textbook's fraction gives", () => {
		fc.assert(
			fc.property(load, servers, (erlangs, numbers) => {
				expect(erlangB(erlangs, numbers)).toBeCloseTo(erlangBByTheBook(erlangs, numbers), 10);
			}),
		);
	});

	test("is all of them without a number, and none without requests", () => {
		expect(erlangB(3, 0)).toBe(1);
		expect(erlangB(0, 1)).toBe(0);
	});

	test("grows with the load and falls with every number", () => {
		fc.assert(
			fc.property(load, fc.integer({ min: 1, max: 100 }), (erlangs, numbers) => {
				expect(erlangB(erlangs, numbers)).toBeLessThanOrEqual(erlangB(erlangs, numbers - 1));
				expect(erlangB(erlangs * 1.1, numbers)).toBeGreaterThanOrEqual(erlangB(erlangs, numbers));
			}),
		);
	});

	test("is right for thousands of numbers too, where powers and factorials are past all bounds", () => {
		// As many numbers as erlangs: the formula's own limit, good to five places from hundreds on.
		for (const n of [1000, 10_000])
			expect(erlangB(n, n)).toBeCloseTo(1 / (Math.sqrt((Math.PI * n) / 2) + 2 / 3), 5);
		// More load than numbers: the excess is refused, nearly exactly.
		expect(erlangB(20_000, 10_000)).toBeCloseTo(0.5, 3);
		expect(erlangB(9_000, 10_000)).toBeGreaterThan(0);
		expect(erlangB(9_000, 10_000)).toBeLessThan(1e-20);
		expect(erlangB(1_800_000, 10_000)).toBeCloseTo(1 - 10_000 / 1_800_000, 4);
	});
});

describe("how many numbers keep refusals under 1 in 1,000", () => {
	// The published tables give the greatest load for a number of servers at 0.1 %.
	test.each([
		[1, 0.001],
		[2, 0.0458],
		[5, 0.762],
		[10, 3.09],
		[20, 9.41],
		[50, 32.5],
		[100, 75.2],
	])("%d for what the tables allow on it, about %d erlangs", (numbers, erlangs) => {
		expect(numbersNeeded(erlangs * 0.995)).toBe(numbers);
		expect(numbersNeeded(erlangs * 1.01)).toBe(numbers + 1);
	});

	test("is the first that does", () => {
		fc.assert(
			fc.property(load, (erlangs) => {
				const needed = numbersNeeded(erlangs) ?? Number.NaN;
				expect(erlangB(erlangs, needed)).toBeLessThan(0.001);
				expect(erlangB(erlangs, needed - 1)).toBeGreaterThanOrEqual(0.001);
			}),
		);
	});

	test("is unknown where a pool cannot have so many (G3)", () => {
		expect(numbersNeeded(9_500)).toBeLessThan(10_000);
		expect(numbersNeeded(10_500)).toBeNull();
		expect(numbersNeeded(1_800_000)).toBeNull();
	});
});

describe("the density of codes (C10)", () => {
	test("too dense begins past 1 in 1,000 of the possible ones", () => {
		expect(isTooDense(9, 4)).toBe(false);
		expect(isTooDense(10, 4)).toBe(true);
		expect(isTooDense(900, 6)).toBe(false);
		expect(isTooDense(901, 6)).toBe(true);
	});

	test("the length that helps is the first at which they are not", () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 10_000_000 }), (live) => {
				const length = codeLengthNeeded(live);
				// Fifty guesses are what any number stands.
				expect((50 * live) / accessCodeCount(length)).toBeLessThanOrEqual(0.001);
				if (length > 4) expect(isTooShort(live, length - 1)).toBe(true);
			}),
		);
	});
});

describe("what a group's traffic wants of it", () => {
	const unique: GroupSettings = { ...DEFAULT_GROUP_SETTINGS, uniqueDnis: true };
	const traffic = (rate: number, more: Partial<Traffic> = {}): Traffic => ({
		...{ busiestHourRate: rate, busiestRefusedMinuteRate: rate * 3, asked: rate * 600, refused: 0 },
		...more,
	});

	test("nothing where nobody asked", () => {
		expect(
			adviseOnTraffic(
				{ busiestHourRate: 0, busiestRefusedMinuteRate: 0, asked: 0, refused: 0 },
				unique,
				1,
			),
		).toBeNull();
	});

	test("nothing where nothing can run out: shared numbers without codes", () => {
		expect(
			adviseOnTraffic(traffic(340), { ...DEFAULT_GROUP_SETTINGS, generateAccessCode: false }, 1),
		).toBeNull();
	});

	test("with unique DNIS, numbers for the busiest hour's rate by the expiry", () => {
		const needed = numbersNeeded(170);
		const facts = { kind: "numbers", busiest: "hour", rate: 340, expirySeconds: 30, needed };
		expect(adviseOnTraffic(traffic(340), unique, 150)).toEqual({
			...facts,
			poolSize: 150,
			isEnough: false,
		});
		expect(adviseOnTraffic(traffic(340), { ...unique, generateAccessCode: false }, 250)).toEqual({
			...facts,
			poolSize: 250,
			isEnough: true,
		});
	});

	test("more than a pool can have is never enough", () => {
		expect(adviseOnTraffic(traffic(60_000), unique, 10_000)).toMatchObject({
			needed: null,
			isEnough: false,
		});
	});

	test("refusals above 1 in 1,000 come from bursts: the busiest minute with one decides", () => {
		expect(adviseOnTraffic(traffic(340, { refused: 205 }), unique, 250)).toMatchObject({
			busiest: "minute",
			rate: 1020,
			isEnough: false,
		});
		expect(adviseOnTraffic(traffic(340, { refused: 204 }), unique, 250)).toMatchObject({
			busiest: "hour",
			isEnough: true,
		});
	});

	test("the advice is the same once it is followed", () => {
		fc.assert(
			fc.property(
				fc.record({
					busiestHourRate: fc.double({ min: 0.02, max: 400, noNaN: true }),
					busiestRefusedMinuteRate: fc.double({ min: 0, max: 400, noNaN: true }),
					asked: fc.integer({ min: 1, max: 100_000 }),
					refused: fc.integer({ min: 0, max: 100_000 }),
				}),
				fc.integer({ min: 1, max: 100 }),
				(of, poolSize) => {
					const { needed } = adviseOnTraffic(of, unique, poolSize) as { needed: number };
					expect(adviseOnTraffic(of, unique, needed)).toMatchObject({ needed, isEnough: true });
				},
			),
		);
	});

	test("a burst is not taken for longer than its minute", () => {
		// Five requests in one minute of an hour, each for half an hour.
		const burst = traffic(5 / 60, { asked: 5, refused: 4, busiestRefusedMinuteRate: 5 });
		const advice = adviseOnTraffic(burst, { ...unique, expirySeconds: 1800 }, 1);
		expect(advice).toMatchObject({ busiest: "minute", needed: numbersNeeded(5 + (5 / 60) * 29) });
	});

	test("a quiet minute with refusals takes nothing from what the hour wants", () => {
		const refused = traffic(340, { refused: 5000, busiestRefusedMinuteRate: 1 });
		expect(adviseOnTraffic(refused, unique, 150)).toMatchObject({
			...{ busiest: "hour", needed: numbersNeeded(170), isEnough: false },
		});
	});

	test("with codes on shared numbers, the length for the codes that live at once on each", () => {
		const shared: GroupSettings = { ...DEFAULT_GROUP_SETTINGS, accessCodeLength: 4 };
		// 1,200 a minute for 30 s are 600 at once, 300 on each of two numbers. Against fifty guesses
		// that needs at least 15,000,000 codes; seven digits give only 9,000,000.
		expect(adviseOnTraffic(traffic(1200), shared, 2)).toMatchObject({
			kind: "code-length",
			livePerNumber: 300,
			needed: 8,
			isEnough: false,
		});
		expect(adviseOnTraffic(traffic(1200), { ...shared, accessCodeLength: 8 }, 2)).toMatchObject({
			length: 8,
			needed: 8,
			isEnough: true,
		});
	});
});
