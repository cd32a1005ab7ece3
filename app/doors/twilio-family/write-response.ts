import type { AgentHeader } from "../../domain/conversation/agent-headers.ts";
import type { Destination } from "../../domain/conversation/destination.ts";
import { type Sentence, speechOf } from "../../domain/conversation/heard.ts";
import {
	CODE_END_KEY,
	CODE_TIMEOUT_SECONDS,
	type Step,
} from "../../domain/conversation/next-step.ts";
import {
	CODE_DIGITS_MAX,
	type Position,
	writePosition,
} from "../../domain/conversation/position.ts";
import { sipTarget } from "../sip-target.ts";
import { writeXml, type XmlNode } from "../xml-document.ts";

/** The media type of a document. */
export const FAMILY_DOCUMENT_TYPE = "text/xml; charset=utf-8";

/**
 * What a document needs beside the step. `url`: where the platform calls back, without a query.
 * `voice` and `language`: the platform's own names, null for its default. `own`: the connection's
 * own sentences. `headers`: for the agent, where the call goes to a SIP address.
 */
export type DocumentSetting = {
	url: string;
	voice: string | null;
	language: string | null;
	own: Partial<Record<Sentence, string>>;
	headers: readonly AgentHeader[];
};

/**
 * Writes a step as the document that Twilio, SignalWire and Telnyx TeXML take, with the bytes that
 * the packages of Twilio and SignalWire write.
 */
export const writeFamilyResponse = (step: Step, setting: DocumentSetting): string =>
	writeXml({ name: "Response", children: verbsOf(step, setting) });

function verbsOf(step: Step, setting: DocumentSetting): XmlNode[] {
	switch (step.kind) {
		case "ask": {
			const next = callback(setting, step.next);
			const attributes = {
				action: next,
				method: "POST",
				numDigits: step.codeLength ?? CODE_DIGITS_MAX,
				finishOnKey: CODE_END_KEY,
				timeout: CODE_TIMEOUT_SECONDS,
			};
			// Without a key, the platform goes on to the next verb.
			return [
				{ name: "Gather", attributes, children: say(step.say, step.codeLength, setting) },
				{ name: "Redirect", attributes: { method: "POST" }, children: [next] },
			];
		}
		case "connect":
			return [...say(step.say, null, setting), dial(step, setting)];
		case "end":
			return [...say(step.say, null, setting), { name: "Hangup" }];
		case "nothing":
			return [];
	}
}

function say(
	sentences: readonly Sentence[],
	codeLength: number | null,
	{ voice, language, own }: DocumentSetting,
): XmlNode[] {
	const speech = speechOf(sentences, codeLength, own);
	return speech === ""
		? []
		: [{ name: "Say", attributes: { voice, language }, children: [speech] }];
}

/** Only an admitted call has a request to release, so only then is the agent's answer told. */
function dial({ to, verified }: Step & { kind: "connect" }, setting: DocumentSetting): XmlNode {
	const told: XmlNode["attributes"] = verified
		? {
				statusCallback: callback(setting, { step: "answered" }),
				statusCallbackEvent: "answered",
				statusCallbackMethod: "POST",
			}
		: {};
	return {
		name: "Dial",
		attributes: { action: callback(setting, { step: "dialed" }), method: "POST" },
		children: [{ ...agent(to, setting), attributes: told }],
	};
}

const agent = (to: Destination, { headers }: DocumentSetting): XmlNode =>
	to.kind === "sip"
		? { name: "Sip", children: [sipTarget(to.address, headers)] }
		: { name: "Number", children: [to.number] };

function callback({ url }: DocumentSetting, position: Position): string {
	const query = writePosition(position);
	return query === "" ? url : `${url}?${query}`;
}
