import { BRIEF, type Db } from "../../../db/connection/database.ts";
import { type Admission, type Admitted, admitCalls } from "../../../db/match/admissions.ts";
import { type Attempt, insertAttempt, recordWrongCode } from "../../../db/match/attempts.ts";
import type { MatchSearch } from "../../../db/match/match-candidates.ts";
import { lockNumber } from "../../../db/requests/reservations.ts";
import { recordedCallId } from "../../domain/match/inbound-call.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { noteMatch } from "../../platform/metrics.server.ts";
import type { Service } from "../../platform/service.ts";
import { answerOnce, hashBody, type RepeatableCall } from "../answer-once.ts";
import { noteFailed, noteServed } from "../database-health.ts";
import { inTurn } from "../in-turn.ts";
import { newId } from "../new-id.ts";
import { type Decided, decide, LOCKED_ANSWER, look } from "./decide-call.ts";
import { type InboundCall, type MatchAnswer, meantNumber } from "./match-answer.ts";
import { admitWithOthers, lookWithOthers } from "./match-batches.ts";
import { remembered, repeat, repeatableCall } from "./repeat-call.ts";

/** The first call with this `callId` takes longer than a second one waits. */
export type CallUnderWay = { code: "still-under-way" };

/** Each further round means that what decided the call changed while it was decided. */
const ROUNDS_MAX = 20;

/**
 * Decides whose call it is, records the call, counts a wrong code, and releases the request where
 * that is asked (C9, C10). The same `callId` with the same criteria gets the same answer for ten
 * minutes; only the record is written again.
 *
 * Calls that bring a code for the same pair go one after the other: a wrong one takes longer to be
 * counted than a right one to be admitted, so that of many at once the right one would be admitted
 * whatever its turn was.
 */
export async function matchCall(
	service: Service,
	call: InboundCall,
): Promise<Result<MatchAnswer, CallUnderWay>> {
	try {
		const answered = await (call.accessCode === null
			? settle(service, call)
			: inTurn(service, pairOf(call), () => settle(service, call)));
		if (answered.ok) {
			noteServed(service);
			// A call that a user makes on a page is none of the phone system's.
			if (call.madeBy === undefined) noteMatch(answered.value.outcome);
		}
		return answered;
	} catch (error) {
		noteFailed(service, error);
		throw error;
	}
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
	service: Service,
	call: InboundCall,
): Promise<Result<MatchAnswer, CallUnderWay>> {
	const repeatable = call.callId === null ? null : repeatableCall(call, call.callId);
	const admission = admissionOf(call, repeatable);
	for (let round = 1; round <= ROUNDS_MAX; round += 1) {
		let admitted = await admitWithOthers(service, admission);
		if (admitted.was === "open") {
			const decided = decide(call, await lookWithOthers(service, call));
			if (decided.outcome !== "MATCHED") {
				const refused = await refuse(service, call, repeatable, decided);
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

/**
 * Records a call that is not admitted, once for all that are the same. `changed`: it would be by
 * now.
 */
async function refuse(
	service: Service,
	call: InboundCall,
	repeatable: RepeatableCall | null,
	decided: Decided,
): Promise<Result<MatchAnswer, CallUnderWay> | "changed"> {
	if (repeatable === null) return ok((await record(service.db, decided)).answer);
	const once = await answerOnce<"changed">(service, repeatable, async ({ db }) => {
		const again = decide(call, await look(db, call));
		if (again.outcome === "MATCHED") return { ok: false, refusal: "changed" };
		const { answer, attempt } = await record(db, again);
		return { ok: true, response: remembered(answer, attempt) };
	});
	if (once.outcome === "refused") return once.refusal;
	if (once.outcome !== "answered" && once.outcome !== "replayed")
		return err({ code: "still-under-way" });
	return ok(
		await repeat(service.db, call, once.response, { isRecorded: once.outcome === "answered" }),
	);
}

/** Records a call that is not admitted, and counts a wrong code that is a guess. */
async function record(
	db: Db,
	{ outcome, matched, codeLength, isGuess, attempt, pair }: Decided,
): Promise<{ answer: MatchAnswer; attempt: Attempt }> {
	if (isGuess && (await recordWrongCode(db, attempt, pair)) === "LOCKED")
		return { answer: LOCKED_ANSWER, attempt: { ...attempt, requestId: null } };
	if (!isGuess) await insertAttempt(db, attempt, outcome);
	return { answer: { outcome, matched, request: null, codeLength }, attempt };
}
