import fc from "fast-check";
import { expect, test } from "vitest";
import { apiKeyLimitForm } from "../../../app/domain/keys/api-key-input.ts";
import { allowRequest, minuteOf } from "../../../app/domain/keys/request-limit.ts";

const MINUTE = 29_000_000;
const at = (seconds: number) => MINUTE * 60_000 + seconds * 1000;

test.each([
	[10, { written: 0, unwritten: 0 }, at(0), { admitted: true, remaining: 9, resetSeconds: 60 }],
	[10, { written: 6, unwritten: 3 }, at(30.5), { admitted: true, remaining: 0, resetSeconds: 30 }],
	[
		10,
		{ written: 10, unwritten: 0 },
		at(59.999),
		{ admitted: false, remaining: 0, resetSeconds: 1 },
	],
	[10, { written: 20, unwritten: 3 }, at(1), { admitted: false, remaining: 0, resetSeconds: 59 }],
	[1, { written: 0, unwritten: 0 }, at(59), { admitted: true, remaining: 0, resetSeconds: 1 }],
])("of a limit of %i, with %j made, at %f: %j", (limit, made, now, expected) => {
	expect(allowRequest(limit, { minute: MINUTE, ...made }, now)).toEqual({ limit, ...expected });
});

test("whoever waits as long as told is in the next minute, and never waits longer than one", () => {
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 59_999 }), (milliseconds) => {
			const seconds = milliseconds / 1000;
			const { resetSeconds } = allowRequest(
				1,
				{ minute: MINUTE, written: 1, unwritten: 0 },
				at(seconds),
			);
			expect(minuteOf(at(seconds) + resetSeconds * 1000)).toBe(MINUTE + 1);
			expect(resetSeconds).toBeGreaterThanOrEqual(1);
			expect(resetSeconds).toBeLessThanOrEqual(60);
		}),
	);
});

test.each([
	["", null],
	["  ", null],
	["1", 1],
	[" 600 ", 600],
	["1000000", 1_000_000],
])("%j typed as the limit is %s", (requestsPerMinute, expected) => {
	expect(
		apiKeyLimitForm.parse({ apiKeyId: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11", requestsPerMinute })
			.requestsPerMinute,
	).toBe(expected);
});

test.each(["0", "-1", "1.5", "1e3", "0x10", "1000001", "9999999999", "many", "１"])(
	"%j is no limit",
	(requestsPerMinute) => {
		const parsed = apiKeyLimitForm.safeParse({
			apiKeyId: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11",
			requestsPerMinute,
		});
		expect(parsed.error?.issues[0]?.message).toBe(
			"Enter a whole number from 1 to 1,000,000, or leave this empty for no limit.",
		);
	},
);
