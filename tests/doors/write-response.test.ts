import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AgentHeader, agentHeaders } from "../../app/domain/conversation/agent-headers.ts";
import type { Destination } from "../../app/domain/conversation/destination.ts";
import type { OwnSentences, Sentence } from "../../app/domain/conversation/heard.ts";
import type { Step } from "../../app/domain/conversation/next-step.ts";
import { type Position, writePosition } from "../../app/domain/conversation/position.ts";
import { speechOfStep } from "../../app/domain/conversation/speech-of-step.ts";
import type { Speech } from "../../app/doors/door.ts";
import { sipTarget } from "../../app/doors/sip-target.ts";
import { writeFamilyResponse } from "../../app/doors/twilio-family/write-response.ts";
import { writeXml } from "../../app/doors/xml-document.ts";
import { texts } from "../../app/texts/texts.ts";
import { anySpeech, anyStep, connectTo } from "../support/phone-steps.ts";
import {
	loadSignalWireDocuments,
	loadTwilioDocuments,
	type VoiceResponse,
} from "../support/platform-packages.ts";
import { PATH, PUBLIC_URLS } from "../support/webhooks.ts";

const URL_HERE = `https://calls.example.com${PATH}`;
const MUTE = { voice: null, language: null };
type Setting = { url: string; headers: AgentHeader[] } & Omit<Speech, "text"> & {
		own?: OwnSentences;
	};
const PLAIN: Setting = { url: URL_HERE, ...MUTE, headers: [] };
const write = (step: Step, { own = {}, voice, language, ...more }: Setting): string =>
	writeFamilyResponse(step, {
		...more,
		speech: { text: speechOfStep(step, own), voice, language },
	});
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';

describe("a document of Twilio's family", () => {
	test("asks for the code, and comes back without one too", () => {
		const step: Step = {
			kind: "ask",
			say: ["wrongCode", "enterCodeOfLength"],
			codeLength: 6,
			next: { step: "code", asked: 2, codeLength: 6 },
		};
		const next = `${URL_HERE}?asked=2&amp;length=6&amp;step=code`;
		expect(write(step, { ...PLAIN, voice: "Polly.Amy", language: "en-GB" })).toBe(
			`${HEAD}<Response><Gather action="${next}" method="POST" numDigits="6" finishOnKey="#" ` +
				'timeout="10"><Say voice="Polly.Amy" language="en-GB">That code is not right. Please ' +
				"enter the 6 digits of your access code.</Say></Gather>" +
				`<Redirect method="POST">${next}</Redirect></Response>`,
		);
	});

	test("connects to a SIP address with headers, and hears of the answer and of the end", () => {
		const to: Destination = { kind: "sip", address: "sip:agents@pbx.example.com" };
		const headers = agentHeaders({ id: "0190", userData: { name: "Zoë & Co" } }, ["name"]);
		expect(write(connectTo(to), { ...PLAIN, headers })).toBe(
			`${HEAD}<Response><Dial action="${URL_HERE}?step=dialed" method="POST">` +
				`<Sip statusCallback="${URL_HERE}?step=answered" statusCallbackEvent="answered" ` +
				'statusCallbackMethod="POST">sip:agents@pbx.example.com?X-Call-In-Verified=yes&amp;' +
				"X-Call-In-Request=0190&amp;X-User-name=Zo%25C3%25AB%2520%2526%2520Co</Sip></Dial>" +
				"</Response>",
		);
	});

	test("connects to the fallback without an answer to hear of", () => {
		const to: Destination = { kind: "number", number: "+18005550100" };
		const step = connectTo(to, { say: ["expired", "connecting"], verified: false });
		expect(write(step, { ...PLAIN, headers: agentHeaders(null, []) })).toBe(
			`${HEAD}<Response><Say>Your call request has expired. We are connecting you now.</Say>` +
				`<Dial action="${URL_HERE}?step=dialed" method="POST"><Number>+18005550100</Number>` +
				"</Dial></Response>",
		);
	});

	test("lets the first of two destinations ring, and then calls the second", () => {
		const to: Destination = { kind: "number", number: "+18005550100" };
		expect(write(connectTo(to, { ringSeconds: 30 }), PLAIN)).toContain(
			`<Dial action="${URL_HERE}?step=dialed" method="POST" timeout="30">`,
		);
		const second = connectTo(to, { say: ["tryingSecond"], next: { step: "dialed", leg: 2 } });
		expect(write(second, PLAIN)).toContain(
			"<Say>Nobody has answered yet. Please hold the line while we try someone else.</Say>" +
				`<Dial action="${URL_HERE}?leg=2&amp;step=dialed" method="POST">`,
		);
	});

	test("hangs up, or says nothing", () => {
		expect(write({ kind: "end", say: [] }, PLAIN)).toBe(`${HEAD}<Response><Hangup/></Response>`);
		expect(write({ kind: "nothing" }, PLAIN)).toBe(`${HEAD}<Response/>`);
	});
});

/** The same step, written with a platform's own package. */
function theirs(Response: VoiceResponse, step: Step, setting: Setting): string {
	const { url, own = {}, headers, voice, language } = setting;
	const response = new Response();
	const speak = (into: typeof response) => {
		const speech = speechOfStep(step, own);
		const attributes = { ...(voice && { voice }), ...(language && { language }) };
		if (speech !== "") into.say(attributes, speech);
	};
	const at = (position: Position) => `${url}?${writePosition(position)}`;
	if (step.kind === "ask") {
		const gather = response.gather({
			action: at(step.next),
			method: "POST",
			numDigits: step.codeLength ?? 12,
			finishOnKey: "#",
			timeout: 10,
		});
		speak(gather as typeof response);
		response.redirect({ method: "POST" }, at(step.next));
	} else if (step.kind === "connect") {
		speak(response);
		const rings = step.ringSeconds === null ? {} : { timeout: step.ringSeconds };
		const dial = response.dial({ action: at(step.next), method: "POST", ...rings });
		const told = step.verified
			? {
					statusCallback: at({ step: "answered" }),
					statusCallbackEvent: "answered",
					statusCallbackMethod: "POST",
				}
			: {};
		if (step.to.kind === "sip") dial.sip(told, sipTarget(step.to.address, headers));
		else dial.number(told, step.to.number);
	} else if (step.kind === "end") {
		speak(response);
		response.hangup();
	}
	return response.toString();
}

const anySetting: fc.Arbitrary<Setting> = fc.record({
	url: fc.constantFrom(...PUBLIC_URLS).map((origin) => origin + PATH),
	voice: fc.constantFrom(null, "alice", "Polly.Joanna-Neural"),
	language: fc.constantFrom(null, "en-GB", "ja-JP"),
	own: fc.dictionary(fc.constantFrom(...(Object.keys(texts.heard) as Sentence[])), anySpeech),
	headers: fc
		.tuple(anySpeech, anySpeech)
		.map(([a, b]) => agentHeaders({ id: "0190c2a8", userData: { a, b } }, ["a", "b"])),
});
test.each([
	["Twilio", loadTwilioDocuments()],
	["SignalWire", loadSignalWireDocuments()],
])("every document has the bytes that the package of %s writes", (_name, Response) => {
	fc.assert(
		fc.property(anyStep, anySetting, (step, setting) => {
			expect(write(step, setting)).toBe(theirs(Response, step, setting));
		}),
		{ numRuns: 1000 },
	);
});

test("no text leaves its place in a document", () => {
	const hostile = [
		"</Say><Dial>+1900</Dial>",
		'" action="https://evil.example',
		"]]>",
		"&#0;",
		"\0",
	];
	for (const text of hostile) {
		const written = writeXml({ name: "Response", attributes: { a: text }, children: [text] });
		expect(written).toMatch(
			/^<\?xml version="1.0" encoding="UTF-8"\?><Response a="[^"<>]*">[^<>]*<\/Response>$/,
		);
		expect(written).not.toMatch(/\p{Cc}/u);
	}
});
