import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	clientNetwork,
	clientNetworks,
	countOneMore,
	deviceCounter,
	failuresAt,
	ownPasswordCounter,
	strangersCounters,
	waitSeconds,
} from "../../../app/domain/people/sign-in.ts";

const NOW = new Date("2026-06-01T12:00:00.000Z");
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const RULE = { free: 5, delaySecondsMax: 30, forgetSeconds: 600 };
const RULES = [
	...strangersCounters("ann@x.example", "2001:db8::1"),
	deviceCounter("id", "ann@x.example"),
	ownPasswordCounter("id"),
].map(({ rule }) => rule);

describe("failures slow down (R7)", () => {
	test.each([
		[0, 0],
		[4, 0],
		[5, 1],
		[6, 2],
		[7, 4],
		[9, 16],
		[10, 30],
		[40, 30],
	])("after %i failures the wait is %i s", (failures, seconds) => {
		expect(waitSeconds({ failures, lastAt: NOW }, RULE, NOW)).toBe(seconds);
		expect(waitSeconds({ failures, lastAt: NOW }, RULE, later(seconds))).toBe(0);
		if (seconds > 0)
			expect(waitSeconds({ failures, lastAt: NOW }, RULE, later(seconds - 0.001))).toBe(1);
	});

	test("one is forgotten for each span without any", () => {
		const count = { failures: 7, lastAt: NOW };
		expect(
			[0, 599, 600, 1800, 4200, 100_000].map((seconds) => failuresAt(count, RULE, later(seconds))),
		).toEqual([7, 7, 6, 4, 0, 0]);
		expect(countOneMore(count, RULE, later(1800))).toEqual({ failures: 5, keptSeconds: 3000 });
		expect(countOneMore(undefined, RULE, NOW)).toEqual({ failures: 1, keptSeconds: 600 });
	});

	test("nobody waits without end, whatever was counted and whatever the clock says", () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...RULES),
				fc.nat(1000),
				fc.integer({ min: -1e6, max: 1e6 }),
				(rule, failures, seconds) => {
					const wait = waitSeconds({ failures, lastAt: NOW }, rule, later(seconds));
					expect(wait).toBeGreaterThanOrEqual(0);
					expect(wait).toBeLessThanOrEqual(rule.delaySecondsMax);
					if (failures < rule.free) expect(wait).toBe(0);
				},
			),
		);
	});

	test("however an attacker spaces his guesses, he has no more than the rule gives him", () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 200 }), (pauses) => {
				let count: { failures: number; lastAt: Date } | undefined;
				let [at, guesses] = [0, 0];
				for (const pause of pauses) {
					at += pause;
					if (waitSeconds(count, RULE, later(at)) > 0) continue;
					count = { failures: countOneMore(count, RULE, later(at)).failures, lastAt: later(at) };
					guesses += 1;
				}
				expect(guesses).toBeLessThanOrEqual(10 + at / 30);
			}),
		);
	});
});

describe("the client that failures are counted by", () => {
	test.each([
		["192.0.2.7", ["192.0.2.7"]],
		["::ffff:192.0.2.7", ["192.0.2.7"]],
		["::FFFF:c000:207", ["192.0.2.7"]],
		["2001:db8:0:7:1::9", ["2001:db8:0:7::/64", "2001:db8:0:0::/56", "2001:db8:0::/48"]],
		[
			"2001:0DB8:0000:0107:aaaa:bbbb:cccc:dddd",
			["2001:db8:0:107::/64", "2001:db8:0:100::/56", "2001:db8:0::/48"],
		],
		["2001:db8::1", ["2001:db8:0:0::/64", "2001:db8:0:0::/56", "2001:db8:0::/48"]],
		["64:ff9b::192.0.2.7", ["64:ff9b:0:0::/64", "64:ff9b:0:0::/56", "64:ff9b:0::/48"]],
		["fe80::1%eth0", ["fe80:0:0:0::/64", "fe80:0:0:0::/56", "fe80:0:0::/48"]],
		["::1", ["0:0:0:0::/64", "0:0:0:0::/56", "0:0:0::/48"]],
		["unknown", ["unknown"]],
		["1::2::3", ["1::2::3"]],
	])("of %s is %j", (address, networks) => {
		expect(clientNetworks(address)).toEqual(networks);
		expect(clientNetwork(address)).toBe(networks[0]);
	});
});
