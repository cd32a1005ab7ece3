import {
	BRIEF,
	type Database,
	inTransaction,
	type RunStatement,
	runOn,
} from "../../../db/connection/client.ts";
import {
	type Admission,
	type Admitted,
	admitCalls,
	wayToFind,
} from "../../../db/match/admissions.ts";
import {
	type Attempt,
	type GuessPair,
	insertAttempt,
	recordWrongCode,
} from "../../../db/match/attempts.ts";
import {
	type Look,
	type MatchReading,
	type MatchSearch,
	readMatchCandidates,
} from "../../../db/match/match-candidates.ts";
import { lockNumber } from "../../../db/requests/reservations.ts";
import type { MatchCandidate, MatchCriteria } from "../../domain/match/candidate.ts";
import { recordedCallId } from "../../domain/match/inbound-call.ts";
import {
	decideMatch,
	type MatchDecision,
	type MatchFlags,
	type MatchOutcome,
} from "../../domain/match/match.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { answerOnce, hashBody, type RepeatableCall } from "../answer-once.ts";
import { inBatches } from "../in-batches.ts";
import { inTurn } from "../in-turn.ts";
import { newId } from "../new-id.ts";
import {
	type InboundCall,
	type MatchAnswer,
	meantNumber,
	remembered,
	repeat,
	repeatableCall,
} from "./repeat-call.ts";

/** The first call with this `callId` takes longer than a second one waits. */
export type CallUnderWay = { code: "still-under-way" };

/** Each further round means that what decided the call changed while it was decided. */
const ROUNDS_MAX = 20;
const NOTHING: MatchFlags = { accessCode: false, fromPhoneNumber: false, toPhoneNumber: false };
const LOCKED = {
	...{ outcome: "LOCKED" as const, matched: NOTHING, request: null },
	...{ codeLength: null, isGuess: false },
};

const admitInBatches = () =>
	inBatches((database, admissions: Admission[]) => admitCalls(database.run, admissions));
const admitters = {
	"by-code": admitInBatches(),
	"without-code": admitInBatches(),
	decided: admitInBatches(),
};
const admitWithOthers = (database: Database, admission: Admission) =>
	admitters[wayToFind(admission)](database, admission);
const lookWithOthers = (look: Look) =>
	inBatches((database, searches: MatchSearch[]) =>
		readMatchCandidates(database.run, look, searches),
	);
const readWithOthers = {
	"on-number": lookWithOthers("on-number"),
	anywhere: lookWithOthers("anywhere"),
};
const lookFor = ({ dialed }: MatchSearch): Look => (dialed === null ? "anywhere" : "on-number");

/**
 * Decides whose call it is, records the call, counts a wrong code, and releases the request where
 * that is asked (C9, C10). The same `callId` with the same criteria gets the same answer for ten
 * minutes; only the record is written again.
 *
 * Calls that bring a code for the same pair go one after the other: a wrong one takes longer to be
 * counted than a right one to be admitted, so that of many at once the right one would be admitted
 * whatever its turn was.
 */
export function matchCall(
	database: Database,
	call: InboundCall,
): Promise<Result<MatchAnswer, CallUnderWay>> {
	return call.accessCode === null
		? settle(database, call)
		: inTurn(database, pairOf(call), () => settle(database, call));
}

/**
 * Calls without an ANI share one count a number, and most of them are of different callers: some of
 * these may go at once.
 */
const LANES = 8;
let lane = 0;

function pairOf({ fromNumber, dialed }: MatchSearch): string {
	lane = (lane + 1) % LANES;
	return `guess ${fromNumber ?? lane} ${dialed?.[0] ?? ""}`;
}

/**
 * Most calls are plain, and admitted by one statement; for any other, all that may decide it is
 * looked at. Whoever has taken a `callId` waits for no number, and who has locked a number may wait
 * for the `callId`: so nobody waits in a circle. (But where one and the same call, told twice with
 * a guess under way, is right for one and wrong for the other, because the request was made in
 * between: the database ends that, and both are tried again.)
 */
async function settle(
	database: Database,
	call: InboundCall,
): Promise<Result<MatchAnswer, CallUnderWay>> {
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
		if (admitted.was === "remembered")
			return ok(await repeat(database, call, admitted.response, { isRecorded: false }));
		if (admitted.was === "admitted") {
			const { matched, request } = admitted;
			return ok({ outcome: "MATCHED", matched, request, codeLength: null });
		}
		if (admitted.was === "refused") {
			const { outcome, matched, codeLength } = admitted;
			return ok({ outcome, matched, request: null, codeLength });
		}
	}
	throw new Error("Whose call it is changed faster than it could be decided.");
}

const admissionOf = (call: InboundCall, repeatable: RepeatableCall | null): Admission => ({
	attemptId: newId(),
	search: call,
	requestId: null,
	callId: recordedCallId(call.callId),
	fromGiven: call.fromGiven ?? null,
	meant: meantNumber(call),
	madeBy: call.madeBy ?? call.apiKey.id,
	corrId: call.corrId,
	release: call.release,
	remember: repeatable && {
		key: repeatable.key,
		requestHash: hashBody(repeatable.body),
		seconds: repeatable.rememberSeconds,
	},
});

/**
 * Releases the request under its number's lock. Those who want the same number wait here, without a
 * connection.
 */
const admitInTurn = (
	database: Database,
	admission: Admission,
	{ requestId, number }: Admitted & { was: "held-up" },
): Promise<Admitted> =>
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

/**
 * Records a call that is not admitted, once for all that are the same. `changed`: it would be by
 * now.
 */
async function refuse(
	database: Database,
	call: InboundCall,
	repeatable: RepeatableCall | null,
	decided: Decided,
): Promise<Result<MatchAnswer, CallUnderWay> | "changed"> {
	if (repeatable === null) return ok((await record(database.run, decided)).answer);
	const once = await answerOnce<"changed">(database, repeatable, async ({ run }) => {
		const again = decide(call, await look(run, call));
		if (again.outcome === "MATCHED") return { ok: false, refusal: "changed" };
		const { answer, attempt } = await record(run, again);
		return { ok: true, response: remembered(answer, attempt) };
	});
	if (once.outcome === "refused") return once.refusal;
	if (once.outcome !== "answered" && once.outcome !== "replayed")
		return err({ code: "still-under-way" });
	return ok(
		await repeat(database, call, once.response, { isRecorded: once.outcome === "answered" }),
	);
}

async function look(run: RunStatement, call: MatchSearch): Promise<MatchReading> {
	const [reading] = await readMatchCandidates(run, lookFor(call), [call]);
	return reading as MatchReading;
}

/**
 * What decides whose call it is, and the decision; null while its pair is locked. Changes nothing.
 */
export async function lookAtCall(
	run: RunStatement,
	call: MatchSearch,
): Promise<{
	reading: MatchReading;
	criteria: MatchCriteria;
	decision: MatchDecision<MatchCandidate> | null;
}> {
	const reading = await look(run, call);
	return { reading, ...judge(call, reading) };
}

function judge(
	{ accessCode, fromNumber, fromReadings, dialed }: MatchSearch,
	reading: MatchReading,
) {
	const criteria: MatchCriteria = {
		accessCode,
		fromNumber,
		fromReadings,
		toNumber: dialed === null ? null : (reading.toNumber ?? ""),
	};
	return {
		criteria,
		decision: reading.isLocked ? null : decideMatch(criteria, reading.candidates, reading.now),
	};
}

/** What is decided of a call. `pair` is the one that wrong codes are counted for. */
type Decided = {
	outcome: MatchOutcome;
	matched: MatchFlags;
	request: MatchCandidate | null;
	codeLength: number | null;
	isGuess: boolean;
	attempt: Attempt;
	pair: GuessPair;
};

function decide(call: InboundCall, reading: MatchReading): Decided {
	const decision = judge(call, reading).decision ?? LOCKED;
	const attempt: Attempt = {
		id: newId(),
		at: reading.now,
		callId: recordedCallId(call.callId),
		fromNumber: call.fromNumber,
		fromGiven: call.fromGiven ?? null,
		toNumber: reading.toNumber ?? meantNumber(call),
		requestId: decision.request?.id ?? null,
		apiKeyId: call.madeBy ?? call.apiKey.id,
		corrId: call.corrId,
	};
	return {
		attempt,
		pair: { fromNumber: call.fromNumber, toNumber: reading.toNumber },
		...decision,
	};
}

/** Records a call that is not admitted, and counts a wrong code that is a guess. */
async function record(
	run: RunStatement,
	{ outcome, matched, codeLength, isGuess, attempt, pair }: Decided,
): Promise<{ answer: MatchAnswer; attempt: Attempt }> {
	if (isGuess && (await recordWrongCode(run, attempt, pair)) === "LOCKED") {
		const locked = {
			outcome: "LOCKED",
			matched: NOTHING,
			request: null,
			codeLength: null,
		} as const;
		return { answer: locked, attempt: Object.assign({}, attempt, { requestId: null }) };
	}
	if (!isGuess) await insertAttempt(run, attempt, outcome);
	return { answer: { outcome, matched, request: null, codeLength }, attempt };
}
