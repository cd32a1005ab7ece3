import type { Attestation } from "../../app/domain/match/attestation.ts";
import { GUESS_WINDOW_SECONDS } from "../../app/domain/match/guessing.ts";
import type { MatchOutcome } from "../../app/domain/match/outcome.ts";
import { NOW_MS } from "../clock.ts";
import type { Db } from "../connection/database.ts";
import { type Age, deleteOldest } from "../retention/clean-up.ts";

/**
 * A call of match for the records (K5). `at` is milliseconds since 1970; null is now. Never the
 * guessed code.
 */
export type Attempt = {
	id: string;
	at: number | null;
	callId: string | null;
	fromNumber: string | null;
	/** The number as given; null if it is the same (N3). */
	fromGiven: string | null;
	toNumber: string | null;
	/** The request, if one is certain. */
	requestId: string | null;
	apiKeyId: string;
	corrId: string;
	attestation: Attestation | null;
};

export const ATTEMPT_COLUMNS = `id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation`;
// $1 to $10 of every statement below.
export const attemptValues = (outcome: string, request: string, released: string): string => `
	$1::uuid, coalesce(to_timestamp($2::float8 / 1000), ${NOW_MS}), $3::text, $4::text, $9::text,
		$5::text, ${outcome}, ${request},
	(select r.group_id from requests r where r.id = ${request}), ${released}, $7::uuid, $8::uuid,
		$10::text`;
export const attemptParams = (attempt: Attempt): unknown[] => [
	attempt.id,
	attempt.at,
	attempt.callId,
	attempt.fromNumber,
	attempt.toNumber,
	attempt.requestId,
	attempt.apiKeyId,
	attempt.corrId,
	attempt.fromGiven,
	attempt.attestation,
];

/** Records a call that changes nothing else. */
export async function insertAttempt(
	db: Db,
	attempt: Attempt,
	outcome: MatchOutcome,
): Promise<void> {
	await db.query(
		`insert into attempts (${ATTEMPT_COLUMNS})
			select ${attemptValues("$11::text", "$6::uuid", "false")}`,
		[...attemptParams(attempt), outcome],
	);
}

/** Removes expired counts, for space only. A few at a time; returns the number removed. */
export async function deleteOldGuesses(tx: Db): Promise<number> {
	const over = `statement_timestamp() - make_interval(secs => ${GUESS_WINDOW_SECONDS})`;
	const deleted = await tx.query(
		`delete from code_guesses where (from_number, to_number) in (
			select from_number, to_number from code_guesses
			where failures[cardinality(failures)] < ${over} and (locked_until is null
				or locked_until < statement_timestamp())
			limit 500 for update skip locked
		) returning 1`,
		[],
	);
	return deleted.length;
}

/** Removes attempts of this age (K4), the oldest first. See `deleteOldest`. */
export const deleteOldAttempts = (tx: Db, age: Age, from: string | null) =>
	deleteOldest(tx, { table: "attempts", time: "at" }, age, from);
