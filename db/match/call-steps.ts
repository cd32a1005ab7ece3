import { NOW_MS } from "../clock.ts";
import type { Db } from "../connection/database.ts";
import { endCallInRequest, LIVE } from "../requests/call-in-requests.ts";
import type { CALL_STEPS } from "../schema/match-tables.ts";

export type CallStep = (typeof CALL_STEPS)[number];

/** The matched attempt of a call, and its request, as far as that still exists. */
export type MatchedCall = {
	attemptId: string;
	requestId: string;
	number: string;
	isLive: boolean;
	/** Those that are noted so far; of a newer version, others too. */
	steps: readonly string[];
};

/**
 * The latest matched attempt of a call that came through this key; null if the call was not
 * matched.
 */
export async function findMatchedCall(
	db: Db,
	callId: string,
	apiKeyId: string,
): Promise<MatchedCall | null> {
	const [row] = await db.query<{
		attempt_id: string;
		request_id: string;
		to_number: string;
		is_live: boolean;
		steps: string;
	}>(
		`select a.id as attempt_id, r.id as request_id, r.to_number, ${LIVE} as is_live,
			(select coalesce(string_agg(s.step, ' '), '') from call_steps s
				where s.attempt_id = a.id) as steps
		from attempts a join requests r on r.id = a.request_id
		where hashtextextended(a.call_id, 0) = hashtextextended($1::text, 0)
			and a.call_id = $1::text and a.api_key_id = $2::uuid and a.outcome = 'MATCHED'
		order by a.at desc, a.id desc limit 1`,
		[callId, apiKeyId],
	);
	if (!row) return null;
	return {
		attemptId: row.attempt_id,
		requestId: row.request_id,
		number: row.to_number,
		isLive: row.is_live,
		steps: row.steps.split(" "),
	};
}

/**
 * Notes a step of a matched call once. The agent who answers a forwarded call is the second one:
 * jambonz does not say which leg was answered.
 */
export async function insertCallStep(db: Db, attemptId: string, step: CallStep): Promise<void> {
	await db.query(
		`insert into call_steps (attempt_id, step, at)
			select a.id, case when $2::text = 'answered' and exists (select 1 from call_steps f
				where f.attempt_id = a.id and f.step = 'forwarded')
				then 'second-answered' else $2::text end, ${NOW_MS}
			from attempts a where a.id = $1::uuid
			on conflict do nothing`,
		[attemptId, step],
	);
}

/**
 * Releases the request of a matched call, as match does with `release`: it ends, and the attempt
 * says so. False if it was no longer live. Lock its number first (`lockNumber`).
 */
export async function releaseMatched(
	tx: Db,
	{ attemptId, requestId }: MatchedCall,
): Promise<boolean> {
	if (!(await endCallInRequest(tx, requestId))) return false;
	await tx.query("update attempts set released = true where id = $1::uuid", [attemptId]);
	return true;
}
