import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agentHeaders } from "../../app/domain/conversation/agent-headers.ts";
import type { Step } from "../../app/domain/conversation/next-step.ts";
import { speechOfStep } from "../../app/domain/conversation/speech-of-step.ts";
import { checkJambonzSignature } from "../../app/doors/jambonz/jambonz-signature.ts";
import { readJambonzWebhook } from "../../app/doors/jambonz/read-jambonz.ts";
import { writeJambonzAnswer } from "../../app/doors/jambonz/write-jambonz.ts";
import { jambonzSignature } from "../support/phone-jambonz.ts";
import { anySpeech, anyStep, connectTo } from "../support/phone-steps.ts";
import { loadJambonz } from "../support/platform-packages.ts";
import { PATH, webhookOf } from "../support/webhooks.ts";

const { WebhookResponse } = loadJambonz();
const SECRET = "wh_secret-0123456789";
const BODY = '{"call_sid":"c1", "from":"+14155550132","to":"+18005550100"}';
const sent = (signature: string, body = BODY, query = "") =>
	webhookOf(query, Buffer.from(body), { "jambonz-signature": signature });
const check = (signature: string, body = BODY, secrets = [SECRET], now = Date.now()) =>
	checkJambonzSignature(sent(signature, body), { secrets }, now);
const signed = (body: string, secret = SECRET, at = Date.now()) =>
	jambonzSignature(body, { secret, at });

/** Whether jambonz's own package takes a webhook whose body was parsed, as Express does. */
function theirs(signature: string, body: string, secret = SECRET): boolean {
	let taken = false;
	const request = { headers: { "jambonz-signature": signature }, body: JSON.parse(body) };
	WebhookResponse.verifySignature(secret)(request, null, (error) => {
		taken = error === undefined;
	});
	return taken;
}

describe("the signatures of jambonz (P5)", () => {
	test("what its package takes is taken, and what it refuses is refused but for the body as sent", () => {
		const anyChange = fc.constantFrom("nothing", "secret", "body", "time", "signature", "order");
		let taken = 0;
		fc.assert(
			fc.property(fc.json({ maxDepth: 2 }), anyChange, (value, change) => {
				const body = JSON.stringify({ value: JSON.parse(value) });
				const at = change === "time" ? Date.now() - 400_000 : Date.now();
				const right = signed(body, change === "secret" ? `${SECRET}x` : SECRET, at);
				const [time = "", hex = ""] = right.split(",");
				const signature =
					change === "signature"
						? `${time},${hex.toUpperCase()}`
						: change === "order"
							? `v0=abc,${hex},${time}`
							: right;
				const arrived = change === "body" ? body.replace("{", '{"more":1,') : body;
				expect(check(signature, arrived) === null).toBe(theirs(signature, arrived));
				if (theirs(signature, arrived)) taken += 1;
			}),
			{ numRuns: 1000 },
		);
		expect(taken).toBeGreaterThan(200);
	});

	test("its package refuses a body with a space, because it signs the body as it writes it anew", () => {
		expect(check(signed(BODY))).toBeNull();
		expect(theirs(signed(BODY), BODY)).toBe(false);
		const anew = signed(JSON.stringify(JSON.parse(BODY)));
		expect([check(anew), theirs(anew, BODY)]).toEqual([null, true]);
		const twice = BODY.replace("}", ',"to":"+18005550199"}');
		expect(check(signed(JSON.stringify(JSON.parse(BODY))), twice)).toBe("wrong-signature");
	});

	test.each([
		["", "no-signature"],
		["t=1", "wrong-signature"],
		["v1=abc", "out-of-time"],
		[`t=x,${signed(BODY).split(",")[1]}`, "out-of-time"],
		["t=,v1=", "wrong-signature"],
	])("%j is refused: %s", (signature, refusal) => {
		expect(check(signature)).toBe(refusal);
	});

	test("a body that is too deep to be written anew is refused, and breaks nothing", () => {
		const deep = `{"a":${"[".repeat(8000)}${"]".repeat(8000)}}`;
		expect(check(signed(BODY), deep)).toBe("wrong-signature");
		expect(check(signed(deep), deep)).toBeNull();
	});

	test("either of two secrets counts, and the window has 300 seconds in either direction", () => {
		expect(check(signed(BODY), BODY, ["another-secret", SECRET])).toBeNull();
		expect(check(signed(BODY), BODY, [""])).toBe("no-secret");
		const now = Date.now();
		const at = (seconds: number) =>
			check(signed(BODY, SECRET, now + seconds * 1000), BODY, [SECRET], now);
		expect([at(-300), at(-302), at(300), at(302)]).toEqual([
			...[null, "out-of-time", null, "out-of-time"],
		]);
		for (const body of ["[]", "null", "{", ""])
			expect(check(signed(body), body)).toBe("unreadable");
	});
});

const read = (fields: object, query = "") =>
	readJambonzWebhook(sent("s", JSON.stringify(fields), query));
const CALL = {
	call_sid: "c1",
	from: "+14155550132",
	to: "+18005550100",
	call_status: "in-progress",
};

describe("a webhook of jambonz", () => {
	test("tells the numbers, the call and the digits", () => {
		expect(read(CALL)).toMatchObject({
			...{ callId: "c1", fromPhoneNumber: "+14155550132", toPhoneNumber: "+18005550100" },
			event: { position: { step: "start" }, digits: null, phase: "talking" },
		});
		const keyed = { ...CALL, digits: "481920", reason: "dtmfDetected" };
		expect(read(keyed, "?asked=1&step=code").event.digits).toBe("481920");
		expect(read({ ...CALL, reason: "timeout" }, "?asked=1&step=code").event.digits).toBeNull();
	});

	test.each([
		["completed", true],
		["busy", false],
		["failed", false],
		["no-answer", false],
	])("an agent's leg that ended as %s was answered: %s", (dial_call_status, wasAnswered) => {
		const { event } = read({ ...CALL, dial_call_status }, "?step=dialed");
		expect(event).toMatchObject({ position: { step: "dialed" }, wasAnswered });
	});

	test.each([
		["trying", "ringing"],
		["ringing", "ringing"],
		["early-media", "ringing"],
		["in-progress", "talking"],
		["completed", "ringing"],
		["no-answer", "ringing"],
	])("the status %s of an agent's leg is %s, for the caller's call", (call_status, phase) => {
		const leg = { ...CALL, call_sid: "c2", parent_call_sid: "c1", call_status };
		expect(read(leg, "?step=ended")).toMatchObject({
			...{ callId: "c1", event: { position: { step: "answered" }, phase } },
		});
	});

	test("the end of the caller's leg ends the call", () => {
		const { event } = read({ ...CALL, call_status: "completed" }, "?step=ended");
		expect(event).toMatchObject({ position: { step: "ended" }, phase: "over" });
	});
});

const URL_HERE = `https://calls.example.com${PATH}`;
const HEADERS = agentHeaders({ id: "0190-7f35", userData: { a: "Zoë" } }, ["a"], "json-headers");
function write(step: Step, said = "Hello.", language: string | null = null) {
	const own = { wrongCode: said, enterCode: said };
	const speech = { text: speechOfStep(step, own), voice: null, language };
	return writeJambonzAnswer({ step, call: read(CALL), url: URL_HERE, headers: HEADERS, speech });
}

describe("an answer to jambonz", () => {
	test("asks for the code, and keeps what was keyed in when time is up", () => {
		const step: Step = {
			kind: "ask",
			say: ["enterCode"],
			codeLength: null,
			next: { step: "code", asked: 2, codeLength: null },
		};
		expect(JSON.parse(write(step, "Now.", "de-DE").body)).toEqual([
			{
				...{ verb: "gather", actionHook: `${URL_HERE}?asked=2&step=code`, input: ["digits"] },
				...{ minDigits: 1, maxDigits: 12, finishOnKey: "#", timeout: 10, interDigitTimeout: 10 },
				say: { text: "Now.", synthesizer: { vendor: "default", language: "de-DE" } },
			},
		]);
	});

	test("connects with headers for a SIP address, and without for a number", () => {
		const to = { kind: "sip", address: "sip:agents@pbx.example.com" } as const;
		expect(JSON.parse(write(connectTo(to)).body)).toEqual([
			{
				...{ verb: "dial", actionHook: `${URL_HERE}?step=dialed` },
				headers: {
					...{ "X-Call-In-Verified": "yes", "X-Call-In-Request": "0190-7f35" },
					"X-User-a": "Zo%C3%AB",
				},
				target: [{ type: "sip", sipUri: "sip:agents@pbx.example.com" }],
			},
		]);
		const number = { kind: "number", number: "+18005550100" } as const;
		expect(JSON.parse(write(connectTo(number)).body)[0]).toMatchObject({
			target: [{ type: "phone", number: "+18005550100" }],
		});
	});

	test("is what its package's schema takes, whatever is said", () => {
		const response = new WebhookResponse();
		fc.assert(
			fc.property(anyStep, anySpeech, fc.constantFrom(null, "ja-JP"), (step, said, language) => {
				const verbs: object[] = JSON.parse(write(step, said, language).body);
				response.clear();
				for (const verb of verbs) response.addVerb(verb);
				expect(response.toJSON()).toEqual(verbs);
			}),
			{ numRuns: 300 },
		);
	});
});
