import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { type AdmittedRequest, type Attempt, admitRequest, insertAttempt, recordWrongCode } from "../../db/attempts.ts";
import { endCallInRequest, type KeyLimits } from "../../db/call-in-requests.ts";
import { BRIEF, type Database, inTransaction, type RunStatement, within } from "../../db/client.ts";
import { findAnswer } from "../../db/idempotency.ts";
import { type MatchReading, type MatchSearch, readMatchCandidates } from "../../db/match-candidates.ts";
import { lockNumber } from "../../db/reservations.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import {
	CALL_REMEMBERED_SECONDS,
	decideMatch,
	type MatchCandidate,
	type MatchCriteria,
	type MatchDecision,
	type MatchFlags,
	type MatchOutcome,
} from "../domain/match.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { answerOnce } from "./answer-once.ts";

/**
 * An inbound call as its phone system tells of it, already read. `release` frees the number when the call is admitted. `madeBy`: the user who
 * makes it in the phone system's place, whom the records then name instead of the key.
 */
export type InboundCall = MatchSearch & { callId: string | null; release: boolean; apiKey: KeyLimits; corrId: string; madeBy?: string };

/** Whose call it is. `request` is there exactly when the outcome is MATCHED. */
export type MatchAnswer = { outcome: MatchOutcome; matched: MatchFlags; request: AdmittedRequest | null };

/** The first call with this `callId` takes longer than a second one waits. */
export type CallUnderWay = { code: "still-under-way" };

/** Each further round means that the request found was ended by somebody else in between. */
const ROUNDS_MAX = 20;
const NOTHING: MatchFlags = { accessCode: false, fromPhoneNumber: false, toPhoneNumber: false };

type Remembered = { answer: MatchAnswer; attempt: Attempt };

/**
 * Decides whose call it is, records the call, counts a wrong code, and releases the request where that is asked (C9, C10). The same `callId`
 * with the same criteria gets the same answer for ten minutes; only the record is written again.
 */
export async function matchCall(database: Database, call: InboundCall): Promise<Result<MatchAnswer, CallUnderWay>> {
	if (call.callId === null) return ok((await matchOnce(database, call)).answer);
	const once = await answerOnce<never>(
		database,
		{ ...rememberedBy(call), body: criteriaGiven(call), rememberSeconds: CALL_REMEMBERED_SECONDS },
		async (one) => ({ ok: true, response: JSON.stringify(await matchOnce(one, call)) }),
	);
	if (once.outcome !== "answered" && once.outcome !== "replayed") return err({ code: "still-under-way" });
	const { answer, attempt }: Remembered = JSON.parse(once.response);
	if (once.outcome === "replayed") {
		const again = { ...attempt, id: uuidv7(), at: null, apiKeyId: call.madeBy ?? call.apiKey.id, corrId: call.corrId };
		await insertAttempt(database.run, again, answer.outcome);
	}
	return ok(answer);
}

const criteriaGiven = ({ accessCode, fromNumber, dialed, release }: InboundCall) => ({ accessCode, fromNumber, dialed, release });

/** Other criteria for the same call are another question: the caller keyed in another code, or may go now. */
const rememberedBy = (call: InboundCall) => ({
	apiKeyId: call.apiKey.id,
	endpoint: "match",
	key: createHash("sha256")
		.update(canonicalJson({ callId: call.callId, ...criteriaGiven(call) }))
		.digest("hex"),
});

/** What this call was told before and will be told again, by its `callId`; null where that is not remembered. Changes nothing. */
export async function recallAnswer(run: RunStatement, call: InboundCall): Promise<MatchAnswer | null> {
	if (call.callId === null) return null;
	const remembered = await findAnswer(run, rememberedBy(call));
	return remembered === null ? null : (JSON.parse(remembered) as Remembered).answer;
}

/** What decides whose call it is, and the decision; null while its pair is locked. Changes nothing. */
export async function lookAtCall(
	run: RunStatement,
	call: MatchSearch,
): Promise<{ reading: MatchReading; criteria: MatchCriteria; decision: MatchDecision<MatchCandidate> | null }> {
	const reading = await readMatchCandidates(run, call);
	const { accessCode, fromNumber, dialed } = call;
	const criteria = { accessCode, fromNumber, toNumber: dialed === null ? null : (reading.toNumber ?? "") };
	return { reading, criteria, decision: reading.isLocked ? null : decideMatch(criteria, reading.candidates, reading.now) };
}

async function matchOnce(database: Database, call: InboundCall): Promise<Remembered> {
	for (let round = 1; round <= ROUNDS_MAX; round += 1) {
		let done = await attemptMatch(database, call, null);
		if ("releases" in done) {
			const number = done.releases;
			done = await inTransaction(
				database.orm,
				async (tx) => {
					await lockNumber(tx, number);
					return attemptMatch(within(database, tx), call, number);
				},
				BRIEF,
			);
		}
		if ("answer" in done) return done;
	}
	throw new Error("Whose call it is changed faster than it could be decided.");
}

type Undecided = { releases: string } | { changed: true };

/**
 * One look and what follows from it. A request is released under its number's lock, which the transaction holds on `lockedNumber`: without
 * it `releases` says which number to lock. `changed`: what was found has ended since.
 */
async function attemptMatch(database: Database, call: InboundCall, lockedNumber: string | null): Promise<Remembered | Undecided> {
	const { run } = database;
	const { reading, decision } = await lookAtCall(run, call);
	const pair = { fromNumber: call.fromNumber, toNumber: reading.toNumber };
	const attempt: Attempt = {
		id: uuidv7(),
		at: reading.now,
		callId: call.callId,
		fromNumber: call.fromNumber,
		// One that is none of ours, as it was most likely meant.
		toNumber: reading.toNumber ?? call.dialed?.[1] ?? call.dialed?.[0] ?? null,
		requestId: null,
		apiKeyId: call.madeBy ?? call.apiKey.id,
		corrId: call.corrId,
	};
	const locked = { answer: { outcome: "LOCKED", matched: NOTHING, request: null } satisfies MatchAnswer, attempt };
	if (decision === null) {
		await insertAttempt(run, attempt, "LOCKED");
		return locked;
	}
	const { outcome, matched, request } = decision;
	attempt.requestId = request?.id ?? null;
	if (outcome === "WRONG_CODE") {
		if ((await recordWrongCode(run, attempt, pair)) === "LOCKED") return { ...locked, attempt: { ...attempt, requestId: null } };
	} else if (outcome !== "MATCHED" || request === null) await insertAttempt(run, attempt, outcome);
	else {
		if (call.release && request.toNumber !== lockedNumber) return { releases: request.toNumber };
		const admitted = await admitRequest(run, attempt, pair, { released: call.release });
		if (admitted === "gone") return { changed: true };
		if (admitted === "locked") return { ...locked, attempt: { ...attempt, requestId: null } };
		if (call.release) await endCallInRequest(database.orm, request.id);
		return { answer: { outcome, matched, request: admitted }, attempt };
	}
	return { answer: { outcome, matched, request: null }, attempt };
}
