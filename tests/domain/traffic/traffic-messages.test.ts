import { describe, expect, test } from "vitest";
import type { TrafficAdvice } from "../../../app/domain/traffic/traffic.ts";
import { adviceMessage, denseCodesMessage } from "../../../app/domain/traffic/traffic-messages.ts";

const facts = { busiest: "hour", rate: 340.2, expirySeconds: 30, poolSize: 150 } as const;

describe("advice in words", () => {
	test.each<[TrafficAdvice, string]>([
		[
			{ ...facts, kind: "numbers", needed: 207, isEnough: false },
			"In the busiest hour about 340 requests a minute came, each holding a number for up to 30 s. 207 numbers keep refusals under 1 in 1,000; the pool has 150.",
		],
		[
			{ ...facts, kind: "numbers", rate: 0.05, needed: 1, isEnough: true },
			"In the busiest hour 3 requests came, each holding a number for up to 30 s. 1 number keeps refusals under 1 in 1,000; the pool has 150, which is enough.",
		],
		[
			{ ...facts, kind: "numbers", busiest: "minute", rate: 1020, needed: 570, isEnough: false },
			"1,020 requests came in the busiest minute, each holding a number for up to 30 s. 570 numbers keep refusals under 1 in 1,000; the pool has 150.",
		],
		[
			{ ...facts, kind: "numbers", rate: 60_000, needed: null, isEnough: false },
			"In the busiest hour about 60,000 requests a minute came, each holding a number for up to 30 s. To keep refusals under 1 in 1,000 takes more than the 10,000 numbers that a pool can have; the pool has 150. A shorter expiry, or several groups, would help.",
		],
		[
			{
				...facts,
				kind: "code-length",
				rate: 1200,
				livePerNumber: 300,
				length: 4,
				needed: 6,
				isEnough: false,
			},
			"In the busiest hour about 1,200 requests a minute came, each keeping a code for up to 30 s: about 300 codes at once on each number. 6 digits or more keep that under 1 in 1,000 of the possible codes, and refusals too; the codes have 4.",
		],
	])("%o", (advice, expected) => {
		expect(adviceMessage(advice)).toBe(expected);
	});
});

describe("codes that are too dense, in words (C10)", () => {
	test("name the number, the figures, and the length that would help", () => {
		expect(denseCodesMessage({ number: "+18005555554", length: 4, live: 10 }, 4)).toBe(
			"+18005555554 has 10 live access codes of 4 digits: more than 1 in 1,000 of the 9,000 possible ones, so a wrong code may be somebody else’s too easily. An Access Code Length of 5 or more, or more numbers, would help.",
		);
	});

	test("say that it passes where new requests get longer codes, or none", () => {
		const dense = { number: "+18005555554", length: 4, live: 10 };
		expect(denseCodesMessage(dense, 5)).toContain("this passes as they end");
		expect(denseCodesMessage(dense, null)).toContain("this passes as they end");
		expect(denseCodesMessage({ ...dense, live: 100 }, 5)).toContain(
			"An Access Code Length of 6 or more",
		);
	});
});
