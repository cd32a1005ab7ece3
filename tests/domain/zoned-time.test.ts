import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isoWithOffset, readClockTime, zoneOffset } from "../../app/domain/zoned-time.ts";

const ZONES = [
	"UTC",
	"Europe/Berlin",
	"America/New_York",
	"Asia/Kolkata",
	"Asia/Kathmandu",
	"Australia/Lord_Howe",
	"Pacific/Kiritimati",
];

describe("times in files (G14)", () => {
	test.each([
		["UTC", "2026-11-22T12:30:05.123+00:00"],
		["Europe/Berlin", "2026-11-22T13:30:05.123+01:00"],
		["America/New_York", "2026-11-22T07:30:05.123-05:00"],
		["Asia/Kathmandu", "2026-11-22T18:15:05.123+05:45"],
	])("in %s are ISO 8601 with the offset", (zone, text) => {
		expect(isoWithOffset(new Date("2026-11-22T12:30:05.123Z"), zone)).toBe(text);
	});

	test("mean the same moment in every zone", () => {
		const moments = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) });
		fc.assert(
			fc.property(moments, fc.constantFrom(...ZONES), (at, zone) => {
				expect(Date.parse(isoWithOffset(new Date(at), zone))).toBe(at);
			}),
		);
	});
});

describe("a time that a reader types (G14)", () => {
	const read = (text: string, zone: string) => {
		const time = readClockTime(text, zone);
		return time && [time.first.toISOString(), time.last.toISOString()];
	};

	test("is a whole minute of the reader's zone, or a whole second", () => {
		expect(read("2026-07-01T12:30", "Europe/Berlin")).toEqual([
			"2026-07-01T10:30:00.000Z",
			"2026-07-01T10:30:59.999Z",
		]);
		expect(read("2026-01-01T12:30:05", "Europe/Berlin")).toEqual([
			"2026-01-01T11:30:05.000Z",
			"2026-01-01T11:30:05.999Z",
		]);
		expect(read("2026-01-01T00:00", "America/New_York")).toEqual([
			"2026-01-01T05:00:00.000Z",
			"2026-01-01T05:00:59.999Z",
		]);
	});

	test("is both of the two moments where clocks go back", () => {
		expect(read("2026-10-25T02:30", "Europe/Berlin")).toEqual([
			"2026-10-25T00:30:00.000Z",
			"2026-10-25T01:30:59.999Z",
		]);
	});

	test("that clocks jump over counts as before the jump", () => {
		expect(read("2026-03-29T02:30", "Europe/Berlin")).toEqual([
			"2026-03-29T01:30:00.000Z",
			"2026-03-29T01:30:59.999Z",
		]);
	});

	test.each([
		"",
		"yesterday",
		"2026-02-30T00:00",
		"2026-01-01",
		"2026-01-01T24:00",
		"2026-13-01T00:00",
		"0000-01-01T00:00",
	])("%j is none", (text) => {
		expect(readClockTime(text, "UTC")).toBeNull();
	});

	test("is the time that the clock showed, in every zone", () => {
		const moments = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) });
		fc.assert(
			fc.property(moments, fc.constantFrom(...ZONES), (at, zone) => {
				const second = Math.floor(at / 1000) * 1000;
				const shown = new Date(second + zoneOffset(second, zone)).toISOString().slice(0, 19);
				const time = readClockTime(shown, zone);
				expect([time?.first.getTime(), (time?.last.getTime() ?? 0) - 999]).toContain(second);
			}),
		);
	});
});
