import type { AgentHeader } from "../../domain/conversation/agent-headers.ts";
import {
	CODE_END_KEY,
	CODE_TIMEOUT_SECONDS,
	type Step,
} from "../../domain/conversation/next-step.ts";
import { CODE_DIGITS_MAX, type Position } from "../../domain/conversation/position.ts";
import { BASIC_USER } from "../basic-password.ts";
import { callbackUrl } from "../callback-url.ts";
import type { Decided } from "../door.ts";
import { writeXml, type XmlNode } from "../xml-document.ts";

type Written = Pick<Decided, "step" | "url" | "headers" | "speech" | "secret">;

/**
 * Writes a step as BXML of Bandwidth. Each callback names the credentials to send with it, because
 * those of the application hold for its own webhooks alone.
 */
export const writeBandwidthDocument = (decided: Written): string =>
	writeXml({ name: "Response", children: verbsOf(decided) });

function verbsOf(decided: Written): XmlNode[] {
	const { step } = decided;
	switch (step.kind) {
		case "ask": {
			const attributes = {
				...callback("gather", step.next, decided),
				terminatingDigits: CODE_END_KEY,
				maxDigits: step.codeLength ?? CODE_DIGITS_MAX,
				firstDigitTimeout: CODE_TIMEOUT_SECONDS,
				interDigitTimeout: CODE_TIMEOUT_SECONDS,
			};
			// The event comes after silence too, so no verb follows.
			return [{ name: "Gather", attributes, children: speak(decided) }];
		}
		case "connect":
			return [...speak(decided), transfer(step, decided)];
		case "end":
			return [...speak(decided), { name: "Hangup" }];
		case "nothing":
			return [];
	}
}

const speak = ({ speech: { text, voice, language } }: Written): XmlNode[] =>
	text === ""
		? []
		: [{ name: "SpeakSentence", attributes: { voice }, children: [spoken(text, voice, language)] }];

/** A voice has its language. The default voice is told that of the text, by SSML. */
const spoken = (text: string, voice: string | null, language: string | null): XmlNode | string =>
	voice !== null || language === null
		? text
		: { name: "lang", attributes: { "xml:lang": language }, children: [text] };

function transfer(step: Step & { kind: "connect" }, decided: Written): XmlNode {
	const { to, verified, next, ringSeconds } = step;
	// Only an admitted call has a request to release, so only then is the agent's answer told.
	const told = verified ? callback("transferAnswer", { step: "answered" }, decided) : {};
	const agent: XmlNode =
		to.kind === "number"
			? { name: "PhoneNumber", attributes: told, children: [to.number] }
			: {
					name: "SipUri",
					attributes: { uui: userToUser(decided.headers), ...told },
					children: [to.address],
				};
	const attributes = {
		...callback("transferComplete", next, decided),
		callTimeout: ringSeconds,
	};
	return { name: "Transfer", attributes, children: [agent] };
}

function callback(
	name: "gather" | "transferAnswer" | "transferComplete",
	position: Position,
	{ url, secret }: Written,
): NonNullable<XmlNode["attributes"]> {
	return {
		[`${name}Url`]: callbackUrl(url, position),
		[`${name}Method`]: "POST",
		...(secret === null ? {} : { username: BASIC_USER, password: secret }),
	};
}

/** The header User-to-User (RFC 7433): a query in base64. */
const userToUser = (headers: readonly AgentHeader[]): string | null => {
	if (headers.length === 0) return null;
	const query = headers.map(({ name, value }) => `${name}=${value}`).join("&");
	return `${Buffer.from(query).toString("base64")};encoding=base64`;
};
