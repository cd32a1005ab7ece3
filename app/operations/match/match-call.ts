import { BRIEF } from "../../../db/connection/database.ts";
import { type Admission, type Admitted, admitCalls } from "../../../db/match/admissions.ts";
import { type Attempt, insertAttempt } from "../../../db/match/attempts.ts";
import type { MatchSearch } from "../../../db/match/match-candidates.ts";
import { recordWrongCode } from "../../../db/match/wrong-codes.ts";
import { lockNumber } from "../../../db/requests/reservations.ts";
import { recordedCallId } from "../../domain/match/inbound-call.ts";
import { isLockedForTests } from "../../domain/requests/test-groups.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { noteMatch } from "../../platform/metrics.server.ts";
import type { Service } from "../../platform/service.ts";
import { answerOnce, hashBody, type RepeatableCall } from "../answer-once.ts";
import { noteFailed, noteServed } from "../database-health.ts";
import { inTurn } from "../in-turn.ts";
import { newId } from "../new-id.ts";
import { type Decided, decide, LOCKED_ANSWER, look } from "./decide-call.ts";
import { noteGuessesLeft, withinGuessRoom } from "./guess-room.ts";
import { type InboundCall, type MatchAnswer, meantNumber } from "./match-answer.ts";
import { admitWithOthers, lookWithOthers } from "./match-batches.ts";
import { remembered, repeat, repeatableCall } from "./repeat-call.ts";

/** The first call with this `callId` is still running when the wait of the second one ends. */
export type CallUnderWay = { code: "still-under-way" };

/** Each further round means that a concurrent change invalidated the decision. */
const ROUNDS_MAX = 20;

/**
 * Matches an inbound call to a request, records the call, counts a wrong code, and releases the
 * request if asked (C9, C10). The same `callId` with the same criteria gets the same answer for ten
 * minutes. Only its record is written again.
 *
 * Guesses for one caller and number run one at a time. Admitting is faster than counting a wrong
 * code, so in parallel a right guess would overtake the lock-out. For the same reason, codes of any
 * callers on one number are judged at once only as far as they may be wrong before it is guarded.
 */
export async function matchCall(
	service: Service,
	call: InboundCall,
): Promise<Result<MatchAnswer, CallUnderWay>> {
	try {
		const answered = await (call.accessCode === null
			? settle(service, call)
			: afterOtherGuesses(service, call, () => settle(service, call)));
		if (answered.ok) {
			noteServed(service);
			// A user's call on a page is not the phone system's traffic.
			if (call.madeBy === undefined && !service.isTest) noteMatch(answered.value.outcome);
		}
		return answered;
	} catch (error) {
		noteFailed(service, error);
		throw error;
	}
}

/**
 * Calls without an ANI share one count for each number. Most come from different callers, so this
 * many may run at once.
 */
const LANES = 8;
let lane = 0;

/**
 * Takes a turn and a room for each reading of the dialed number: one number has several writings,
 * and only the database knows which reading is a DNIS. The order is fixed, so no two calls wait for
 * each other.
 */
function afterOtherGuesses<T>(
	service: Service,
	{ fromNumber, dialed }: MatchSearch,
	work: () => Promise<T>,
): Promise<T> {
	lane = (lane + 1) % LANES;
	const caller = fromNumber ?? lane;
	const numbers = dialed === null || dialed.length === 0 ? [NO_NUMBER] : [...dialed].sort();
	const inRooms = numbers.reduce(
		(inner, number) => () => withinGuessRoom(service, number, inner),
		work,
	);
	const inTurns = numbers.reduce(
		(inner, number) => () => inTurn(service, `guess ${caller} ${number}`, inner),
		inRooms,
	);
	return inTurns();
}

/** The room of calls without a dialed number. */
const NO_NUMBER = "";

/**
 * One statement admits most calls. For any other call, a second one reads everything that may
 * decide it. Lock order: a call that holds a `callId` never waits for a number, and a call that
 * holds a number may wait for a `callId`, so there is no deadlock. One exception: the same call
 * arrives twice while a guess is under way, and a request made in between makes it right for one
 * and wrong for the other. Postgres then detects the deadlock, and both are retried.
 */
async function settle(
	service: Service,
	call: InboundCall,
): Promise<Result<MatchAnswer, CallUnderWay>> {
	const repeatable = call.callId === null ? null : repeatableCall(call, call.callId);
	const admission = admissionOf(call, repeatable);
	const isLocked = isAlwaysLocked(service, call);
	for (let round = 1; round <= ROUNDS_MAX; round += 1) {
		let admitted: Admitted = isLocked ? { was: "open" } : await admitWithOthers(service, admission);
		if (admitted.was === "open") {
			const reading = await lookWithOthers(service, call);
			const decided = decide(call, isLocked ? { ...reading, isLocked } : reading);
			if (decided.outcome !== "MATCHED") {
				const refused = await inTurnIfCounted(service, decided, () =>
					refuse(service, call, repeatable, decided),
				);
				if (refused !== "changed") return refused;
			} else if (decided.request !== null) {
				admitted = await admitWithOthers(service, { ...admission, requestId: decided.request.id });
			}
		}
		if (admitted.was === "held-up") admitted = await admitInTurn(service, admission, admitted);
		if (admitted.was === "remembered")
			return ok(await repeat(service.db, call, admitted.response, { isRecorded: false }));
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

/** Whether a code is tried on a number of the built-in group that is locked for tests (C17). */
const isAlwaysLocked = ({ isTest }: Service, { accessCode, dialed }: MatchSearch): boolean =>
	isTest && accessCode !== null && (dialed?.some(isLockedForTests) ?? false);

const admissionOf = (call: InboundCall, repeatable: RepeatableCall | null): Admission => ({
	attemptId: newId(),
	search: call,
	requestId: null,
	callId: recordedCallId(call.callId),
	fromGiven: call.fromGiven ?? null,
	hidesCaller: call.hidesCaller ?? false,
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
 * Releases the request under its number's row lock. Calls for the same number queue here, without a
 * connection.
 */
const admitInTurn = (
	service: Service,
	admission: Admission,
	{ requestId, number }: Admitted & { was: "held-up" },
): Promise<Admitted> =>
	inTurn(service, number, () =>
		service.db.transaction(async (tx) => {
			await lockNumber(tx, number);
			const [admitted] = await admitCalls(tx, [{ ...admission, requestId }]);
			return admitted as Admitted;
		}, BRIEF),
	);

/** Wrong codes of one number are counted in one row: they queue here, without a connection. */
const inTurnIfCounted = <T>(
	service: Service,
	{ wrongCode }: Decided,
	work: () => Promise<T>,
): Promise<T> =>
	wrongCode === null
		? work()
		: inTurn(service, `counting ${wrongCode.pair.toNumber ?? NO_NUMBER}`, work);

/**
 * Records a call that is not admitted, once for all equal calls. `changed`: by now the call would
 * be admitted.
 */
async function refuse(
	service: Service,
	call: InboundCall,
	repeatable: RepeatableCall | null,
	decided: Decided,
): Promise<Result<MatchAnswer, CallUnderWay> | "changed"> {
	if (repeatable === null) return ok((await record(service, decided)).answer);
	const once = await answerOnce<"changed">(service, repeatable, async (within) => {
		const reading = await look(within.db, call);
		const isLocked = reading.isLocked || isAlwaysLocked(within, call);
		const again = decide(call, { ...reading, isLocked });
		if (again.outcome === "MATCHED") return { ok: false, refusal: "changed" };
		const { answer, attempt } = await record(within, again);
		return { ok: true, response: remembered(answer, attempt) };
	});
	if (once.outcome === "refused") return once.refusal;
	if (once.outcome !== "answered" && once.outcome !== "replayed")
		return err({ code: "still-under-way" });
	return ok(
		await repeat(service.db, call, once.response, { isRecorded: once.outcome === "answered" }),
	);
}

/** Records a call that is not admitted, and counts a wrong code if it is a guess. */
async function record(
	service: Service,
	{ outcome, matched, codeLength, attempt, wrongCode }: Decided,
): Promise<{ answer: MatchAnswer; attempt: Attempt }> {
	if (wrongCode === null) await insertAttempt(service.db, attempt, outcome);
	else {
		const counted = await recordWrongCode(service.db, attempt, wrongCode);
		noteGuessesLeft(service, wrongCode.pair.toNumber ?? NO_NUMBER, counted.left);
		if (counted.outcome === "LOCKED" && !wrongCode.isLockedByGuard)
			return { answer: LOCKED_ANSWER, attempt: { ...attempt, requestId: null } };
	}
	return { answer: { outcome, matched, request: null, codeLength }, attempt };
}
