import type { Destination } from "../../domain/conversation/destination.ts";
import {
	CODE_END_KEY,
	CODE_TIMEOUT_SECONDS,
	type Step,
} from "../../domain/conversation/next-step.ts";
import { CODE_DIGITS_MAX } from "../../domain/conversation/position.ts";
import { callbackUrl } from "../callback-url.ts";
import type { Decided } from "../door.ts";
import { sipTarget } from "../sip-target.ts";
import { writeXml, type XmlNode } from "../xml-document.ts";

/** The media type of a document. */
export const FAMILY_DOCUMENT_TYPE = "text/xml; charset=utf-8";

/** What a document needs beside the step. */
export type DocumentSetting = Pick<Decided, "url" | "speech" | "headers">;

/**
 * Writes a step as the document that Twilio, SignalWire and Telnyx TeXML take, with the bytes that
 * the packages of Twilio and SignalWire write.
 */
export const writeFamilyResponse = (step: Step, setting: DocumentSetting): string =>
	writeXml({ name: "Response", children: verbsOf(step, setting) });

function verbsOf(step: Step, setting: DocumentSetting): XmlNode[] {
	switch (step.kind) {
		case "ask": {
			const next = callbackUrl(setting.url, step.next);
			const attributes = {
				action: next,
				method: "POST",
				numDigits: step.codeLength ?? CODE_DIGITS_MAX,
				finishOnKey: CODE_END_KEY,
				timeout: CODE_TIMEOUT_SECONDS,
			};
			// Without a key, the platform goes on to the next verb.
			return [
				{ name: "Gather", attributes, children: say(setting) },
				{ name: "Redirect", attributes: { method: "POST" }, children: [next] },
			];
		}
		case "connect":
			return [...say(setting), dial(step, setting)];
		case "end":
			return [...say(setting), { name: "Hangup" }];
		case "nothing":
			return [];
	}
}

const say = ({ speech: { text, voice, language } }: DocumentSetting): XmlNode[] =>
	text === "" ? [] : [{ name: "Say", attributes: { voice, language }, children: [text] }];

/** Only an admitted call has a request to release, so only then is the agent's answer told. */
function dial(
	{ to, verified, next, ringSeconds }: Step & { kind: "connect" },
	setting: DocumentSetting,
): XmlNode {
	const told: XmlNode["attributes"] = verified
		? {
				statusCallback: callbackUrl(setting.url, { step: "answered" }),
				statusCallbackEvent: "answered",
				statusCallbackMethod: "POST",
			}
		: {};
	return {
		name: "Dial",
		attributes: { action: callbackUrl(setting.url, next), method: "POST", timeout: ringSeconds },
		children: [{ attributes: told, ...agent(to, setting) }],
	};
}

const agent = (to: Destination, { headers }: DocumentSetting): XmlNode =>
	to.kind === "sip"
		? { name: "Sip", children: [sipTarget(to.address, headers)] }
		: { name: "Number", children: [to.number] };
