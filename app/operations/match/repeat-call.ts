import { hash } from "node:crypto";
import type { Database, RunStatement } from "../../../db/connection/client.ts";
import {
	type AdmittedRequest,
	findAdmitted,
	type RememberedMatch,
} from "../../../db/match/admissions.ts";
import { type Attempt, insertAttempt } from "../../../db/match/attempts.ts";
import type { MatchSearch } from "../../../db/match/match-candidates.ts";
import type { KeyLimits } from "../../../db/requests/call-in-requests.ts";
import { findAnswer, MATCH_ENDPOINT } from "../../../db/requests/idempotency.ts";
import { canonicalJson } from "../../domain/canonical-json.ts";
import { recordedCallId } from "../../domain/match/inbound-call.ts";
import {
	CALL_REMEMBERED_SECONDS,
	type MatchFlags,
	type MatchOutcome,
} from "../../domain/match/match.ts";
import type { RepeatableCall } from "../answer-once.ts";
import { newId } from "../new-id.ts";

/**
 * An inbound call as its phone system tells of it, already read. `release` frees the number when
 * the call is admitted. `madeBy`: the user who makes it in the phone system's place, whom the
 * records then name instead of the key.
 */
export type InboundCall = MatchSearch & {
	/** The ANI as it was given; absent where comparison uses the same (N3). */
	fromGiven?: string | null;
	/** The likeliest reading of a dialed number, for one that is none of ours. */
	meant?: string;
	callId: string | null;
	release: boolean;
	apiKey: KeyLimits;
	corrId: string;
	madeBy?: string;
};

/** What records call a dialed number that is none of ours. */
export const meantNumber = ({ meant, dialed }: Pick<InboundCall, "meant" | "dialed">) =>
	meant ?? dialed?.[0] ?? null;

/**
 * Whose call it is. `request` is there exactly when the outcome is MATCHED. `codeLength`: how many
 * digits to ask for, where that is certain.
 */
export type MatchAnswer = {
	outcome: MatchOutcome;
	matched: MatchFlags;
	request: AdmittedRequest | null;
	codeLength: number | null;
};

/**
 * Other criteria for the same call are another question: the caller keyed in another code, or may
 * go now.
 */
export function repeatableCall(
	{ apiKey, accessCode, fromNumber, fromReadings, dialed, release }: InboundCall,
	callId: string,
): RepeatableCall {
	const readings = fromReadings ? { fromReadings } : {};
	const body = { accessCode, fromNumber, ...readings, dialed, release };
	const key = hash("sha256", canonicalJson({ callId, ...body }));
	return {
		apiKeyId: apiKey.id,
		endpoint: MATCH_ENDPOINT,
		key,
		body,
		rememberSeconds: CALL_REMEMBERED_SECONDS,
	};
}

/** What is remembered of a call that was not admitted. */
export const remembered = (
	{ outcome, matched, codeLength }: MatchAnswer,
	{ requestId, toNumber }: Attempt,
): string =>
	JSON.stringify({ outcome, matched, requestId, toNumber, codeLength } satisfies RememberedMatch);

/** Tells a call again what it was told before, and records it where that is not done. */
export async function repeat(
	database: Database,
	call: InboundCall,
	response: string,
	{ isRecorded }: { isRecorded: boolean },
): Promise<MatchAnswer> {
	const { outcome, requestId, toNumber }: RememberedMatch = JSON.parse(response);
	const { callId, fromNumber, apiKey, madeBy, corrId } = call;
	const again: Attempt = {
		id: newId(),
		at: null,
		callId: recordedCallId(callId),
		fromNumber,
		fromGiven: call.fromGiven ?? null,
		toNumber,
		requestId,
		apiKeyId: madeBy ?? apiKey.id,
		corrId,
	};
	if (!isRecorded) await insertAttempt(database.run, again, outcome);
	return answerAgain(database.run, response);
}

async function answerAgain(run: RunStatement, response: string): Promise<MatchAnswer> {
	const told: RememberedMatch = JSON.parse(response);
	const { outcome, matched, requestId, codeLength = null } = told;
	const request =
		outcome === "MATCHED" && requestId !== null ? await findAdmitted(run, requestId) : null;
	const expiresInSeconds = told.expiresInSeconds ?? request?.expiresInSeconds ?? 0;
	return { outcome, matched, codeLength, request: request && { ...request, expiresInSeconds } };
}

/**
 * What this call was told before and will be told again, by its `callId`; null where that is not
 * remembered. Changes nothing.
 */
export async function recallAnswer(
	run: RunStatement,
	call: InboundCall,
): Promise<MatchAnswer | null> {
	const response =
		call.callId === null ? null : await findAnswer(run, repeatableCall(call, call.callId));
	return response === null ? null : answerAgain(run, response);
}
