import { arrayLiteral } from "./array-literal.ts";
import { ATTEMPT_COLUMNS, type Attempt, type GuessPair } from "./attempts.ts";
import { LIVE } from "./call-in-requests.ts";
import type { RunStatement } from "./client.ts";
import { MATCH_ENDPOINT } from "./idempotency.ts";

/** What the phone system is told about the request that a call belongs to. `userData` is JSON text. */
export type AdmittedRequest = {
	id: string;
	groupName: string;
	toPhoneNumber: string;
	fromPhoneNumber: string | null;
	expirationTime: number;
	userData: string | null;
	callbackServiceId: string | null;
};

/** An attempt that is to be admitted to its request, and what is remembered of that; null where it is not. */
export type Admission = {
	attempt: Attempt & { requestId: string };
	pair: GuessPair;
	released: boolean;
	remember: { apiKeyId: string; key: string; requestHash: string; response: string; seconds: number } | null;
};

/**
 * `locked`: guesses have locked the pair by now; a call that is not to be remembered is recorded as that. `gone`: the request is not live any
 * more. `answered`: the call is remembered with an answer by now. These two record nothing.
 */
export type Admitted = AdmittedRequest | "locked" | "gone" | "answered";

type Row = {
	place: number;
	locked: boolean;
	is_live: boolean;
	id: string | null;
	group_name: string;
	to_number: string;
	from_number: string | null;
	expires_ms: number;
	user_data: string | null;
	callback_service_id: string | null;
};

const REQUEST = `r.id, r.group_id, r.group_name, r.to_number, r.from_number, r.user_data, r.callback_service_id, r.matched_at,
		(extract(epoch from r.expires_at) * 1000)::float8 as expires_ms`;
const recorded = (outcome: string, from: string, request: string, group: string, released: string): string => `
	insert into attempts (${ATTEMPT_COLUMNS})
	select attempt_id, at, call_id, ani, dnis, '${outcome}', ${request}, ${group}, ${released}, api_key_id, corr_id from ${from}`;

/**
 * Rows are locked in one order by all who run this: guesses, answers, requests, and each of these by their keys. Whether a pair is locked is asked
 * of the row that all guesses under way have left, so that a right code among many guesses at once is worth no more than its turn (C10).
 */
const ADMIT = `
with asked as materialized (
	select attempt_id, coalesce(to_timestamp(at_ms / 1000), statement_timestamp()) as at, call_id, ani, dnis, request_id, api_key_id, corr_id,
		guess_from, guess_to, released, remember_key_id, key, request_hash, response, seconds, place
	from unnest((select $1::text::uuid[]), (select $2::text::float8[]), (select $3::text::text[]), (select $4::text::text[]), (select $5::text::text[]),
		(select $6::text::uuid[]), (select $7::text::uuid[]), (select $8::text::uuid[]), (select $9::text::text[]), (select $10::text::text[]),
		(select $11::text::boolean[]), (select $12::text::text[]), (select $13::text::text[]), (select $14::text::text[]), (select $15::text::integer[]),
		(select $16::text::uuid[]))
		with ordinality as a(attempt_id, at_ms, call_id, ani, dnis, request_id, api_key_id, corr_id, guess_from, guess_to, released, key, request_hash,
			response, seconds, remember_key_id, place)
),
guessed as materialized (
	select g.from_number, g.to_number, g.locked_until from code_guesses g
	where (g.from_number, g.to_number) in (select guess_from, guess_to from asked) order by g.from_number, g.to_number for share
),
judged as materialized (
	select a.*, exists (
		select from guessed g where g.from_number = a.guess_from and g.to_number = a.guess_to and g.locked_until > statement_timestamp()
	) as locked from asked a
),
live as materialized (
	select j.*, ${REQUEST} from judged j join requests r on r.id = j.request_id where not j.locked and ${LIVE}
),
remembered as materialized (
	insert into idempotency as i (api_key_id, endpoint, key, request_hash, response, created_at, until)
	select distinct on (remember_key_id, key) remember_key_id, '${MATCH_ENDPOINT}', key, request_hash, response, statement_timestamp(),
		statement_timestamp() + make_interval(secs => seconds)
	from live where key is not null order by remember_key_id, key, place
	on conflict (api_key_id, endpoint, key) do update set
		request_hash = excluded.request_hash, response = excluded.response, created_at = excluded.created_at, until = excluded.until
	where i.until <= statement_timestamp()
	returning api_key_id, key, response
),
admitted as materialized (
	select l.* from live l where l.key is null
		or exists (select from remembered m where m.api_key_id = l.remember_key_id and m.key = l.key and m.response = l.response)
),
first as materialized (
	select r.id, (select min(a.at) from admitted a where a.request_id = r.id) as at from requests r
	where r.id in (select request_id from admitted where matched_at is null) order by r.id for no key update
),
marked as (update requests r set matched_at = f.at from first f where r.id = f.id and r.matched_at is null),
recorded_lock as (${recorded("LOCKED", "judged where locked and key is null", "null::uuid", "null::uuid", "false")}),
recorded as (${recorded("MATCHED", "admitted", "request_id", "group_id", "released")})
select j.place::integer, j.locked, exists (select from live l where l.place = j.place) as is_live, a.id, a.group_name, a.to_number, a.from_number,
	a.user_data, a.callback_service_id, a.expires_ms
from judged j left join admitted a on a.place = j.place`;

/** Admits the attempts' requests that are live still, and records the calls, in one statement, each for itself. In the order of `admissions`. */
export async function admitRequests(run: RunStatement, admissions: readonly Admission[]): Promise<Admitted[]> {
	const column = (value: (admission: Admission) => string | number | null) =>
		arrayLiteral(admissions.map((one) => value(one)?.toString() ?? null));
	const rows = await run<Row>(ADMIT, [
		column(({ attempt }) => attempt.id),
		column(({ attempt }) => attempt.at),
		column(({ attempt }) => attempt.callId),
		column(({ attempt }) => attempt.fromNumber),
		column(({ attempt }) => attempt.toNumber),
		column(({ attempt }) => attempt.requestId),
		column(({ attempt }) => attempt.apiKeyId),
		column(({ attempt }) => attempt.corrId),
		column(({ pair }) => pair.fromNumber ?? ""),
		column(({ pair }) => pair.toNumber ?? ""),
		column(({ released }) => String(released)),
		column(({ remember }) => remember?.key ?? null),
		column(({ remember }) => remember?.requestHash ?? null),
		column(({ remember }) => remember?.response ?? null),
		column(({ remember }) => remember?.seconds ?? null),
		column(({ remember }) => remember?.apiKeyId ?? null),
	]);
	const byPlace = new Map(rows.map((row) => [row.place, row]));
	return admissions.map((_, index) => {
		const row = byPlace.get(index + 1) as Row;
		if (row.locked) return "locked";
		if (row.id !== null) return toAdmitted(row, row.id);
		return row.is_live ? "answered" : "gone";
	});
}

/** What a remembered call was admitted to: it stays the same, but for its end. Null where it was removed since. */
export async function findAdmitted(run: RunStatement, requestId: string): Promise<AdmittedRequest | null> {
	const [row] = await run<Row>(`select ${REQUEST} from requests r where r.id = $1::uuid`, [requestId]);
	return row ? toAdmitted(row, requestId) : null;
}

const toAdmitted = (row: Row, id: string): AdmittedRequest => ({
	id,
	groupName: row.group_name,
	toPhoneNumber: row.to_number,
	fromPhoneNumber: row.from_number,
	expirationTime: row.expires_ms,
	userData: row.user_data,
	callbackServiceId: row.callback_service_id,
});
