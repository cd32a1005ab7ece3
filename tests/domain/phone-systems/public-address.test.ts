import { describe, expect, test } from "vitest";
import { addressTrouble } from "../../../app/domain/phone-systems/public-address.ts";

describe("what PUBLIC_URL means for a connection (P5)", () => {
	test.each([
		["twilio", undefined, "missing"],
		["vonage", undefined, "missing"],
		["bandwidth", undefined, "missing"],
		["voicexml", undefined, null],
		["sip-proxy", undefined, null],
		["twilio", "http://calls.example.com", null],
		["bandwidth", "http://calls.example.com", "insecure"],
		["voicexml", "http://calls.example.com", "insecure"],
		["sip-proxy", "http://127.0.0.1.example.com", "insecure"],
		["bandwidth", "https://calls.example.com", null],
		["bandwidth", "http://localhost:3000", null],
		["sip-proxy", "http://127.0.0.1:3000", null],
		["voicexml", "http://[::1]:3000", null],
		["a-later-kind", undefined, null],
	])("%s at %s: %s", (kind, publicUrl, trouble) => {
		expect(addressTrouble(kind, publicUrl)).toBe(trouble);
	});
});
