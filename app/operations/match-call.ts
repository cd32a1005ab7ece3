import { hash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { type Admission, type Admitted, type AdmittedRequest, admitRequests, findAdmitted } from "../../db/admissions.ts";
import { type Attempt, type GuessPair, insertAttempt, recordWrongCode } from "../../db/attempts.ts";
import { endCallInRequest, type KeyLimits } from "../../db/call-in-requests.ts";
import { BRIEF, type Database, inTransaction, type RunStatement, within } from "../../db/client.ts";
import { findAnswer, MATCH_ENDPOINT } from "../../db/idempotency.ts";
import { type Look, type MatchReading, type MatchSearch, type RememberedSearch, readMatchCandidates } from "../../db/match-candidates.ts";
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
import { answerOnce, hashBody, type RepeatableCall } from "./answer-once.ts";
import { inBatches } from "./in-batches.ts";

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
const LOCKED = { outcome: "LOCKED", matched: NOTHING, request: null } as const;

/** What is remembered of a call; the request is read again. `toNumber` is the dialed one, as it was recorded. */
type Remembered = { outcome: MatchOutcome; matched: MatchFlags; requestId: string | null; toNumber: string | null };
type Settled = { answer: MatchAnswer; attempt: Attempt };

const inBatchesOf = (look: Look) =>
	inBatches((database, searches: RememberedSearch[]) => readMatchCandidates(database.run, look, searches));
const readInBatches = { "by-code": inBatchesOf("by-code"), "on-number": inBatchesOf("on-number"), anywhere: inBatchesOf("anywhere") };
const wholeLook = ({ dialed }: MatchSearch): Look => (dialed === null ? "anywhere" : "on-number");
const admitInBatches = inBatches((database, admissions: Admission[]) => admitRequests(database.run, admissions));

/**
 * Decides whose call it is, records the call, counts a wrong code, and releases the request where that is asked (C9, C10). The same `callId`
 * with the same criteria gets the same answer for ten minutes; only the record is written again.
 */
export async function matchCall(database: Database, call: InboundCall): Promise<Result<MatchAnswer, CallUnderWay>> {
	const repeatable = call.callId === null ? null : repeatableCall(call, call.callId);
	const settled = await matchInBatches(database, call, repeatable);
	if (settled !== null) return ok(settled);
	if (repeatable === null) return ok((await matchOnce(database, call)).answer);
	const once = await answerOnce<never>(database, repeatable, async (one) => {
		const { answer, attempt } = await matchOnce(one, call);
		return { ok: true, response: remembered(answer, attempt) };
	});
	if (once.outcome !== "answered" && once.outcome !== "replayed") return err({ code: "still-under-way" });
	return ok(await repeat(database, call, once.response, { isRecorded: once.outcome === "answered" }));
}

/** Other criteria for the same call are another question: the caller keyed in another code, or may go now. */
function repeatableCall({ apiKey, accessCode, fromNumber, dialed, release }: InboundCall, callId: string): RepeatableCall {
	const body = { accessCode, fromNumber, dialed, release };
	const key = hash("sha256", canonicalJson({ callId, ...body }));
	return { apiKeyId: apiKey.id, endpoint: MATCH_ENDPOINT, key, body, rememberSeconds: CALL_REMEMBERED_SECONDS };
}

const remembered = ({ outcome, matched }: MatchAnswer, { requestId, toNumber }: Attempt): string =>
	JSON.stringify({ outcome, matched, requestId, toNumber } satisfies Remembered);

async function repeat(
	database: Database,
	call: InboundCall,
	response: string,
	{ isRecorded }: { isRecorded: boolean },
): Promise<MatchAnswer> {
	const { outcome, requestId, toNumber }: Remembered = JSON.parse(response);
	const { callId, fromNumber, apiKey, madeBy, corrId } = call;
	const again: Attempt = { id: uuidv7(), at: null, callId, fromNumber, toNumber, requestId, apiKeyId: madeBy ?? apiKey.id, corrId };
	if (!isRecorded) await insertAttempt(database.run, again, outcome);
	return answerAgain(database.run, response);
}

async function answerAgain(run: RunStatement, response: string): Promise<MatchAnswer> {
	const { outcome, matched, requestId }: Remembered = JSON.parse(response);
	return { outcome, matched, request: outcome === "MATCHED" && requestId !== null ? await findAdmitted(run, requestId) : null };
}

/** What this call was told before and will be told again, by its `callId`; null where that is not remembered. Changes nothing. */
export async function recallAnswer(run: RunStatement, call: InboundCall): Promise<MatchAnswer | null> {
	const response = call.callId === null ? null : await findAnswer(run, repeatableCall(call, call.callId));
	return response === null ? null : answerAgain(run, response);
}

/** What decides whose call it is, and the decision; null while its pair is locked. Changes nothing. */
export async function lookAtCall(
	run: RunStatement,
	call: MatchSearch,
): Promise<{ reading: MatchReading; criteria: MatchCriteria; decision: MatchDecision<MatchCandidate> | null }> {
	const [reading] = (await readMatchCandidates(run, wholeLook(call), [{ search: call, rememberedBy: null }])) as [MatchReading];
	return { reading, ...judge(call, reading) };
}

function judge({ accessCode, fromNumber, dialed }: MatchSearch, reading: MatchReading) {
	const criteria = { accessCode, fromNumber, toNumber: dialed === null ? null : (reading.toNumber ?? "") };
	return { criteria, decision: reading.isLocked ? null : decideMatch(criteria, reading.candidates, reading.now) };
}

/** Most calls are decided by who has their code. */
async function readWithOthers(database: Database, asked: RememberedSearch): Promise<MatchReading> {
	const { dialed, accessCode } = asked.search;
	if (dialed !== null && accessCode !== null) {
		const reading = await readInBatches["by-code"](database, asked);
		if (reading.remembered !== null || reading.isLocked || reading.candidates.length > 0) return reading;
	}
	return readInBatches[wholeLook(asked.search)](database, asked);
}

/** The usual calls, many in one statement. Null where a call wants a transaction, or what was found has changed since. */
async function matchInBatches(database: Database, call: InboundCall, repeatable: RepeatableCall | null): Promise<MatchAnswer | null> {
	const reading = await readWithOthers(database, { search: call, rememberedBy: repeatable?.key ?? null });
	if (reading.remembered !== null) return repeat(database, call, reading.remembered, { isRecorded: false });
	const decided = decide(call, reading);
	if (decided.outcome !== "MATCHED") return repeatable === null ? (await record(database, decided)).answer : null;
	if (call.release) return null;
	const answer: MatchAnswer = { outcome: "MATCHED", matched: decided.matched, request: null };
	const remember = repeatable && {
		apiKeyId: repeatable.apiKeyId,
		key: repeatable.key,
		requestHash: hashBody(repeatable.body),
		response: remembered(answer, decided.attempt),
		seconds: repeatable.rememberSeconds,
	};
	const admitted = await admitInBatches(database, { ...admissionOf(decided), released: false, remember });
	if (admitted === "locked" && repeatable === null) return LOCKED;
	return typeof admitted === "string" ? null : { ...answer, request: admitted };
}

async function matchOnce(database: Database, call: InboundCall): Promise<Settled> {
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
async function attemptMatch(database: Database, call: InboundCall, lockedNumber: string | null): Promise<Settled | Undecided> {
	const [reading] = (await readMatchCandidates(database.run, wholeLook(call), [{ search: call, rememberedBy: null }])) as [MatchReading];
	const decided = decide(call, reading);
	if (decided.outcome !== "MATCHED" || decided.request === null) return record(database, decided);
	const { attempt, matched, request } = decided;
	if (call.release && request.toNumber !== lockedNumber) return { releases: request.toNumber };
	const [admitted] = (await admitRequests(database.run, [{ ...admissionOf(decided), released: call.release, remember: null }])) as [
		Admitted,
	];
	if (admitted === "locked") return { answer: LOCKED, attempt: { ...attempt, requestId: null } };
	if (typeof admitted === "string") return { changed: true };
	if (call.release) await endCallInRequest(database.orm, request.id);
	return { answer: { outcome: "MATCHED", matched, request: admitted }, attempt };
}

/** What is decided of a call. `pair` is the one that wrong codes are counted for. */
type Decided = { outcome: MatchOutcome; matched: MatchFlags; request: MatchCandidate | null; attempt: Attempt; pair: GuessPair };

function decide(call: InboundCall, reading: MatchReading): Decided {
	const decision = judge(call, reading).decision ?? LOCKED;
	const attempt: Attempt = {
		id: uuidv7(),
		at: reading.now,
		callId: call.callId,
		fromNumber: call.fromNumber,
		// One that is none of ours, as it was most likely meant.
		toNumber: reading.toNumber ?? call.dialed?.[1] ?? call.dialed?.[0] ?? null,
		requestId: decision.request?.id ?? null,
		apiKeyId: call.madeBy ?? call.apiKey.id,
		corrId: call.corrId,
	};
	return { ...decision, attempt, pair: { fromNumber: call.fromNumber, toNumber: reading.toNumber } };
}

const admissionOf = ({ attempt, pair, request }: Decided) => ({ attempt: { ...attempt, requestId: (request as MatchCandidate).id }, pair });

/** Records a call that is not admitted, and counts a wrong code. */
async function record({ run }: Database, { outcome, matched, attempt, pair }: Decided): Promise<Settled> {
	if (outcome === "WRONG_CODE" && (await recordWrongCode(run, attempt, pair)) === "LOCKED")
		return { answer: LOCKED, attempt: { ...attempt, requestId: null } };
	if (outcome !== "WRONG_CODE") await insertAttempt(run, attempt, outcome);
	return { answer: { outcome, matched, request: null }, attempt };
}
