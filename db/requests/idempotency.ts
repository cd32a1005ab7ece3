import { TRANSACTION_MS } from "../clock.ts";
import { type Db, LOCK_TIMEOUT_MS } from "../connection/database.ts";

/** The endpoint name of remembered match answers. */
export const MATCH_ENDPOINT = "match";

/**
 * The idempotency key: the client's API key, the endpoint, and the client's own key for the call.
 */
export type RememberedBy = { apiKeyId: string; endpoint: string; key: string };

/**
 * Ours to answer after a wait of `waitedMs`, or answered before. `response` is null if it has been
 * erased.
 */
export type Claim =
	| { outcome: "ours"; waitedMs: number }
	| { outcome: "answered"; requestHash: string; response: string | null }
	| { outcome: "gone" };

/**
 * Claims a call for this transaction, unless its answer is remembered. Waits for another
 * transaction's claim; SQLSTATE 55P03 means that the wait timed out. `gone`: the other row was
 * removed meanwhile, and a retry will tell.
 */
export async function claimAnswer(
	tx: Db,
	by: RememberedBy,
	requestHash: string,
	rememberSeconds: number,
): Promise<Claim> {
	const [ours] = await tx.query<{ waited_ms: number }>(
		`with patience as materialized (
			select set_config('lock_timeout', '${LOCK_TIMEOUT_MS}', true) as set
		)
		insert into idempotency (api_key_id, endpoint, key, request_hash, created_at, until)
		select $1::uuid, $2::text, $3::text, $4::text,
			${TRANSACTION_MS}, ${TRANSACTION_MS} + make_interval(secs => $5::integer)
		from patience where set is not null
		on conflict (api_key_id, endpoint, key) do update set
			request_hash = excluded.request_hash, response = null,
			created_at = excluded.created_at, until = excluded.until
		where idempotency.until <= now()
		returning (extract(epoch from clock_timestamp() - now()) * 1000)::float8 as waited_ms`,
		[by.apiKeyId, by.endpoint, by.key, requestHash, rememberSeconds],
	);
	if (ours) return { outcome: "ours", waitedMs: ours.waited_ms };
	const [answered] = await tx.query<{ request_hash: string; response: string | null }>(
		`select request_hash, response from idempotency
		where api_key_id = $1::uuid and endpoint = $2::text and key = $3::text`,
		[by.apiKeyId, by.endpoint, by.key],
	);
	if (!answered) return { outcome: "gone" };
	return { outcome: "answered", requestHash: answered.request_hash, response: answered.response };
}

/** The remembered answer of a call; null if there is none, or none any more. */
export async function findAnswer(db: Db, by: RememberedBy): Promise<string | null> {
	const [row] = await db.query<{ response: string | null }>(
		`select response from idempotency
		where api_key_id = $1::uuid and endpoint = $2::text and key = $3::text and until > now()`,
		[by.apiKeyId, by.endpoint, by.key],
	);
	return row?.response ?? null;
}

/** Remembers the answer of a call that this transaction has claimed. */
export async function rememberAnswer(tx: Db, by: RememberedBy, response: string): Promise<void> {
	await tx.query(
		`update idempotency set response = $4::text
		where api_key_id = $1::uuid and endpoint = $2::text and key = $3::text`,
		[by.apiKeyId, by.endpoint, by.key, response],
	);
}

/**
 * Removes expired answers, access codes in answers included (C7, K3). A few at a time; returns the
 * number removed.
 */
export async function deleteOldAnswers(tx: Db): Promise<number> {
	const deleted = await tx.query(
		`delete from idempotency where (api_key_id, endpoint, key) in (
			select api_key_id, endpoint, key from idempotency
			where until <= now() limit 500 for update skip locked
		) returning 1`,
		[],
	);
	return deleted.length;
}
