import type { Db } from "../../../db/connection/database.ts";
import type { Attempt } from "../../../db/match/attempts.ts";
import {
	type MatchReading,
	type MatchSearch,
	readMatchCandidates,
} from "../../../db/match/match-candidates.ts";
import type { WrongCode } from "../../../db/match/wrong-codes.ts";
import type { MatchCandidate, MatchCriteria } from "../../domain/match/candidate.ts";
import { recordedCallId } from "../../domain/match/inbound-call.ts";
import { decideMatch, type MatchDecision, type MatchFlags } from "../../domain/match/match.ts";
import type { MatchOutcome } from "../../domain/match/outcome.ts";
import { newId } from "../new-id.ts";
import { type InboundCall, type MatchAnswer, meantNumber, recordedCaller } from "./match-answer.ts";
import { lookFor } from "./match-batches.ts";

const NOTHING: MatchFlags = { accessCode: false, fromPhoneNumber: false, toPhoneNumber: false };
/** The answer while the pair of caller and number is locked (C10). */
export const LOCKED_ANSWER: MatchAnswer = {
	outcome: "LOCKED",
	matched: NOTHING,
	request: null,
	codeLength: null,
};
const LOCKED = {
	...LOCKED_ANSWER,
	outcome: "LOCKED",
	request: null,
	isGuess: false,
	isStranger: false,
} as const;

export async function look(db: Db, call: MatchSearch): Promise<MatchReading> {
	const [reading] = await readMatchCandidates(db, lookFor(call), [call]);
	return reading as MatchReading;
}

/**
 * Reads what decides a call, and decides it; the decision is null while the pair is locked.
 * Read-only.
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

function judge(
	{ accessCode, fromNumber, fromReadings, dialed, attestation }: MatchSearch,
	reading: MatchReading,
) {
	const criteria: MatchCriteria = {
		accessCode,
		fromNumber,
		fromReadings,
		attestation,
		toNumber: dialed === null ? null : (reading.toNumber ?? ""),
	};
	return {
		criteria,
		decision: reading.isLocked
			? null
			: decideMatch(criteria, reading.candidates, reading.now, reading.guards),
	};
}

/** The decision on a call. `wrongCode`: what is counted, for a guess, and where a guard refuses. */
export type Decided = {
	outcome: MatchOutcome;
	matched: MatchFlags;
	request: MatchCandidate | null;
	codeLength: number | null;
	attempt: Attempt;
	wrongCode: WrongCode | null;
};

export function decide(call: InboundCall, reading: MatchReading): Decided {
	const { decision } = judge(call, reading);
	const { isGuess, isStranger, ...decided } = decision ?? LOCKED;
	const isLockedByGuard = decision?.outcome === "LOCKED";
	const { fromNumber, hidesCaller = false } = call;
	const pair = { fromNumber, toNumber: reading.toNumber, hidesCaller };
	const attempt: Attempt = {
		id: newId(),
		at: reading.now,
		callId: recordedCallId(call.callId),
		...recordedCaller(call),
		toNumber: reading.toNumber ?? meantNumber(call),
		requestId: decided.request?.id ?? null,
		apiKeyId: call.madeBy ?? call.apiKey.id,
		corrId: call.corrId,
		attestation: call.attestation ?? null,
	};
	const isCounted = isGuess || isLockedByGuard;
	return {
		...decided,
		attempt,
		wrongCode: isCounted
			? { pair, isLockedByGuard, isGuess, isStranger, apiKey: call.apiKey }
			: null,
	};
}
