import { type AgentHeader, escapedHeaderValue } from "../../domain/conversation/agent-headers.ts";
import type { Destination } from "../../domain/conversation/destination.ts";
import type { Answer } from "../../domain/conversation/next-step.ts";
import type { CallRefusal } from "../../domain/phone-systems/noted-call.ts";
import type { Decided, DoorAnswer } from "../door.ts";
import { sipTarget } from "../sip-target.ts";

/**
 * The status code of each outcome (P7). A SIP proxy decides by it alone. `NOT_ASKED`: it told that
 * a call is answered; an unanswered one has no outcome either.
 */
export const STATUS_OF_OUTCOME = {
	MATCHED: 200,
	NOT_ASKED: 204,
	NOTHING_MATCHED: 404,
	EXPIRED: 410,
	CODE_REQUIRED: 484,
	WRONG_CODE: 403,
	ANI_MISMATCH: 403,
	LOCKED: 486,
	AMBIGUOUS: 486,
	SERVICE_AWAY: 503,
} as const satisfies Record<Answer["outcome"], number>;

const RETRY_SECONDS = "1";

/**
 * Writes a decision for a SIP proxy (P7): the status code, one line of text that says where the
 * call goes, and headers. Their values are percent-encoded or digits, so no value can end a line or
 * begin a header. A call that is not admitted is marked as not verified. If the proxy cannot read
 * headers, the line is a SIP address with the headers in its query.
 */
export function writeDecision(decided: Decided): DoorAnswer {
	const { codeLength, call } = decided;
	const outcome = isForwarded(decided) ? "MATCHED" : decided.outcome;
	const forAgent = [...decided.headers, ...ofRequest(decided)];
	const others: AgentHeader[] = [{ name: "X-Call-In-Outcome", value: outcome }];
	if (codeLength !== null)
		others.push({ name: "X-Call-In-Code-Length", value: String(codeLength) });
	if (outcome === "SERVICE_AWAY") others.push({ name: "Retry-After", value: RETRY_SECONDS });
	return plain(
		isUnanswered(decided) ? STATUS_OF_OUTCOME.NOTHING_MATCHED : STATUS_OF_OUTCOME[outcome],
		[...others, ...forAgent],
		lineOf(placeOf(decided, outcome), call.headersInLine === true ? forAgent : []),
	);
}

/**
 * Writes a refusal of the message itself, such as one with a wrong key. The line is empty, so that
 * it sends a call nowhere. Null for a refusal that has no status of its own here.
 */
export function writeRefusal(refusal: CallRefusal): DoorAnswer | null {
	const status = STATUS_OF_REFUSAL[refusal];
	return status === undefined
		? null
		: plain(status, [{ name: "X-Call-In-Refusal", value: refusal }], "");
}

const STATUS_OF_REFUSAL: Partial<Record<CallRefusal, number>> = {
	"no-key": 401,
	"wrong-key": 401,
	"no-secret": 401,
	"wrong-content-type": 415,
	"too-large": 413,
	unreadable: 400,
};

const isOfLeg = ({ outcome, call }: Decided): boolean =>
	outcome === "NOT_ASKED" && call.event.position.step === "dialed";
/** Nobody has answered, and the call goes to the second destination. */
const isForwarded = (decided: Decided): boolean =>
	isOfLeg(decided) && decided.step.kind === "connect";
/** Nobody has answered, and there is nowhere else to go. */
const isUnanswered = (decided: Decided): boolean => isOfLeg(decided) && !isForwarded(decided);

/**
 * Nobody is sent to the fallback with 200: an admitted call without a destination has an empty
 * line, and the proxy uses its own.
 */
const placeOf = ({ step }: Decided, outcome: Answer["outcome"]): Destination | null =>
	step.kind === "connect" && step.verified === (outcome === "MATCHED") ? step.to : null;

const ofRequest = ({ request }: Decided): AgentHeader[] =>
	request === null
		? []
		: [
				{ name: "X-Call-In-Group", value: escapedHeaderValue(request.groupName) },
				{ name: "X-Call-In-Expires-In", value: String(Math.max(0, request.expiresInSeconds)) },
			];

function lineOf(to: Destination | null, headers: readonly AgentHeader[]): string {
	if (to === null) return "";
	return to.kind === "sip" ? sipTarget(to.address, headers) : to.number;
}

const plain = (status: number, headers: readonly AgentHeader[], line: string): DoorAnswer => ({
	status,
	headers: {
		...Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])),
		"content-type": "text/plain; charset=utf-8",
		"cache-control": "no-store",
	},
	body: status === 204 ? "" : `${line}\n`,
});
