import type { AgentHeader } from "../../domain/conversation/agent-headers.ts";
import type { Destination } from "../../domain/conversation/destination.ts";
import {
	CODE_END_KEY,
	CODE_TIMEOUT_SECONDS,
	type Step,
} from "../../domain/conversation/next-step.ts";
import { CODE_DIGITS_MAX } from "../../domain/conversation/position.ts";
import { callbackUrl } from "../callback-url.ts";
import type { Decided } from "../door.ts";
import { writeXml, type XmlNode } from "../xml-document.ts";

/** The media type of a document. */
export const PLIVO_DOCUMENT_TYPE = "text/xml; charset=utf-8";

/**
 * Seconds for the whole input. Plivo has no pause before the first key alone, so a silent caller
 * waits longer than the ten seconds that count between keys.
 */
const INPUT_SECONDS_MAX = 30;

type Written = Pick<Decided, "step" | "url" | "headers" | "speech">;

/** Writes a step as Plivo XML. */
export const writePlivoResponse = (decided: Written): string =>
	writeXml({ name: "Response", children: elementsOf(decided) });

function elementsOf(decided: Written): XmlNode[] {
	const { step, url } = decided;
	switch (step.kind) {
		case "ask": {
			const next = callbackUrl(url, step.next);
			const attributes = {
				action: next,
				method: "POST",
				inputType: "dtmf",
				executionTimeout: INPUT_SECONDS_MAX,
				digitEndTimeout: CODE_TIMEOUT_SECONDS,
				finishOnKey: CODE_END_KEY,
				numDigits: step.codeLength ?? CODE_DIGITS_MAX,
			};
			// Without a key, Plivo goes on to the next element.
			return [
				{ name: "GetInput", attributes, children: speak(decided) },
				{ name: "Redirect", attributes: { method: "POST" }, children: [next] },
			];
		}
		case "connect":
			return [...speak(decided), dial(step, decided)];
		case "end":
			return [...speak(decided), { name: "Hangup" }];
		case "nothing":
			return [];
	}
}

const speak = ({ speech: { text, voice, language } }: Written): XmlNode[] =>
	text === "" ? [] : [{ name: "Speak", attributes: { voice, language }, children: [text] }];

/** Only an admitted call has a request to release, so only then is the agent's answer told. */
function dial(
	{ to, verified, next, ringSeconds }: Step & { kind: "connect" },
	{ url, headers }: Pick<Written, "url" | "headers">,
): XmlNode {
	const told: XmlNode["attributes"] = verified
		? { callbackUrl: callbackUrl(url, { step: "answered" }), callbackMethod: "POST" }
		: {};
	return {
		name: "Dial",
		attributes: {
			...{ action: callbackUrl(url, next), method: "POST", timeout: ringSeconds },
			...told,
		},
		children: [agent(to, headers)],
	};
}

const agent = (to: Destination, headers: readonly AgentHeader[]): XmlNode =>
	to.kind === "number"
		? { name: "Number", children: [to.number] }
		: {
				name: "User",
				attributes: { sipHeaders: sipHeaders(headers) },
				children: [to.address],
			};

const sipHeaders = (headers: readonly AgentHeader[]): string | null =>
	headers.length === 0 ? null : headers.map(({ name, value }) => `${name}=${value}`).join(",");
