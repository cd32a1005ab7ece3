import {
	type AgentHeader,
	agentHeaders,
	escapedHeaderValue,
	type TravellingRequest,
} from "../../domain/conversation/agent-headers.ts";
import type { Destination } from "../../domain/conversation/destination.ts";
import type { MatchOutcome } from "../../domain/match/outcome.ts";
import { sipTarget } from "../sip-target.ts";

/** The status code of each outcome (P7). A SIP proxy decides by it alone. */
export const STATUS_OF_OUTCOME = {
	MATCHED: 200,
	NOTHING_MATCHED: 404,
	EXPIRED: 410,
	CODE_REQUIRED: 484,
	WRONG_CODE: 403,
	ANI_MISMATCH: 403,
	LOCKED: 486,
	AMBIGUOUS: 486,
} as const satisfies Record<MatchOutcome, number>;

/** The request of an admitted call, as far as a SIP proxy is told of it. */
export type ToldRequest = TravellingRequest & { groupName: string; expiresInSeconds: number };

/**
 * A decision as it is told. `to`: the destination of an admitted call, the fallback of any other
 * one; null for nowhere. `SERVICE_AWAY`: the database is away, or a limit is reached.
 */
export type ProxyDecision = {
	outcome: MatchOutcome | "SERVICE_AWAY";
	to: Destination | null;
	request: ToldRequest | null;
	codeLength: number | null;
	userDataKeys: readonly string[];
	headersInLine: boolean;
	/** Seconds after which the same question may get another answer. */
	retryAfterSeconds: number | null;
};

export type ProxyAnswer = { status: number; headers: Record<string, string>; body: string };

/**
 * Writes a decision for a SIP proxy (P7): the status code, one line of text that says where the
 * call goes, and headers. Their values are percent-encoded or digits, so no value can end a line or
 * begin a header. A call that is not admitted is marked as not verified. With `headersInLine` the
 * line is a SIP address with the headers in its query.
 */
export function writeDecision(decision: ProxyDecision): ProxyAnswer {
	const { outcome, to, request, codeLength, retryAfterSeconds } = decision;
	const admitted = outcome === "MATCHED" ? request : null;
	const forAgent = [
		...agentHeaders(admitted, decision.userDataKeys),
		...(admitted === null ? [] : ofRequest(admitted)),
	];
	return plain(
		outcome === "SERVICE_AWAY" ? 503 : STATUS_OF_OUTCOME[outcome],
		[
			{ name: "X-Call-In-Outcome", value: outcome },
			...forAgent,
			...(codeLength === null ? [] : [{ name: "X-Call-In-Code-Length", value: `${codeLength}` }]),
			...(retryAfterSeconds === null
				? []
				: [{ name: "Retry-After", value: `${retryAfterSeconds}` }]),
		],
		lineOf(to, decision.headersInLine ? forAgent : []),
	);
}

/** Writes a refusal of the message itself, such as one with a wrong key. It sends a call nowhere. */
export const writeRefusal = (status: number, refusal: string): ProxyAnswer =>
	plain(status, [{ name: "X-Call-In-Refusal", value: refusal }], "");

const ofRequest = ({ groupName, expiresInSeconds }: ToldRequest): AgentHeader[] => [
	{ name: "X-Call-In-Group", value: escapedHeaderValue(groupName) },
	{ name: "X-Call-In-Expires-In", value: String(expiresInSeconds) },
];

function lineOf(to: Destination | null, headers: readonly AgentHeader[]): string {
	if (to === null) return "";
	return to.kind === "sip" ? sipTarget(to.address, headers) : to.number;
}

const plain = (status: number, headers: readonly AgentHeader[], line: string): ProxyAnswer => ({
	status,
	headers: {
		...Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])),
		"content-type": "text/plain; charset=utf-8",
	},
	body: `${line}\n`,
});
