import type { AgentHeader } from "../../domain/conversation/agent-headers.ts";
import type { Destination } from "../../domain/conversation/destination.ts";
import { CODE_END_KEY, CODE_TIMEOUT_SECONDS } from "../../domain/conversation/next-step.ts";
import { CODE_DIGITS_MAX } from "../../domain/conversation/position.ts";
import { callbackUrl } from "../callback-url.ts";
import type { Decided, DoorAnswer } from "../door.ts";

type Written = Pick<Decided, "call" | "step" | "url" | "headers" | "speech">;
type Verb = Readonly<Record<string, unknown>>;

/** Writes a step as a list of verbs of jambonz. A status gets an empty list. */
export const writeJambonzAnswer = (decided: Written): DoorAnswer => ({
	status: 200,
	headers: { "content-type": "application/json; charset=utf-8" },
	body: JSON.stringify(verbsOf(decided)),
});

function verbsOf(decided: Written): Verb[] {
	const { step, url, headers } = decided;
	switch (step.kind) {
		case "ask":
			// The hook is called after silence too, so no verb follows.
			return [
				{
					verb: "gather",
					actionHook: callbackUrl(url, step.next),
					input: ["digits"],
					// Without a minimum, jambonz drops fewer digits than the maximum when time is up.
					minDigits: 1,
					...(step.codeLength === null
						? { maxDigits: CODE_DIGITS_MAX }
						: { numDigits: step.codeLength }),
					finishOnKey: CODE_END_KEY,
					timeout: CODE_TIMEOUT_SECONDS,
					interDigitTimeout: CODE_TIMEOUT_SECONDS,
					...Object.fromEntries(said(decided).map((one) => ["say", one])),
				},
			];
		case "connect":
			return [
				...say(decided),
				{
					verb: "dial",
					actionHook: callbackUrl(url, step.next),
					...(step.ringSeconds === null ? {} : { timeout: step.ringSeconds }),
					...(step.to.kind === "number" ? {} : { headers: headersOf(headers) }),
					target: [target(step.to)],
				},
			];
		case "end":
			return [...say(decided), { verb: "hangup" }];
		case "nothing":
			return [];
	}
}

const said = ({ speech: { text, voice, language } }: Written): Verb[] =>
	text === ""
		? []
		: [
				{
					text,
					...(language === null
						? {}
						: { synthesizer: { vendor: "default", language, ...(voice && { voice }) } }),
				},
			];

const say = (decided: Written): Verb[] => said(decided).map((one) => ({ verb: "say", ...one }));

const target = (to: Destination): Verb =>
	to.kind === "number" ? { type: "phone", number: to.number } : { type: "sip", sipUri: to.address };

const headersOf = (headers: readonly AgentHeader[]): Verb =>
	Object.fromEntries(headers.map(({ name, value }) => [name, value]));
