import type { AgentHeader } from "../../domain/conversation/agent-headers.ts";
import type { Destination } from "../../domain/conversation/destination.ts";
import { CODE_TIMEOUT_SECONDS } from "../../domain/conversation/next-step.ts";
import { CODE_DIGITS_MAX, type Position } from "../../domain/conversation/position.ts";
import { callbackUrl } from "../callback-url.ts";
import type { Decided, DoorAnswer } from "../door.ts";
import { DIALED } from "./read-vonage.ts";

type Written = Pick<Decided, "dialed" | "step" | "url" | "headers" | "speech">;
type Action = Readonly<Record<string, unknown>>;

/**
 * Writes a step as an NCCO of Vonage: a list of actions, after which the call ends. An event that
 * needs no action gets 204, because a list would replace the one under way.
 */
export function writeVonageAnswer(decided: Written): DoorAnswer {
	const actions = actionsOf(decided);
	if (actions.length === 0) return { status: 204, headers: {}, body: "" };
	return {
		status: 200,
		headers: { "content-type": "application/json; charset=utf-8" },
		body: JSON.stringify(actions),
	};
}

function actionsOf(decided: Written): Action[] {
	const { step, url } = decided;
	switch (step.kind) {
		case "ask":
			return [
				...talk(decided, { bargeIn: true }),
				{
					action: "input",
					type: ["dtmf"],
					dtmf: {
						timeOut: CODE_TIMEOUT_SECONDS,
						maxDigits: step.codeLength ?? CODE_DIGITS_MAX,
						submitOnHash: true,
					},
					...tellingTo(promptUrl(decided, step.next)),
				},
			];
		case "connect":
			return [
				...talk(decided, {}),
				{
					action: "connect",
					...callerId(decided.dialed),
					// With it, the answer to an event of an agent who does not answer is carried out.
					eventType: "synchronous",
					...(step.ringSeconds === null ? {} : { timeout: step.ringSeconds }),
					...tellingTo(callbackUrl(url, step.next)),
					endpoint: [endpoint(step.to, decided.headers)],
				},
			];
		case "end":
			return talk(decided, {});
		case "nothing":
			return [];
	}
}

const talk = ({ speech: { text, voice, language } }: Written, more: Action): Action[] =>
	text === ""
		? []
		: [
				{
					...{ action: "talk", text, ...more },
					...(language === null ? {} : { language }),
					...(voice === null ? {} : { style: Number(voice) }),
				},
			];

const tellingTo = (url: string): Action => ({ eventUrl: [url], eventMethod: "POST" });

/** Older prompts of Vonage tell no numbers, so the address of each has the dialed one. */
const promptUrl = ({ url, dialed }: Written, next: Position): string =>
	callbackUrl(url, next) + (dialed === null ? "" : `&${DIALED}=${digitsOf(dialed)}`);

/**
 * The agent sees the dialed number. Vonage connects to a phone only from a number of the account,
 * or from the caller's own: never from that of another agent.
 */
const callerId = (dialed: string | null): Action =>
	dialed === null ? {} : { from: digitsOf(dialed) };

const digitsOf = (dialed: string): string => dialed.replace(/^\+/, "");

const endpoint = (to: Destination, headers: readonly AgentHeader[]): Action =>
	to.kind === "number"
		? { type: "phone", number: to.number.replace(/^\+/, "") }
		: {
				...{ type: "sip", uri: to.address },
				headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
			};
