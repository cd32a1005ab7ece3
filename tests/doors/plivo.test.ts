import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agentHeaders } from "../../app/domain/conversation/agent-headers.ts";
import type { Step } from "../../app/domain/conversation/next-step.ts";
import { writePosition } from "../../app/domain/conversation/position.ts";
import { speechOfStep } from "../../app/domain/conversation/speech-of-step.ts";
import { checkPlivoSignature } from "../../app/doors/plivo/plivo-signature.ts";
import { readPlivoWebhook } from "../../app/doors/plivo/read-plivo.ts";
import { writePlivoResponse } from "../../app/doors/plivo/write-plivo.ts";
import { plivoSignature } from "../support/phone-plivo.ts";
import { anySpeech, anyStep, connectTo } from "../support/phone-steps.ts";
import { loadPlivo, loadPlivoDocuments } from "../support/platform-packages.ts";
import {
	anyPairs,
	anyPublicUrl,
	anyQuery,
	formOf,
	PATH,
	type Pair,
	paramsOf,
	webhookOf,
} from "../support/webhooks.ts";

const plivo = loadPlivo();
const Response = loadPlivoDocuments();
const SECRET = "MAXXXXXXXXXXXXXXXXXX0123456789";
const NONCE = "12345678901234567890";
const URL_HERE = `https://calls.example.com${PATH}`;
const SIGNATURE = "x-plivo-signature-v3";
const headersOf = (signature: string): Record<string, string> => ({
	[SIGNATURE]: signature,
	[`${SIGNATURE}-nonce`]: NONCE,
});

/** Fields that a JavaScript object keeps as they are. */
const plainPairs = anyPairs.map((pairs) => {
	const names = new Set<string>();
	return pairs.filter(([name]) => name !== "" && !names.has(name) && names.add(name));
});
const anyMethod = fc.constantFrom("GET", "POST");
const anyChange = fc.constantFrom(
	...["nothing", "secret", "nonce", "query", "field", "signature", "host", "several"],
);

describe("the signatures of Plivo (P5)", () => {
	test("what its package takes is taken, and what it refuses is refused, whatever is changed", () => {
		let taken = 0;
		fc.assert(
			fc.property(
				// Its package reads no IPv6 address.
				anyPublicUrl.filter((url) => !url.includes("[")),
				anyQuery,
				plainPairs,
				anyMethod,
				anyChange,
				(publicUrl, query, pairs, method, change) => {
					// Its package takes other characters for a password, a fragment or a path.
					if (/[^a-z0-9=&%+._-]|__proto__/i.test(query.slice(1))) return;
					const of = (more: Pair[]) => (method === "GET" ? [] : [...pairs, ...more]);
					const fields = Object.fromEntries(of([]));
					const right = plivoSignature(
						{ method, url: publicUrl + PATH + query, fields },
						{ secret: SECRET, nonce: NONCE },
					);
					const sent = {
						pairs: of(change === "field" ? [["More", "1"]] : []),
						query: change === "query" ? `${query || "?"}&a=1` : query,
						secret: change === "secret" ? `${SECRET}x` : SECRET,
						nonce: change === "nonce" ? `${NONCE}1` : NONCE,
						publicUrl: change === "host" ? "https://other.example.com" : publicUrl,
						signature:
							change === "signature"
								? right.toLowerCase()
								: change === "several"
									? `AAAA,${right}`
									: right,
					};
					const theirs = plivo.validateV3Signature(
						method,
						sent.publicUrl + PATH + sent.query,
						sent.nonce,
						sent.secret,
						sent.signature,
						paramsOf(sent.pairs),
					);
					const webhook = webhookOf(
						sent.query,
						formOf(sent.pairs),
						{ [SIGNATURE]: sent.signature, [`${SIGNATURE}-nonce`]: sent.nonce },
						method,
					);
					const by = { publicUrl: sent.publicUrl, secrets: [sent.secret] };
					expect(checkPlivoSignature(webhook, by) === null).toBe(theirs);
					if (theirs) taken += 1;
				},
			),
			{ numRuns: 3000 },
		);
		expect(taken).toBeGreaterThan(300);
	});

	test.each([
		["a form without a query keeps a bare question mark", "", [["To", "1"]], `${URL_HERE}?To1`],
		["the query is decoded", "?a=%2B1%20x", [["To", "1"]], `${URL_HERE}?a=+1 x.To1`],
		["the query is sorted", "?b=2&a=1&b=1", [], `${URL_HERE}?a=1&b=1&b=2`],
		["nothing but the address", "", [], URL_HERE],
	] as [string, string, Pair[], string][])("%s", (_name, query, pairs, text) => {
		const signed = createHmac("sha256", SECRET).update(`${text}.${NONCE}`).digest("base64");
		const webhook = webhookOf(query, formOf(pairs), headersOf(signed));
		const by = { publicUrl: "https://calls.example.com", secrets: ["another-one", SECRET] };
		expect(checkPlivoSignature(webhook, by)).toBeNull();
		expect(
			plivo.validateV3Signature("POST", URL_HERE + query, NONCE, SECRET, signed, paramsOf(pairs)),
		).toBe(true);
	});

	test("without a signature, a nonce or a secret it is refused", () => {
		const by = { publicUrl: "https://calls.example.com", secrets: [SECRET] };
		expect(checkPlivoSignature(webhookOf("", formOf([]), {}), by)).toBe("no-signature");
		const alone = webhookOf("", formOf([]), { [SIGNATURE]: "AAAA" });
		expect(checkPlivoSignature(alone, by)).toBe("no-signature");
		const whole = webhookOf("", formOf([]), headersOf("AAAA"));
		expect(checkPlivoSignature(whole, { ...by, secrets: [""] })).toBe("no-secret");
		expect(checkPlivoSignature(whole, by)).toBe("wrong-signature");
	});
});

const read = (pairs: Pair[], query = "") => readPlivoWebhook(webhookOf(query, formOf(pairs), {}));
const COMING_IN: Pair[] = [
	["CallUUID", "c1"],
	["From", "14155550132"],
	["To", "18005550100"],
	["CallStatus", "ringing"],
	["Direction", "inbound"],
];

describe("a webhook of Plivo", () => {
	test("tells the numbers, the call and the digits", () => {
		expect(read(COMING_IN)).toEqual({
			callId: "c1",
			fromPhoneNumber: "14155550132",
			toPhoneNumber: "18005550100",
			attestation: null,
			event: { position: { step: "start" }, digits: null, phase: "ringing", wasAnswered: false },
			...{ isMisplaced: false, told: "ringing" },
		});
		const keyed = read([...COMING_IN, ["Digits", "481920"]], "?asked=1&length=6&step=code");
		expect(keyed.event).toMatchObject({ digits: "481920", position: { asked: 1 } });
	});

	test.each([
		["answer", "talking"],
		["connected", "talking"],
		["hangup", "over"],
		["digits", "ringing"],
		["", "ringing"],
	])("the agent's leg with the action %j is %s", (action, phase) => {
		const leg: Pair[] = [...COMING_IN, ["DialAction", action], ["DialBLegUUID", "c2"]];
		expect(read(leg, "?step=answered")).toMatchObject({ callId: "c1", event: { phase } });
	});

	test.each([
		["completed", true],
		["busy", false],
		["failed", false],
		["timeout", false],
		["no-answer", false],
		["cancel", false],
		["", false],
	])("an agent's leg that ended as %j was answered: %s", (status, wasAnswered) => {
		const { event } = read([...COMING_IN, ["DialStatus", status]], "?step=dialed");
		expect(event).toMatchObject({ position: { step: "dialed" }, wasAnswered });
	});

	test.each([
		[[["STIRVerification", "Verified"]], "A"],
		[
			[
				["STIRVerification", "Verified"],
				["STIRAttestation", "B"],
			],
			"B",
		],
		[
			[
				["STIRVerification", "Not Verified"],
				["STIRAttestation", "A"],
			],
			null,
		],
		[[["STIRVerification", "Not Applicable"]], null],
		[[["STIRAttestation", "A"]], null],
	] as [Pair[], string | null][])("told %j, the caller is attested as %j", (told, level) => {
		expect(read([...COMING_IN, ...told]).attestation).toBe(level);
	});
});

const HEADERS = agentHeaders(
	{ id: "0190c2a8-7f35", userData: { customer_id: "C,1=2", name: "Zoë" } },
	["customer_id", "name"],
	"plivo-headers",
);

describe("a document of Plivo", () => {
	test("connects with headers that Plivo takes", () => {
		const to = { kind: "sip", address: "sip:agents@pbx.example.com" } as const;
		const xml = written(connectTo(to));
		expect(xml).toBe(
			`<?xml version="1.0" encoding="UTF-8"?><Response><Dial action="${URL_HERE}?step=dialed" ` +
				`method="POST" callbackUrl="${URL_HERE}?step=answered" callbackMethod="POST">` +
				'<User sipHeaders="Callinverified=yes,Callinrequest=0190c2a8%2D7f35,' +
				'Usercustomerid=C%2C1%3D2,Username=Zo%C3%AB">sip:agents@pbx.example.com</User>' +
				"</Dial></Response>",
		);
		for (const { name, value } of HEADERS) {
			expect(name).toMatch(/^[A-Z][a-z0-9]{0,23}$/);
			expect(value).toMatch(/^[A-Za-z0-9%]{0,120}$/);
		}
	});

	test("has the elements, attributes and texts that its package writes", () => {
		fc.assert(
			fc.property(anyStep, anySpeech, (step, said) => {
				expect(shape(written(step, said))).toBe(shape(theirs(step, said)));
			}),
			{ numRuns: 1000 },
		);
	});
});

function written(step: Step, said?: string): string {
	const own = said === undefined ? {} : { wrongCode: said, enterCode: said };
	const speech = { text: speechOfStep(step, own), voice: "Polly.Amy", language: "en-GB" };
	return writePlivoResponse({ step, url: URL_HERE, headers: HEADERS, speech });
}

/** The same step, written with Plivo's own package. */
function theirs(step: Step, said: string): string {
	const response = new Response();
	const text = speechOfStep(step, { wrongCode: said, enterCode: said });
	const voice = { voice: "Polly.Amy", language: "en-GB" };
	if (step.kind === "ask") {
		const length = step.next.codeLength === null ? "" : `&length=${step.next.codeLength}`;
		const next = `${URL_HERE}?asked=${step.next.asked}${length}&step=code`;
		const input = response.addGetInput({
			...{ action: next, method: "POST", inputType: "dtmf", executionTimeout: 30 },
			...{ digitEndTimeout: 10, finishOnKey: "#", numDigits: step.codeLength ?? 12 },
		});
		if (text !== "") input.addSpeak(text, voice);
		response.addRedirect(next, { method: "POST" });
	} else if (step.kind !== "nothing") {
		if (text !== "") response.addSpeak(text, voice);
		if (step.kind === "end") response.addHangup();
		else {
			const told = { callbackUrl: `${URL_HERE}?step=answered`, callbackMethod: "POST" };
			const dial = response.addDial({
				...{ action: `${URL_HERE}?${writePosition(step.next)}`, method: "POST" },
				...(step.ringSeconds === null ? {} : { timeout: step.ringSeconds }),
				...(step.verified ? told : {}),
			});
			const sipHeaders = HEADERS.map(({ name, value }) => `${name}=${value}`).join(",");
			if (step.to.kind === "sip") dial.addUser(step.to.address, { sipHeaders });
			else dial.addNumber(step.to.number);
		}
	}
	return response.toXML();
}

/** Its package writes no declaration, and escapes some characters in another way. */
const shape = (xml: string): string =>
	xml
		.replace(/^<\?xml[^>]*\?>/, "")
		.replaceAll(/&#x?[0-9a-f]+;|&gt;|>|"|&quot;/gi, (one) => (one === "&gt;" ? ">" : one));
