import type { AgentHeader } from "../../domain/conversation/agent-headers.ts";
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
import type { Decided } from "../door.ts";
import { writeXml, type XmlNode } from "../xml-document.ts";
import { AGENT, CALL, CALLER, DIALED, DIGITS } from "./read-voicexml.ts";

type Written = Pick<Decided, "call" | "step" | "headers" | "speech">;

const VXML = "http://www.w3.org/2001/vxml";
const SRGS = "http://www.w3.org/2001/06/grammar";
const LANGUAGE = "en-US";

/**
 * The first document: it submits what the interpreter knows of the call. The ID is the platform's
 * own, where its session has one, else a new one.
 */
export const writeOpening = (): string => {
	const id =
		"String(session.sessionid || session.callid || " +
		"(new Date().getTime() + '-' + String(Math.random()).substring(2)))";
	return document(LANGUAGE, id, [form([block([submit({ step: "start" })])])]);
};

/**
 * Writes a step as a VoiceXML 2.1 document. Addresses are relative, so that the user name and
 * password of the first one stay in those that follow. The end of the call is submitted too.
 */
export function writeVoiceXml(decided: Written): string {
	const { call, speech } = decided;
	const children = itemsOf(decided);
	// Without a call to tell of, as at the end, a document has no handler.
	if (children.length === 0) return document(LANGUAGE, null, [form([block([{ name: "exit" }])])]);
	const ended: XmlNode = {
		name: "catch",
		attributes: { event: "connection.disconnect" },
		children: [submit({ step: "ended" })],
	};
	const id = quoted(call.callId ?? "");
	return document(speech.language ?? LANGUAGE, id, [ended, form(children)]);
}

function itemsOf(decided: Written): XmlNode[] {
	const { step } = decided;
	switch (step.kind) {
		case "ask":
			return ask(step.codeLength ?? CODE_DIGITS_MAX, step.next, prompt(decided));
		case "connect": {
			const said = prompt(decided);
			return [...(said.length > 0 ? [block(said)] : []), ...transfer(step, decided.headers)];
		}
		case "end":
			return [block([...prompt(decided), { name: "disconnect" }])];
		case "nothing":
			return [];
	}
}

const prompt = ({ speech: { text, voice, language } }: Written): XmlNode[] => {
	if (text === "") return [];
	const said: XmlNode | string =
		voice === null ? text : { name: "voice", attributes: { name: voice }, children: [text] };
	return [{ name: "prompt", attributes: { "xml:lang": language }, children: [said] }];
};

/** A prompt for digits. Silence and keys that are no digits are submitted without any. */
function ask(digits: number, next: Position, said: XmlNode[]): XmlNode[] {
	const without = [submit(next)];
	return [
		property("inputmodes", "dtmf"),
		property("termchar", CODE_END_KEY),
		property("timeout", `${CODE_TIMEOUT_SECONDS}s`),
		property("interdigittimeout", `${CODE_TIMEOUT_SECONDS}s`),
		{
			name: "field",
			attributes: { name: DIGITS },
			children: [
				...said,
				grammar(digits),
				{ name: "noinput", children: without },
				{ name: "nomatch", children: without },
				{ name: "filled", children: [submit(next, [DIGITS])] },
			],
		},
	];
}

/** A DTMF grammar in XML, which every VoiceXML 2.1 interpreter must know. */
const grammar = (digits: number): XmlNode => ({
	name: "grammar",
	attributes: { xmlns: SRGS, version: "1.0", mode: "dtmf", root: "code" },
	children: [
		{
			name: "rule",
			attributes: { id: "code", scope: "public" },
			children: [
				{
					name: "item",
					attributes: { repeat: `1-${digits}` },
					children: [
						{
							name: "one-of",
							children: [..."0123456789"].map((key) => ({ name: "item", children: [key] })),
						},
					],
				},
			],
		},
	],
});

/** A bridged transfer: its end comes back, and says whether anybody answered. */
function transfer(
	{ to, next, ringSeconds }: Step & { kind: "connect" },
	headers: readonly AgentHeader[],
): XmlNode[] {
	const aai = headers.map(({ name, value }) => `${name}=${value}`).join("&");
	return [
		{
			name: "transfer",
			attributes: {
				name: AGENT,
				dest: to.kind === "number" ? `tel:${to.number}` : to.address,
				bridge: "true",
				connecttimeout: ringSeconds === null ? null : `${ringSeconds}s`,
				aai: to.kind === "number" || aai === "" ? null : aai,
			},
			children: [
				{
					name: "catch",
					attributes: { event: "error" },
					children: [submit(next)],
				},
				{ name: "filled", children: [submit(next, [AGENT])] },
			],
		},
	];
}

const submit = (position: Position, more: readonly string[] = []): XmlNode => ({
	name: "submit",
	attributes: {
		next: `?${writePosition(position) || "step=start"}`,
		method: "post",
		namelist: [...more, CALL, DIALED, CALLER].join(" "),
	},
});

const property = (name: string, value: string): XmlNode => ({
	name: "property",
	attributes: { name, value },
});
const block = (children: XmlNode[]): XmlNode => ({ name: "block", children });
const form = (children: XmlNode[]): XmlNode => ({ name: "form", children });

function document(language: string, callExpression: string | null, children: XmlNode[]): string {
	const id: XmlNode[] =
		callExpression === null
			? []
			: [{ name: "var", attributes: { name: CALL, expr: callExpression } }];
	const attributes = { xmlns: VXML, version: "2.1", "xml:lang": language };
	return writeXml({ name: "vxml", attributes, children: [...id, ...children] });
}

/** A text as an ECMAScript literal: nothing in it can end the text. */
const quoted = (text: string): string => `'${text.replace(/[^\w.@:~ -]/g, escaped)}'`;
const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
