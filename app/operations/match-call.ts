import { hash } from "node:crypto";
import {
	type Admission,
	type Admitted,
	type AdmittedRequest,
	admitCalls,
	findAdmitted,
	type RememberedMatch,
	wayToFind,
} from "../../db/admissions.ts";
import { type Attempt, type GuessPair, insertAttempt, recordWrongCode } from "../../db/attempts.ts";
import type { KeyLimits } from "../../db/call-in-requests.ts";
import { BRIEF, type Database, inTransaction, type RunStatement, runOn } from "../../db/client.ts";
import { findAnswer, MATCH_ENDPOINT } from "../../db/idempotency.ts";
import { type Look, type MatchReading, type MatchSearch, readMatchCandidates } from "../../db/match-candidates.ts";
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
import { inTurn } from "./in-turn.ts";
import { newId } from "./new-id.ts";

/**
 * An inbound call as its phone system tells of it, already read. `release` frees the number when the call is admitted. `madeBy`: the user who
 * makes it in the phone system's place, whom the records then name instead of the key.
 */
export type InboundCall = MatchSearch & { callId: string | null; release: boolean; apiKey: KeyLimits; corrId: string; madeBy?: string };

/** Whose call it is. `request` is there exactly when the outcome is MATCHED. */
export type MatchAnswer = { outcome: MatchOutcome; matched: MatchFlags; request: AdmittedRequest | null };

/** The first call with this `callId` takes longer than a second one waits. */
export type CallUnderWay = { code: "still-under-way" };

/** Each further round means that what decided the call changed while it was decided. */
const ROUNDS_MAX = 20;
const NOTHING: MatchFlags = { accessCode: false, fromPhoneNumber: false, toPhoneNumber: false };
const LOCKED = { outcome: "LOCKED", matched: NOTHING, request: null } as const;

const admitInBatches = () => inBatches((database, admissions: Admission[]) => admitCalls(database.run, admissions));
const admitters = { "by-code": admitInBatches(), "without-code": admitInBatches(), decided: admitInBatches() };
const admitWithOthers = (database: Database, admission: Admission) => admitters[wayToFind(admission)](database, admission);
const lookWithOthers = (look: Look) => inBatches((database, searches: MatchSearch[]) => readMatchCandidates(database.run, look, searches));
const readWithOthers = { "on-number": lookWithOthers("on-number"), anywhere: lookWithOthers("anywhere") };
const lookFor = ({ dialed }: MatchSearch): Look => (dialed === null ? "anywhere" : "on-number");

/**
 * Decides whose call it is, records the call, counts a wrong code, and releases the request where that is asked (C9, C10). The same `callId`
 * with the same criteria gets the same answer for ten minutes; only the record is written again.
 *
 * Calls that bring a code for the same pair go one after the other: a wrong one takes longer to be counted than a right one to be admitted, so
 * that of many at once the right one would be admitted whatever its turn was.
 */
export function matchCall(database: Database, call: InboundCall): Promise<Result<MatchAnswer, CallUnderWay>> {
	return call.accessCode === null ? settle(database, call) : inTurn(database, pairOf(call), () => settle(database, call));
}

/** Calls without an ANI share one count a number, and most of them are of different callers: some of these may go at once. */
const LANES = 8;
let lane = 0;

function pairOf({ fromNumber, dialed }: MatchSearch): string {
	lane = (lane + 1) % LANES;
	return `guess ${fromNumber ?? lane} ${dialed?.[0] ?? ""}`;
}

/**
 * Most calls are plain, and admitted by one statement; for any other, all that may decide it is looked at. Whoever has taken a `callId` waits
 * for no number, and who has locked a number may wait for the `callId`: so nobody waits in a circle. (But where one and the same call, told twice
 * with a guess under way, is right for one and wrong for the other, because the request was made in between: the database ends that, and both
 * are tried again.)
 */
async function settle(database: Database, call: InboundCall): Promise<Result<MatchAnswer, CallUnderWay>> {
	const repeatable = call.callId === null ? null : repeatableCall(call, call.callId);
	const admission = admissionOf(call, repeatable);
	for (let round = 1; round <= ROUNDS_MAX; round += 1) {
		let admitted = await admitWithOthers(database, admission);
		if (admitted.was === "open") {
			const decided = decide(call, await readWithOthers[lookFor(call)](database, call));
			if (decided.outcome !== "MATCHED") {
				const refused = await refuse(database, call, repeatable, decided);
				if (refused !== "changed") return refused;
			} else if (decided.request !== null) {
				admitted = await admitWithOthers(database, { ...admission, requestId: decided.request.id });
			}
		}
		if (admitted.was === "held-up") admitted = await admitInTurn(database, admission, admitted);
		if (admitted.was === "remembered") return ok(await repeat(database, call, admitted.response, { isRecorded: false }));
		if (admitted.was === "admitted") return ok({ outcome: "MATCHED", matched: admitted.matched, request: admitted.request });
	}
	throw new Error("Whose call it is changed faster than it could be decided.");
}

/** Other criteria for the same call are another question: the caller keyed in another code, or may go now. */
function repeatableCall({ apiKey, accessCode, fromNumber, dialed, release }: InboundCall, callId: string): RepeatableCall {
	const body = { accessCode, fromNumber, dialed, release };
	const key = hash("sha256", canonicalJson({ callId, ...body }));
	return { apiKeyId: apiKey.id, endpoint: MATCH_ENDPOINT, key, body, rememberSeconds: CALL_REMEMBERED_SECONDS };
}

const admissionOf = (call: InboundCall, repeatable: RepeatableCall | null): Admission => ({
	attemptId: newId(),
	search: call,
	requestId: null,
	callId: call.callId,
	madeBy: call.madeBy ?? call.apiKey.id,
	corrId: call.corrId,
	release: call.release,
	remember: repeatable && { key: repeatable.key, requestHash: hashBody(repeatable.body), seconds: repeatable.rememberSeconds },
});

/** Releases the request under its number's lock. Those who want the same number wait here, without a connection. */
const admitInTurn = (database: Database, admission: Admission, { requestId, number }: Admitted & { was: "held-up" }): Promise<Admitted> =>
	inTurn(database, number, () =>
		inTransaction(
			database.orm,
			async (tx) => {
				await lockNumber(tx, number);
				const [admitted] = await admitCalls(runOn(tx), [{ ...admission, requestId }]);
				return admitted as Admitted;
			},
			BRIEF,
		),
	);

/** Records a call that is not admitted, once for all that are the same. `changed`: it would be by now. */
async function refuse(
	database: Database,
	call: InboundCall,
	repeatable: RepeatableCall | null,
	decided: Decided,
): Promise<Result<MatchAnswer, CallUnderWay> | "changed"> {
	if (repeatable === null) return ok((await record(database.run, decided)).answer);
	const once = await answerOnce<"changed">(database, repeatable, async ({ run }) => {
		const [reading] = (await readMatchCandidates(run, lookFor(call), [call])) as [MatchReading];
		const again = decide(call, reading);
		if (again.outcome === "MATCHED") return { ok: false, refusal: "changed" };
		const { answer, attempt } = await record(run, again);
		return { ok: true, response: remembered(answer, attempt) };
	});
	if (once.outcome === "refused") return once.refusal;
	if (once.outcome !== "answered" && once.outcome !== "replayed") return err({ code: "still-under-way" });
	return ok(await repeat(database, call, once.response, { isRecorded: once.outcome === "answered" }));
}

const remembered = ({ outcome, matched }: MatchAnswer, { requestId, toNumber }: Attempt): string =>
	JSON.stringify({ outcome, matched, requestId, toNumber } satisfies RememberedMatch);

async function repeat(
	database: Database,
	call: InboundCall,
	response: string,
	{ isRecorded }: { isRecorded: boolean },
): Promise<MatchAnswer> {
	const { outcome, requestId, toNumber }: RememberedMatch = JSON.parse(response);
	const { callId, fromNumber, apiKey, madeBy, corrId } = call;
	const again: Attempt = { id: newId(), at: null, callId, fromNumber, toNumber, requestId, apiKeyId: madeBy ?? apiKey.id, corrId };
	if (!isRecorded) await insertAttempt(database.run, again, outcome);
	return answerAgain(database.run, response);
}

async function answerAgain(run: RunStatement, response: string): Promise<MatchAnswer> {
	const { outcome, matched, requestId }: RememberedMatch = JSON.parse(response);
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
	const [reading] = (await readMatchCandidates(run, lookFor(call), [call])) as [MatchReading];
	return { reading, ...judge(call, reading) };
}

function judge({ accessCode, fromNumber, dialed }: MatchSearch, reading: MatchReading) {
	const criteria = { accessCode, fromNumber, toNumber: dialed === null ? null : (reading.toNumber ?? "") };
	return { criteria, decision: reading.isLocked ? null : decideMatch(criteria, reading.candidates, reading.now) };
}

/** What is decided of a call. `pair` is the one that wrong codes are counted for. */
type Decided = { outcome: MatchOutcome; matched: MatchFlags; request: MatchCandidate | null; attempt: Attempt; pair: GuessPair };

function decide(call: InboundCall, reading: MatchReading): Decided {
	const decision = judge(call, reading).decision ?? LOCKED;
	const attempt: Attempt = {
		id: newId(),
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

/** Records a call that is not admitted, and counts a wrong code. */
async function record(run: RunStatement, { outcome, matched, attempt, pair }: Decided): Promise<{ answer: MatchAnswer; attempt: Attempt }> {
	if (outcome === "WRONG_CODE" && (await recordWrongCode(run, attempt, pair)) === "LOCKED")
		return { answer: LOCKED, attempt: { ...attempt, requestId: null } };
	if (outcome !== "WRONG_CODE") await insertAttempt(run, attempt, outcome);
	return { answer: { outcome, matched, request: null }, attempt };
}
