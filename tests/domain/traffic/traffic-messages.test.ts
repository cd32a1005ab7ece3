import { describe, expect, test } from "vitest";
import type { TrafficAdvice } from "../../../app/domain/traffic/traffic.ts";
import { adviceMessage, denseCodesMessage } from "../../../app/domain/traffic/traffic-messages.ts";

const facts = { busiest: "hour", rate: 340.2, expirySeconds: 30, poolSize: 150 } as const;

describe("advice in words", () => {
	test.each<[TrafficAdvice, string]>([
		[
			{ ...facts, kind: "numbers", needed: 207, isEnough: false },
			"The pool is too small. Busiest hour: 340 requests a minute, 30 s each. 207 numbers " +
				"keep refusals under 1 in 1,000; you have 150.",
		],
		[
			{ ...facts, kind: "numbers", rate: 0.05, needed: 1, isEnough: true },
			"The pool is large enough. Busiest hour: 3 requests, 30 s each. 1 number keeps refusals " +
				"under 1 in 1,000; you have 150.",
		],
		[
			{ ...facts, kind: "numbers", busiest: "minute", rate: 1020, needed: 570, isEnough: false },
			"The pool is too small. Busiest minute: 1,020 requests, 30 s each. 570 numbers keep " +
				"refusals under 1 in 1,000; you have 150.",
		],
		[
			{ ...facts, kind: "numbers", rate: 60_000, needed: null, isEnough: false },
			"The pool is too small. Busiest hour: 60,000 requests a minute, 30 s each. Even 10,000 " +
				"numbers, the most in a pool, do not keep refusals under 1 in 1,000; you have 150. Use " +
				"a shorter expiry, or several groups.",
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
			"Codes are too short. Busiest hour: 1,200 requests a minute, 30 s each, so about 300 " +
				"codes are live on each number. 6 digits are needed; you have 4.",
		],
		[
			{
				...{ kind: "code-length", busiest: "hour", rate: 12, expirySeconds: 300, poolSize: 10_000 },
				...{ livePerNumber: 1, length: 4, needed: 4, isEnough: true },
			},
			"Code length is enough. Busiest hour: 12 requests a minute, 300 s each, so about 1 code " +
				"is live on each number. 4 digits are needed; you have 4.",
		],
	])("%o", (advice, expected) => {
		expect(adviceMessage(advice)).toBe(expected);
	});
});

describe("codes that are too dense, in words (C10)", () => {
	test("name the number, the figures, and the length that would help", () => {
		expect(denseCodesMessage({ number: "+18005555554", length: 4, live: 10 }, 4)).toBe(
			"+18005555554 has 10 live access codes of 4 digits, more than 1 in 1,000 of the 9,000 " +
				"possible codes. A wrong code is too likely to be someone else’s. Set Access Code " +
				"Length to 6 or more, or add numbers.",
		);
	});

	test("say that it passes where new requests get longer codes, or none", () => {
		const dense = { number: "+18005555554", length: 4, live: 10 };
		expect(denseCodesMessage(dense, 6)).toContain("this passes as the requests end");
		expect(denseCodesMessage(dense, null)).toContain("this passes as the requests end");
		expect(denseCodesMessage({ ...dense, live: 100 }, 6)).toContain(
			"Set Access Code Length to 7 or more",
		);
	});
});
