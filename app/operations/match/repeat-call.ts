import { hash } from "node:crypto";
import type { Db } from "../../../db/connection/database.ts";
import { findAdmitted, type RememberedMatch } from "../../../db/match/admissions.ts";
import { type Attempt, insertAttempt } from "../../../db/match/attempts.ts";
import { findAnswer, MATCH_ENDPOINT } from "../../../db/requests/idempotency.ts";
import { recordedCallId } from "../../domain/match/inbound-call.ts";
import { CALL_REMEMBERED_SECONDS } from "../../domain/match/match.ts";
import type { RepeatableCall } from "../answer-once.ts";
import { newId } from "../new-id.ts";
import { type InboundCall, type MatchAnswer, recordedCaller } from "./match-answer.ts";

/**
 * The criteria are part of the idempotency key. Other criteria for the same call are a new
 * question: the caller entered another code, or the call now releases its request.
 */
export function repeatableCall(
	{ apiKey, accessCode, fromNumber, fromReadings, dialed, release, attestation }: InboundCall,
	callId: string,
): RepeatableCall {
	const readings = fromReadings ? { fromReadings } : {};
	// Left out if not given: answers of an earlier version are found again.
	const vouched = attestation ? { attestation } : {};
	const body = { accessCode, fromNumber, ...readings, ...vouched, dialed, release };
	// Canonical JSON, written straight: the names are in order, and what is undefined is left out.
	const key = JSON.stringify({
		accessCode,
		attestation: attestation || undefined,
		callId,
		dialed,
		fromNumber,
		fromReadings: fromReadings || undefined,
		release,
	});
	return {
		apiKeyId: apiKey.id,
		endpoint: MATCH_ENDPOINT,
		key: hash("sha256", key),
		body,
		rememberSeconds: CALL_REMEMBERED_SECONDS,
	};
}

/** The remembered answer of a call that was not admitted. */
export const remembered = (
	{ outcome, matched, codeLength }: MatchAnswer,
	{ requestId, toNumber }: Attempt,
): string =>
	JSON.stringify({ outcome, matched, requestId, toNumber, codeLength } satisfies RememberedMatch);

/** Replays a call's remembered answer, and records the call unless that is done. */
export async function repeat(
	db: Db,
	call: InboundCall,
	response: string,
	{ isRecorded }: { isRecorded: boolean },
): Promise<MatchAnswer> {
	const { outcome, requestId, toNumber }: RememberedMatch = JSON.parse(response);
	const { callId, apiKey, madeBy, corrId } = call;
	const again: Attempt = {
		id: newId(),
		at: null,
		callId: recordedCallId(callId),
		...recordedCaller(call),
		toNumber,
		requestId,
		apiKeyId: madeBy ?? apiKey.id,
		corrId,
		attestation: call.attestation ?? null,
	};
	if (!isRecorded) await insertAttempt(db, again, outcome);
	return answerAgain(db, response);
}

async function answerAgain(db: Db, response: string): Promise<MatchAnswer> {
	const told: RememberedMatch = JSON.parse(response);
	const { outcome, matched, requestId, codeLength = null } = told;
	const request =
		outcome === "MATCHED" && requestId !== null ? await findAdmitted(db, requestId) : null;
	const expiresInSeconds = told.expiresInSeconds ?? request?.expiresInSeconds ?? 0;
	return { outcome, matched, codeLength, request: request && { ...request, expiresInSeconds } };
}

/** The remembered answer for this call's `callId`, or null. Read-only. */
export async function recallAnswer(db: Db, call: InboundCall): Promise<MatchAnswer | null> {
	const response =
		call.callId === null ? null : await findAnswer(db, repeatableCall(call, call.callId));
	return response === null ? null : answerAgain(db, response);
}
