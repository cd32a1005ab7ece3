import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agentHeaders } from "../../app/domain/conversation/agent-headers.ts";
import type { Step } from "../../app/domain/conversation/next-step.ts";
import { speechOfStep } from "../../app/domain/conversation/speech-of-step.ts";
import { isOpening, readVoiceXmlRequest } from "../../app/doors/voicexml/read-voicexml.ts";
import { checkVoiceXmlPassword } from "../../app/doors/voicexml/voicexml-door.ts";
import { writeOpening, writeVoiceXml } from "../../app/doors/voicexml/write-voicexml.ts";
import { hashConnectionKey } from "../../app/operations/phone-systems/seal-connection-secret.ts";
import { anySpeech, anyStep, connectTo } from "../support/phone-steps.ts";
import { loadXmlLint } from "../support/platform-packages.ts";
import { formOf, type Pair, webhookOf } from "../support/webhooks.ts";

const { validateXML } = loadXmlLint();
const SCHEMA = readFileSync(path.resolve("tests/doors/voicexml.rng"), "utf8");
const LOCAL = "session.connection.local.uri";
const REMOTE = "session.connection.remote.uri";
const NUMBERS: Pair[] = [
	[LOCAL, "sip:+18005550100@gw.example.com"],
	[REMOTE, "tel:+14155550132"],
	["call", "s-1"],
];
const read = (pairs: Pair[], query = "") =>
	readVoiceXmlRequest(webhookOf(query, formOf(pairs), {}));

test("the key is the password of Basic authentication, and is kept as a hash (P5)", () => {
	const secrets = [hashConnectionKey("old"), hashConnectionKey("key")];
	const check = (authorization: string) =>
		checkVoiceXmlPassword({ headers: { authorization } }, { secrets });
	const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
	expect(check(basic("call-in:key"))).toBeNull();
	expect(check(basic("call-in:old"))).toBeNull();
	expect(check(basic("call-in:other"))).toBe("wrong-key");
	expect(check(basic(`call-in:${secrets[0]}`))).toBe("wrong-key");
	expect(checkVoiceXmlPassword({ headers: {} }, { secrets })).toBe("no-key");
});

describe("what a VoiceXML document submits", () => {
	test("is read from a form and from a query", () => {
		expect(read(NUMBERS, "?step=start")).toMatchObject({
			callId: "s-1",
			toPhoneNumber: "sip:+18005550100@gw.example.com",
			fromPhoneNumber: "tel:+14155550132",
			event: { position: { step: "start" }, digits: null, phase: "talking" },
		});
		const query = `?${new URLSearchParams([...NUMBERS, ["digits", "4 8 1 9"], ["step", "code"]])}`;
		const got = readVoiceXmlRequest(webhookOf(query, new Uint8Array(), {}, "GET"));
		expect(got).toMatchObject({ callId: "s-1", event: { digits: "4819" } });
	});

	test("an unknown number, and a session without an ID", () => {
		const unknown: Pair[] = [
			[LOCAL, "undefined"],
			["call", ""],
		];
		expect(read(unknown)).toMatchObject({ callId: null, toPhoneNumber: "", fromPhoneNumber: "" });
		expect(
			read([...NUMBERS, ["digits", "undefined"]], "?asked=1&step=code").event.digits,
		).toBeNull();
	});

	test.each([
		["near_end_disconnect", true],
		["far_end_disconnect", true],
		["maxtime_disconnect", true],
		["busy", false],
		["noanswer", false],
		["network_busy", false],
		["network_disconnect", true],
		["unknown", false],
		["undefined", false],
	])("a transfer that ended as %s was answered: %s", (agent, wasAnswered) => {
		const { event } = read([...NUMBERS, ["agent", agent]], "?step=dialed");
		expect(event).toMatchObject({ position: { step: "dialed" }, wasAnswered });
	});

	test.each([
		["GET", "", [], true],
		["POST", "", [], true],
		["GET", "?step=start", [], true],
		["POST", "?step=start", NUMBERS, false],
		["GET", `?${LOCAL}=tel%3A%2B1800`, [], false],
		["POST", "?asked=1&step=code", [], false],
		["POST", "?step=ended", [], false],
	] as [string, string, Pair[], boolean][])(
		"%s %s with %j asks for the first document: %s",
		(method, query, pairs, opens) => {
			const body = method === "GET" ? new Uint8Array() : formOf(pairs);
			expect(isOpening(webhookOf(query, body, {}, method))).toBe(opens);
		},
	);
});

const CALL = read(NUMBERS, "?step=start");
const HEADERS = agentHeaders({ id: "0190-7f35", userData: { a: "Zoë & Co" } }, ["a"], "aai");
function write(
	step: Step,
	{ said = "Hello.", callId = "s-1" as string | null, voice = null as string | null } = {},
) {
	const own = { wrongCode: said, enterCode: said };
	const speech = { text: speechOfStep(step, own), voice, language: "ja-JP" };
	return writeVoiceXml({ step, call: { ...CALL, callId }, headers: HEADERS, speech });
}

describe("a VoiceXML document", () => {
	test("the first one submits what the interpreter knows, with an ID for the call", () => {
		const xml = writeOpening();
		expect(xml).toContain(
			`<submit next="?step=start" method="post" namelist="call ${LOCAL} ${REMOTE}"/>`,
		);
		expect(xml).toContain('<var name="call" expr="String(session.sessionid || ');
	});

	test("asks for the code by a DTMF grammar, and submits silence too", () => {
		const step: Step = {
			kind: "ask",
			say: ["enterCodeOfLength"],
			codeLength: 6,
			next: { step: "code", asked: 1, codeLength: 6 },
		};
		const xml = write(step);
		const next = "?asked=1&amp;length=6&amp;step=code";
		for (const part of [
			'<prompt xml:lang="ja-JP">Please enter the 6 digits of your access code.</prompt>',
			'<item repeat="1-6">',
			`<noinput><submit next="${next}" method="post" namelist="call ${LOCAL} ${REMOTE}"/></noinput>`,
			`<filled><submit next="${next}" method="post" namelist="digits call ${LOCAL} ${REMOTE}"/>`,
			'<property name="timeout" value="10s"/>',
			`<catch event="connection.disconnect"><submit next="?step=ended"`,
		])
			expect(xml).toContain(part);
	});

	test("transfers with what travels, and no address in it names a host or a key", () => {
		const to = { kind: "sip" as const, address: "sip:agents@pbx.example.com" };
		const xml = write(connectTo(to));
		expect(xml).toContain(
			'<transfer name="agent" dest="sip:agents@pbx.example.com" bridge="true" ' +
				'aai="verified=yes&amp;request=0190-7f35&amp;user-a=Zo%C3%AB%20%26%20Co">',
		);
		expect(xml.match(/next="[^?]/)).toBeNull();
		const number = { kind: "number" as const, number: "+18005550100" };
		const plain = write(connectTo(number, { ringSeconds: 30 }));
		expect(plain).toContain('dest="tel:+18005550100" bridge="true" connecttimeout="30s">');
		const second = write(connectTo(number, { next: { step: "dialed", leg: 2 } }));
		expect(second).toContain('<submit next="?leg=2&amp;step=dialed"');
	});

	test("whatever was submitted as the call's ID stays a text", () => {
		const hostile = "'+alert(1)+'\\\u2028</var>&\r\n😀é";
		const xml = write({ kind: "end", say: [] }, { callId: hostile });
		const expression = /expr="([^"]*)"/.exec(xml)?.[1] ?? "";
		expect(expression).toMatch(/^'(?:[\w.@:~ -]|\\u[0-9a-f]{4})*'$/);
		expect(JSON.parse(`"${expression.slice(1, -1)}"`)).toBe(hostile);
	});

	test("is one by the schema, whatever is said and whoever calls", async () => {
		const samples = fc.sample(
			fc.tuple(anyStep, anySpeech, fc.string(), fc.constantFrom(null, "Amy & <Co>")),
			300,
		);
		const written = samples.map(([step, said, callId, voice]) =>
			write(step, { said, callId, voice }),
		);
		const xml = [writeOpening(), ...written].map((contents, at) => ({
			...{ fileName: `document-${at}.xml`, contents },
		}));
		const { valid, rawOutput } = await validateXML({ xml, schema: SCHEMA, extension: "relaxng" });
		expect([valid, valid ? "" : rawOutput.slice(0, 2000)]).toEqual([true, ""]);
		const broken = [
			{ fileName: "x.xml", contents: writeOpening().replace("<form>", "<form><say/>") },
		];
		const refused = await validateXML({ xml: broken, schema: SCHEMA, extension: "relaxng" });
		expect(refused.valid).toBe(false);
	});
});
