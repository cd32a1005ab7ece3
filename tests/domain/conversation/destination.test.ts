import { describe, expect, test } from "vitest";
import { type Destination, readDestination } from "../../../app/domain/conversation/destination.ts";

describe("where calls go (P3)", () => {
	test.each<[string, Destination]>([
		["+18005550100", { kind: "number", number: "+18005550100" }],
		[" 18005550100 ", { kind: "number", number: "+18005550100" }],
		...[
			"sip:agents@pbx.example.com",
			"sips:+18005550100@198.51.100.7:5061;transport=tls",
			"SIP:a%20b@[2001:db8::1]",
			"sip:queue@pbx.example.com;region=ie1;lr",
			"sip:pbx.example.com",
		].map((address): [string, Destination] => [address, { kind: "sip", address }]),
	])("%s", (typed, value) => {
		expect(readDestination(typed)).toEqual({ ok: true, value });
	});

	test.each([
		["", { code: "destination-missing" }],
		["+1 800 555-0100", { code: "destination-not-plain", cleaned: "+18005550100" }],
		["123", { code: "destination-not-plain", cleaned: null }],
		["reception", { code: "destination-not-an-address" }],
		["https://example.com/1", { code: "destination-not-an-address" }],
		["sip:a@b?X-Evil=1", { code: "destination-has-headers" }],
		["sip:user:password@example.com", { code: "destination-not-an-address" }],
		["sip:a b@example.com", { code: "destination-not-an-address" }],
		["sip:a@example.com\r\nX: 1", { code: "destination-not-an-address" }],
		['sip:a@example.com"', { code: "destination-not-an-address" }],
		["sip:a@exa_mple.com", { code: "destination-not-an-address" }],
		["sip:", { code: "destination-not-an-address" }],
		[`sip:${"a".repeat(250)}@b`, { code: "destination-too-long", limit: 254 }],
	])("%j is refused", (typed, error) => {
		expect(readDestination(typed)).toEqual({ ok: false, error });
	});

	test("a long address is read in no time", () => {
		const typed = `sip:a@${"a-".repeat(120)}!`;
		const start = process.cpuUsage().user;
		readDestination(typed);
		expect(process.cpuUsage(undefined).user - start).toBeLessThan(1_000_000);
	});
});
