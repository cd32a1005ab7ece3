import type { AgentHeader } from "../domain/conversation/agent-headers.ts";
import type { Answer, CallEvent, Step } from "../domain/conversation/next-step.ts";
import type { Attestation } from "../domain/match/attestation.ts";
import type { CallRefusal } from "../domain/phone-systems/noted-call.ts";
import type { SignedBy, Webhook } from "./webhook.ts";

/**
 * A webhook as the operations need it: criteria of match, and the event of the conversation. The
 * numbers are as the phone system writes them. `callId` is the caller's leg, not the agent's.
 * `hidesCaller`: the caller asked for privacy, so the number decides but is not shown (N4).
 * `headersInLine`: the phone system cannot read headers of the answer. `told`: its own word for the
 * event, or the reason of its error. `isMisplaced`: it came to the other one of the two URLs.
 */
export type DoorCall = {
	callId: string | null;
	toPhoneNumber: string;
	fromPhoneNumber: string;
	attestation: Attestation | null;
	event: CallEvent;
	hidesCaller?: boolean;
	headersInLine?: boolean;
	told?: string;
	isError?: boolean;
	isMisplaced?: boolean;
};

/**
 * What the caller hears in a step, as one text; empty for nothing. `voice` and `language` are the
 * platform's own names; null is its default.
 */
export type Speech = { text: string; voice: string | null; language: string | null };

/**
 * A decision for the door to write. `url`: where the phone system calls back, without a query.
 * `headers`: for the agent, where the call goes to a SIP address. `request`: that of an admitted
 * call. `dialed`: the number that the caller dialed, in E.164: an event of the agent's leg has
 * others.
 */
export type Decided = {
	speech: Speech;
	call: DoorCall;
	dialed: string | null;
	outcome: Answer["outcome"];
	codeLength: number | null;
	step: Step;
	headers: readonly AgentHeader[];
	request: { groupName: string; expiresInSeconds: number } | null;
	url: string;
	/** The connection's present secret, for a dialect whose documents name it; else unused. */
	secret: string | null;
};

export type DoorAnswer = { status: number; headers: Record<string, string>; body: string };

/**
 * A dialect of phone systems. A door reads, checks and writes. It decides nothing, and asks no
 * database.
 */
export type Door = {
	/** Methods of webhooks. */
	methods: readonly ("GET" | "POST")[];
	/** What a POST brings. */
	body: "form" | "json";
	/**
	 * Why the headers alone show that a webhook is not authentic; null if the rest must be read. It
	 * costs nothing, because anybody can send them.
	 */
	lacks(headers: Webhook["headers"]): CallRefusal | null;
	/** Null if the webhook is authentic (P5). `now` is in milliseconds. */
	check(webhook: Webhook, by: SignedBy, now: number): CallRefusal | null;
	/**
	 * The answer to a request that tells nothing of a call yet, so that the next one does; null for
	 * one that does.
	 */
	open?(webhook: Webhook): DoorAnswer | null;
	read(webhook: Webhook): DoorCall;
	write(decided: Decided): DoorAnswer;
	/** The answer to a webhook that is not taken for a call; null for the plain one. */
	refuse?(refusal: CallRefusal): DoorAnswer | null;
	/** It tells the decision, and the phone system itself holds the conversation (P7). */
	tellsDecision?: boolean;
};
