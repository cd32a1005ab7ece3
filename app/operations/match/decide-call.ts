import type { Db } from "../../../db/connection/database.ts";
import type { Attempt, GuessPair } from "../../../db/match/attempts.ts";
import {
	type MatchReading,
	type MatchSearch,
	readMatchCandidates,
} from "../../../db/match/match-candidates.ts";
import {
	decideMatch,
	type MatchCandidate,
	type MatchCriteria,
	type MatchDecision,
	type MatchFlags,
} from "../../domain/match/match.ts";
import type { MatchOutcome } from "../../domain/match/outcome.ts";
import { newId } from "../new-id.ts";
import type { InboundCall } from "./match-answer.ts";
import { lookFor } from "./match-batches.ts";

const NOTHING: MatchFlags = { accessCode: false, fromPhoneNumber: false, toPhoneNumber: false };
export const LOCKED = { outcome: "LOCKED", matched: NOTHING, request: null } as const;

export async function look(db: Db, call: MatchSearch): Promise<MatchReading> {
	const [reading] = await readMatchCandidates(db, lookFor(call), [call]);
	return reading as MatchReading;
}

/**
 * What decides whose call it is, and the decision; null while its pair is locked. Changes nothing.
 */
export async function lookAtCall(
	db: Db,
	call: MatchSearch,
): Promise<{
	reading: MatchReading;
	criteria: MatchCriteria;
	decision: MatchDecision<MatchCandidate> | null;
}> {
	const reading = await look(db, call);
	return { reading, ...judge(call, reading) };
}

function judge({ accessCode, fromNumber, dialed }: MatchSearch, reading: MatchReading) {
	const criteria = {
		accessCode,
		fromNumber,
		toNumber: dialed === null ? null : (reading.toNumber ?? ""),
	};
	return {
		criteria,
		decision: reading.isLocked ? null : decideMatch(criteria, reading.candidates, reading.now),
	};
}

/** What is decided of a call. `pair` is the one that wrong codes are counted for. */
export type Decided = {
	outcome: MatchOutcome;
	matched: MatchFlags;
	request: MatchCandidate | null;
	attempt: Attempt;
	pair: GuessPair;
};

export function decide(call: InboundCall, reading: MatchReading): Decided {
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
	return {
		attempt,
		pair: { fromNumber: call.fromNumber, toNumber: reading.toNumber },
		...decision,
	};
}
