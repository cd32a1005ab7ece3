import { describe, expect, test } from "vitest";
import { readCaller } from "../../../app/domain/numbers/caller.ts";

describe("a caller's number (C)", () => {
	test.each([
		["+14155550132", "US", "+14155550132"],
		["(415) 555-0132", "US", "+14155550132"],
		["4155550132", "US", "+14155550132"],
		["1 415 555 0132", "US", "+14155550132"],
		["020 7946 0958", "GB", "+442079460958"],
		["+44 (0)20 7946 0958", "US", "+442079460958"],
		["  +14155550132 ", "US", "+14155550132"],
		["030 12345678", "DE", "+493012345678"],
		["+59935489242", "US", "+59935489242"],
	] as const)("%s in %s is %s", (input, country, number) => {
		expect(readCaller(input, { country })).toEqual({ kind: "number", readings: [number] });
	});

	test.each([
		["", "US"],
		["anonymous", "US"],
		["555-0132", "US"],
		["+1415555013", "US"],
		["+999123456789", "US"],
		["+14155550132 or so", "US"],
		["+4915112345678901", "US"],
		["+49151123456789012", "DE"],
		["1".repeat(300), "US"],
	] as const)("%j in %s is none", (input, country) => {
		expect(readCaller(input, { country }).kind).not.toBe("number");
	});
});
