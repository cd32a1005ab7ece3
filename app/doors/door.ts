import type { AgentHeader } from "../domain/conversation/agent-headers.ts";
import type { Answer, CallEvent, Step } from "../domain/conversation/next-step.ts";
import type { Attestation } from "../domain/match/attestation.ts";
import type { CallRefusal } from "../domain/phone-systems/noted-call.ts";
import type { SignedBy, Webhook } from "./webhook.ts";

/**
 * A webhook as the operations need it: criteria of match, and the event of the conversation. The
 * numbers are as the phone system writes them. `callId` is the caller's leg, not the agent's.
 */
export type DoorCall = {
	callId: string | null;
	toPhoneNumber: string;
	fromPhoneNumber: string;
	attestation: Attestation | null;
	event: CallEvent;
};

/**
 * A decision for the door to write. `url`: where the phone system calls back, without a query.
 * `headers`: for the agent, where the call goes to a SIP address.
 */
export type Decided = {
	call: DoorCall;
	outcome: Answer["outcome"];
	codeLength: number | null;
	step: Step;
	headers: readonly AgentHeader[];
	url: string;
};

export type DoorAnswer = { status: number; headers: Record<string, string>; body: string };

/**
 * A dialect of phone systems. A door reads, checks and writes. It decides nothing, and asks no
 * database.
 */
export type Door = {
	/** Methods of webhooks. A POST brings a form. */
	methods: readonly ("GET" | "POST")[];
	/** Null if the webhook is authentic (P5). `now` is in milliseconds. */
	check(webhook: Webhook, by: SignedBy, now: number): CallRefusal | null;
	read(webhook: Webhook): DoorCall;
	write(decided: Decided): DoorAnswer;
	/** The answer to a webhook that is not taken for a call; null for the plain one. */
	refuse?(refusal: CallRefusal): DoorAnswer | null;
};
