import { describe, expect, test } from "vitest";
import { readFamilyWebhook } from "../../app/doors/twilio-family/read-webhook.ts";
import { attestationOf } from "../../app/doors/twilio-family/told-attestation.ts";
import { formOf, type Pair, webhookOf } from "../support/webhooks.ts";

const COMING_IN: Pair[] = [
	["AccountSid", "AC1"],
	["CallSid", "CA1"],
	["CallStatus", "ringing"],
	["Direction", "inbound"],
	["From", "+14155550132"],
	["To", "+18005550100"],
];
const read = (pairs: Pair[], query = "") =>
	readFamilyWebhook(webhookOf(query, formOf(pairs), {}), "twilio");

describe("a webhook of Twilio's family", () => {
	test("tells the numbers, the call and where it stands", () => {
		expect(read(COMING_IN)).toEqual({
			callId: "CA1",
			fromPhoneNumber: "+14155550132",
			toPhoneNumber: "+18005550100",
			attestation: null,
			event: { position: { step: "start" }, digits: null, phase: "ringing", wasAnswered: false },
			...{ isMisplaced: false, told: "ringing" },
		});
	});

	test("tells the digits that came in", () => {
		const { event } = read([...COMING_IN, ["Digits", "481920"]], "?asked=2&length=6&step=code");
		expect(event.digits).toBe("481920");
		expect(event.position).toEqual({ step: "code", asked: 2, codeLength: 6 });
	});

	test("tells the caller's call when the agent's leg is answered", () => {
		const leg: Pair[] = [
			["CallSid", "CA2"],
			["ParentCallSid", "CA1"],
			["CallStatus", "in-progress"],
		];
		expect(read(leg, "?step=answered")).toMatchObject({
			callId: "CA1",
			event: { position: { step: "answered" }, phase: "talking" },
		});
		expect(read(leg).callId).toBe("CA2");
	});

	test.each([
		["completed", true],
		["answered", true],
		["busy", false],
		["no-answer", false],
		["failed", false],
		["canceled", false],
		["", false],
	])("an agent's leg that ended as %j was answered: %s", (status, wasAnswered) => {
		const { event } = read([...COMING_IN, ["DialCallStatus", status]], "?step=dialed");
		expect(event).toMatchObject({ position: { step: "dialed" }, wasAnswered });
	});

	test.each([
		["queued", "ringing"],
		["in-progress", "talking"],
		["completed", "over"],
		["no-answer", "over"],
		["something new", "talking"],
	])("the status %j is %s", (status, phase) => {
		expect(read([["CallStatus", status]], "?step=ended").event.phase).toBe(phase);
	});

	test("is read from the query of a GET, and from the body alone of a POST", () => {
		const query = "?From=%2B14155550132&To=%2B18005550100&CallSid=CA1&Digits=1234&step=code";
		const get = readFamilyWebhook(webhookOf(query, new Uint8Array(), {}, "GET"), "twilio");
		expect(get).toMatchObject({ callId: "CA1", toPhoneNumber: "+18005550100" });
		expect(get.event.digits).toBe("1234");
		expect(read([], query)).toMatchObject({ callId: null, toPhoneNumber: "", fromPhoneNumber: "" });
	});

	test.each([
		["From=%2B1415&To=%2B1800", "+1415", "+1800"],
		["From=+1415&To=sip%3A%2B1800%40x.example", " 1415", "sip:+1800@x.example"],
		["From=Anonymous&From=%2B1415&To=a&To=b", "Anonymous", "a"],
		["Caller=%2B1415&Called=%2B1800", "+1415", "+1800"],
		["?From=1&To=2", "", "2"],
		["From=caf%C3%A9&To=%zz%", "café", "%zz%"],
		["From=%ff&To", "\uFFFD", ""],
		["__proto__=1&constructor=2", "", ""],
		["", "", ""],
	])("the body %j", (body, fromPhoneNumber, toPhoneNumber) => {
		const webhook = webhookOf("", Buffer.from(body), {});
		expect(readFamilyWebhook(webhook, "twilio")).toMatchObject({ fromPhoneNumber, toPhoneNumber });
	});

	test("has a call ID that the records can hold", () => {
		expect(read([["CallSid", "x".repeat(5000)]]).callId).toHaveLength(1024);
		expect(read([["CallSid", ""]]).callId).toBeNull();
	});
});

describe("how far the network vouches for the caller (P5)", () => {
	test.each([
		["TN-Validation-Passed-A", "A"],
		["TN-Validation-Passed-B", "B"],
		["TN-Validation-Passed-C", "C"],
		["tn-validation-passed-a", "A"],
		["TN-Validation-Passed-A-Passthrough", "A"],
		["TN-Validation-Passed-A-Diverted", null],
		["TN-Validation-Passed", null],
		["TN-Validation-Passed-D", null],
		["TN-Validation-Passed-AB", null],
		["TN-Validation-Failed", "failed"],
		["TN-Validation-Failed-A", "failed"],
		["TN-Validation-Failed-A-Diverted", "failed"],
		["No-TN-Validation", null],
		["NULL", null],
		["", null],
	])("Twilio's StirVerstat %j is %s", (verstat, attestation) => {
		const fields = new URLSearchParams({ StirVerstat: verstat });
		expect(attestationOf("twilio", fields)).toBe(attestation);
		expect(attestationOf("signalwire", fields)).toBeNull();
		expect(attestationOf("telnyx-texml", fields)).toBeNull();
	});

	test.each([
		["A", "true", "A"],
		["B", "true", "B"],
		["c", "True", "C"],
		["A", "false", "failed"],
		["A", null, null],
		["A", "", null],
		[null, "true", null],
		["", "false", null],
		["TN-Validation-Passed", "true", null],
	])("Telnyx's level %j, validated %j, is %s", (level, validated, attestation) => {
		const fields = new URLSearchParams();
		if (level !== null) fields.set("ShakenStirAttestation", level);
		if (validated !== null) fields.set("ShakenStirValidated", validated);
		expect(attestationOf("telnyx-texml", fields)).toBe(attestation);
		expect(attestationOf("twilio", fields)).toBeNull();
	});
});
