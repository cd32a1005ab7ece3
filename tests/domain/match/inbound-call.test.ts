import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	CALL_ID,
	readAccessCode,
	readInboundCall,
	recordedCallId,
} from "../../../app/domain/match/inbound-call.ts";
import { readCaller } from "../../../app/domain/numbers/caller.ts";
import type { CountryCode } from "../../../app/domain/numbers/numbering-plan.ts";
import { storedCaller } from "../../../app/domain/numbers/stored-caller.ts";

const called = (toPhoneNumber: string, country: CountryCode) =>
	readInboundCall({ toPhoneNumber }, { country });
const from = (fromPhoneNumber: string, country: CountryCode = "US") => {
	const { fromNumber, fromReadings, fromGiven } = readInboundCall({ fromPhoneNumber }, { country });
	return { fromNumber, fromReadings, fromGiven };
};

describe("the dialed number (C9)", () => {
	test.each([
		["+18005555554", "US", ["+18005555554"]],
		["18005555554", "US", ["+18005555554"]],
		["8005555554", "US", ["+8005555554", "+18005555554"]],
		["(800) 555-5554", "US", ["+8005555554", "+18005555554"]],
		["011 49 30 123456", "US", ["+4930123456"]],
		["0049 30 123456", "US", ["+4930123456"]],
		["030 123456", "DE", ["+4930123456"]],
		["tel:+1-800-555-5554", "US", ["+18005555554"]],
		["tel:8005555554;phone-context=+1", "US", ["+18005555554"]],
		["sip:+18005555554@sbc.example.com:5060;user=phone", "US", ["+18005555554"]],
		["sips:18005555554;npdi;rn=+1999@sbc.example.com?a=b", "US", ["+18005555554"]],
		["SIP:%2B18005555554@host", "US", ["+18005555554"]],
		['"Insurance" <sip:18005555554@host>;tag=1', "US", ["+18005555554"]],
		[" 18005555554 ", "US", ["+18005555554"]],
		["", "US", []],
		["sip:support@host", "US", []],
		["1-800-FLOWERS", "US", []],
		["0", "US", []],
		["1".repeat(16), "US", []],
		["<".repeat(60_000), "US", []],
	] as const)("%j in %s may mean %j", (text, country, numbers) => {
		const readings = called(text, country).dialed ?? [];
		expect(readings.filter((reading) => numbers.includes(reading as never))).toEqual(numbers);
		expect(readings.length === 0).toBe(numbers.length === 0);
	});
});

test("an empty dialed number is not given; of one that is none of ours the likeliest reading is kept (C9, K5)", () => {
	expect(called("", "US").dialed).toBeNull();
	expect(called("anonymous", "US").dialed).toEqual([]);
	expect(called("8005555554", "US")).toMatchObject({ meant: "+18005555554" });
	expect(called("4915112345678", "DE")).toMatchObject({ meant: "+4915112345678" });
	expect(called("0044 20 7946 0000", "DE").dialed).toContain("+442079460000");
});

describe("the ANI (C9)", () => {
	test.each([
		["+14155550132", "US", "+14155550132"],
		["14155550132", "US", "+14155550132"],
		["(415) 555-0132", "US", "+14155550132"],
		["4915112345678", "US", "+4915112345678"],
		["0151 12345678", "DE", "+4915112345678"],
		["004915112345678", "US", "+4915112345678"],
		["sip:+14155550132@carrier.example;cpc=ordinary", "US", "+14155550132"],
		["tel:+1-415-555-0132;ext=5", "US", "+14155550132"],
		['"Ann" <sip:+14155550132@h>', "US", "+14155550132"],
	] as const)("%j in %s is %s", (text, country, number) => {
		expect(from(text, country).fromNumber).toBe(number);
	});

	test.each([
		"",
		" ",
		"anonymous",
		"Anonymous",
		"Restricted",
		"unavailable",
		"0",
		"0000000000",
		"+0000",
		"sip:anonymous@anonymous.invalid",
		"-1",
	])("%j counts as not given", (text) => {
		expect(from(text).fromNumber).toBeNull();
	});

	test("all readings are kept where there are several, and what was given where comparison has another writing (N2, N3)", () => {
		expect(from("+14795550132")).toEqual({
			...{ fromNumber: "+14795550132", fromReadings: null, fromGiven: null },
		});
		expect(from("4795550132")).toEqual({
			...{ fromNumber: "+14795550132", fromReadings: ["+14795550132", "+4795550132"] },
			fromGiven: null,
		});
		const [mobile, without] = [from("+5491123456789"), from("+541123456789")];
		expect(mobile.fromNumber).toBe(without.fromNumber);
		expect([
			mobile.fromGiven ?? mobile.fromNumber,
			without.fromGiven ?? without.fromNumber,
		]).toEqual(["+5491123456789", "+541123456789"]);
		expect(storedCaller(readCaller("anonymous", { country: "US" })).fromNumber).toBeNull();
	});
});

describe("the access code (C9)", () => {
	test.each([
		["481920", "481920"],
		[481920, "481920"],
		[" 48 19 20 #", "481920"],
		["#481920##", "481920"],
		["100000000000", "100000000000"],
	])("%j is %s", (given, code) => {
		expect(readAccessCode(given)).toBe(code);
	});

	test.each(["", " ", "#", "# #", "*", "noinput", "undefined", "<null>", "\u200e"])(
		"%j is none at all",
		(given) => {
			expect(readAccessCode(given)).toBeNull();
		},
	);

	test.each([
		"0481920",
		"48192a",
		"-481920",
		"1e5",
		"481\0",
		"1".repeat(13),
		"٤٨١٩٢٠",
		0,
		1.5,
		-481920,
		1e21,
		Number.MAX_VALUE,
	])("%j is one that no request has", (given) => {
		expect(readAccessCode(given)).toBe("0");
	});
});

describe("the call ID (C9)", () => {
	const read = (callId: string | number | null) => readInboundCall({ callId }, { country: "US" });

	test("is any text or number, as it came", () => {
		expect(["a@b", 4155550132, 1.5, "", null].map((id) => read(id).callId)).toEqual([
			...["a@b", "4155550132", "1.5", null, null],
		]);
		for (const id of ["x".repeat(1024), "\u{1F600}".repeat(1024), "line\nline\0"])
			expect(CALL_ID.test(id)).toBe(true);
		expect(CALL_ID.test("x".repeat(1025))).toBe(false);
	});

	test("is recorded without what no database takes", () => {
		expect(recordedCallId("a\0b\uD800c\u{1F600}")).toBe("a\uFFFDb\uFFFDc\u{1F600}");
		expect(recordedCallId(null)).toBeNull();
	});
});

test("whatever comes, each reading is a number or none, and never a failure", () => {
	const text = fc.oneof(
		fc.string({ unit: "binary" }),
		fc.stringMatching(/^(sip:|tel:)?[+0-9 ()-]{0,20}(@[a-z.]+)?(;[a-z=]+)?$/),
	);
	fc.assert(
		fc.property(text, fc.constantFrom("US" as const, "DE" as const), (given, country) => {
			for (const number of called(given, country).dialed ?? [])
				expect(number).toMatch(/^\+[1-9][0-9]{0,14}$/);
			expect(from(given, country).fromNumber ?? "+1").toMatch(/^\+[1-9][0-9]{0,14}$/);
			expect(readAccessCode(given) ?? "0").toMatch(/^[0-9]{1,12}$/);
		}),
	);
});
