import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agentHeaders } from "../../app/domain/conversation/agent-headers.ts";
import type { Step } from "../../app/domain/conversation/next-step.ts";
import { writePosition } from "../../app/domain/conversation/position.ts";
import { speechOfStep } from "../../app/domain/conversation/speech-of-step.ts";
import { checkBandwidthPassword } from "../../app/doors/bandwidth/bandwidth-door.ts";
import { readBandwidthWebhook } from "../../app/doors/bandwidth/read-bandwidth.ts";
import { writeBandwidthDocument } from "../../app/doors/bandwidth/write-bandwidth.ts";
import { anySpeech, anyStep, connectTo } from "../support/phone-steps.ts";
import { loadBandwidth } from "../support/platform-packages.ts";
import { PATH, webhookOf } from "../support/webhooks.ts";

const { Bxml } = loadBandwidth();
const SECRET = "ctp_0123456789";
const sent = (authorization: string, body = "{}", query = "") =>
	webhookOf(query, Buffer.from(body), { authorization });
const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
const check = (authorization: string, body = "{}", secrets = [SECRET]) =>
	checkBandwidthPassword(sent(authorization, body), { secrets });

describe("the credentials of Bandwidth (P5)", () => {
	test.each([
		[basic(`call-in:${SECRET}`), null],
		[basic(`anybody:${SECRET}`), null],
		[basic(`:${SECRET}`), null],
		[basic(`call-in:${SECRET}`).replace("Basic", "BASIC"), null],
		[basic(`call-in:${SECRET}x`), "wrong-key"],
		[basic(`${SECRET}:call-in`), "wrong-key"],
		[basic("call-in:"), "no-key"],
		[basic(SECRET), "no-key"],
		["Basic", "no-key"],
		["Basic ???", "no-key"],
		[`Bearer ${SECRET}`, "no-key"],
		["", "no-key"],
	])("%j is %j", (authorization, refusal) => {
		expect(check(authorization)).toBe(refusal);
	});

	test("either of two passwords counts while one is rotated, and an empty one never", () => {
		const right = basic(`call-in:${SECRET}`);
		expect(check(right, "{}", ["another", SECRET])).toBeNull();
		expect(check(right, "{}", [""])).toBe("wrong-key");
		for (const body of ["[]", "null", "{", ""]) expect(check(right, body)).toBe("unreadable");
	});
});

const read = (fields: object, query = "") =>
	readBandwidthWebhook(sent("", JSON.stringify(fields), query));
const CALL = { callId: "c-1", from: "+14155550132", to: "+18005550100", direction: "inbound" };

describe("a webhook of Bandwidth", () => {
	test("tells the numbers, the call and the digits", () => {
		expect(read({ ...CALL, eventType: "initiate" })).toMatchObject({
			...{ callId: "c-1", fromPhoneNumber: "+14155550132", toPhoneNumber: "+18005550100" },
			event: { position: { step: "start" }, digits: null, phase: "talking" },
		});
		const keyed = { ...CALL, eventType: "gather", digits: "481920", terminatingDigit: "" };
		expect(read(keyed, "?asked=1&step=code").event.digits).toBe("481920");
		expect(read({ ...keyed, digits: "" }, "?asked=1&step=code").event.digits).toBeNull();
	});

	test("tells the caller's call when the agent's leg is answered", () => {
		const leg = { ...CALL, callId: "c-2", parentCallId: "c-1", eventType: "transferAnswer" };
		expect(read(leg, "?step=answered")).toMatchObject({
			...{ callId: "c-1", event: { position: { step: "answered" }, phase: "talking" } },
		});
	});

	test.each([
		["hangup", true],
		["busy", false],
		["timeout", false],
		["rejected", false],
		["cancel", false],
		["unknown", false],
	])("a transfer that is complete by %j was answered: %s", (cause, wasAnswered) => {
		const { event } = read({ ...CALL, eventType: "transferComplete", cause }, "?step=dialed");
		expect(event).toMatchObject({ position: { step: "dialed" }, wasAnswered });
	});

	test("a disconnect ends the call", () => {
		const { event } = read({ ...CALL, eventType: "disconnect" }, "?step=ended");
		expect(event).toMatchObject({ position: { step: "ended" }, phase: "over" });
	});

	test.each([
		[{ verstat: "TN-Validation-Passed", attestationIndicator: "A" }, "A"],
		[{ verstat: "TN-Validation-Passed", attestationIndicator: "c" }, "C"],
		[{ verstat: "TN-Validation-Passed" }, null],
		[{ verstat: "TN-Validation-Failed", attestationIndicator: "A" }, "failed"],
		[{ attestationIndicator: "A" }, null],
		["TN-Validation-Passed-A", null],
	])("told %j, the caller is attested as %j", (stirShaken, level) => {
		expect(read({ ...CALL, stirShaken }).attestation).toBe(level);
	});
});

const URL_HERE = `https://calls.example.com${PATH}`;
const HEADERS = agentHeaders({ id: "0190-7f35", userData: { a: "Zoë" } }, ["a"], "user-to-user");
const BY = { username: "call-in", password: SECRET };
function write(step: Step, said = "Hello.") {
	const own = { wrongCode: said, enterCode: said };
	const speech = { text: speechOfStep(step, own), voice: "julie", language: "en_US" };
	return writeBandwidthDocument({ step, url: URL_HERE, headers: HEADERS, speech, secret: SECRET });
}

describe("a document of Bandwidth", () => {
	test("carries at most 256 characters in User-to-User", () => {
		const long = agentHeaders(
			{ id: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11", userData: { a: "é".repeat(99), b: "x" } },
			["a", "b"],
			"user-to-user",
		);
		const to = { kind: "sip" as const, address: "sip:agents@pbx.example.com" };
		const speech = { text: "", voice: null, language: null };
		const xml = writeBandwidthDocument({
			...{ url: URL_HERE, headers: long, speech, secret: null },
			step: connectTo(to),
		});
		const uui = /uui="([^"]*)"/.exec(xml)?.[1] ?? "";
		expect(uui.length).toBeLessThanOrEqual(256);
		expect(Buffer.from(uui.replace(";encoding=base64", ""), "base64").toString()).toMatch(
			/^verified=yes&request=0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11&user-a=(%C3%A9)+.*&cut=yes$/,
		);
	});

	test("has the elements, attributes and texts that its package writes", () => {
		fc.assert(
			fc.property(anyStep, anySpeech, (step, said) => {
				expect(shape(write(step, said))).toBe(shape(theirs(step, said)));
			}),
			{ numRuns: 1000 },
		);
	});

	test("its package turns an escaped tag of SSML back into a tag, and we do not", () => {
		const text = "Press <break/> now";
		const speech = { text, voice: null, language: null };
		const ours = writeBandwidthDocument({
			...{ step: { kind: "end", say: [] }, url: "", headers: [], speech, secret: null },
		});
		expect(ours).toContain("Press &lt;break/&gt; now");
		expect(new Bxml.Response([new Bxml.SpeakSentence(text, {})]).toBxml()).toContain("<break/>");
	});
});

/** The same step, written with Bandwidth's own package. */
function theirs(step: Step, said: string): string {
	const text = speechOfStep(step, { wrongCode: said, enterCode: said });
	const spoken = text === "" ? [] : [new Bxml.SpeakSentence(text, { voice: "julie" })];
	const at = (position: Parameters<typeof writePosition>[0]) =>
		`${URL_HERE}?${writePosition(position)}`;
	const verbs = () => {
		if (step.kind === "nothing") return [];
		if (step.kind === "end") return [...spoken, new Bxml.Hangup()];
		if (step.kind === "ask") {
			const attributes = {
				...{ gatherUrl: at(step.next), gatherMethod: "POST", ...BY, terminatingDigits: "#" },
				...{ maxDigits: step.codeLength ?? 12, firstDigitTimeout: 10, interDigitTimeout: 10 },
			};
			return [new Bxml.Gather(attributes, spoken)];
		}
		const told = step.verified
			? {
					transferAnswerUrl: at({ step: "answered" }),
					...{ transferAnswerMethod: "POST", ...BY },
				}
			: {};
		const query = HEADERS.map(({ name, value }) => `${name}=${value}`).join("&");
		const uui = `${Buffer.from(query).toString("base64")};encoding=base64`;
		const agent =
			step.to.kind === "sip"
				? new Bxml.SipUri(step.to.address, { uui, ...told })
				: new Bxml.PhoneNumber(step.to.number, told);
		const complete = {
			transferCompleteUrl: at(step.next),
			...{ transferCompleteMethod: "POST", ...BY },
			...(step.ringSeconds === null ? {} : { callTimeout: step.ringSeconds }),
		};
		return [...spoken, new Bxml.Transfer(complete, agent)];
	};
	return new Bxml.Response(verbs()).toBxml();
}

/** Its package escapes some characters in another way. */
const shape = (xml: string): string =>
	xml
		.replace(/^<\?xml[^>]*\?>/, "")
		.replaceAll("&gt;", ">")
		.replaceAll("&quot;", '"');
