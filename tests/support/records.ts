import { v4 as uuidv4 } from "uuid";
import type { Database } from "../../db/connection/database.ts";

/** Records as rows, as written by the API. Times are ISO 8601. */
type RequestRow = {
	id?: string;
	createdAt?: string;
	expiresAt?: string;
	endedAt?: string | null;
	matchedAt?: string | null;
	groupName?: string;
	toNumber?: string;
	fromNumber?: string | null;
	accessCode?: string | null;
	userData?: string | null;
	callbackServiceId?: string | null;
};

const SOMEWHERE = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";

/**
 * Inserts a request. By default it dates from the beginning of 2026 and expired long ago. Returns
 * its ID.
 */
export async function insertRequest(
	database: Pick<Database, "query">,
	row: RequestRow = {},
): Promise<string> {
	const createdAt = row.createdAt ?? "2026-01-01T00:00:00.000Z";
	const id = row.id ?? uuidv4();
	await database.query(
		`with made as (
			insert into requests (id, created_at, expires_at, ended_at, matched_at, group_id, group_name, unique_dnis, to_number, from_number,
				has_access_code, access_code, user_data, callback_service_id, api_key_id, corr_id)
			values ($1::uuid, $2::timestamptz, $3::timestamptz, $4::timestamptz, $5::timestamptz, '${SOMEWHERE}', $6::text, false, $7::text, $8::text,
				$9::boolean, $10::text, $11::text, $12::uuid, '${SOMEWHERE}', '${SOMEWHERE}')
			returning id, created_at, matched_at, ended_at
		)
		insert into request_states (state, created_at, id)
		select case when matched_at is null then 'cancelled' else 'matched' end, created_at, id from made
		where matched_at is not null or ended_at is not null`,
		[
			...[
				id,
				createdAt,
				row.expiresAt ?? new Date(Date.parse(createdAt) + 30_000).toISOString(),
				row.endedAt ?? null,
				row.matchedAt ?? null,
			],
			...[
				row.groupName ?? "auto_insurance",
				row.toNumber ?? "+18005550000",
				row.fromNumber ?? null,
			],
			...[
				row.accessCode != null,
				row.accessCode ?? null,
				row.userData ?? null,
				row.callbackServiceId ?? null,
			],
		],
	);
	return id;
}

type AttemptRow = {
	at?: string;
	callId?: string | null;
	fromNumber?: string | null;
	toNumber?: string | null;
	outcome?: string;
	requestId?: string | null;
	released?: boolean;
	apiKeyId?: string;
};

/** Inserts an attempt, and returns its ID. */
export async function insertAttemptRow(
	database: Pick<Database, "query">,
	row: AttemptRow = {},
): Promise<string> {
	const id = uuidv4();
	await database.query(
		`insert into attempts (id, at, call_id, from_number, to_number, outcome, request_id, released, api_key_id, corr_id)
		values ($1::uuid, $2::timestamptz, $3::text, $4::text, $5::text, $6::text, $7::uuid, $8::boolean, $9::uuid, '${SOMEWHERE}')`,
		[
			...[
				id,
				row.at ?? "2026-01-01T00:00:10.000Z",
				row.callId ?? null,
				row.fromNumber ?? null,
				row.toNumber === undefined ? "+18005550000" : row.toNumber,
			],
			...[
				row.outcome ?? "MATCHED",
				row.requestId ?? null,
				row.released ?? false,
				row.apiKeyId ?? SOMEWHERE,
			],
		],
	);
	return id;
}

/** Locks a pair for this many seconds from now. A negative number is a lock that is over. */
export const insertLock = (
	database: Pick<Database, "query">,
	fromNumber: string,
	toNumber: string,
	seconds: number,
): Promise<unknown> =>
	database.query(
		`insert into code_guesses (from_number, to_number, failures, locked_until)
		values ($1::text, $2::text, array[now()], now() + make_interval(secs => $3::float8))`,
		[fromNumber, toNumber, seconds],
	);

/** A number that is guarded for so many seconds more (C10). */
export const insertGuard = (
	database: Pick<Database, "query">,
	number: string,
	seconds: number,
): Promise<unknown> =>
	database.query(
		`insert into code_guards (kind, target, times, counts, wrong_codes, guarded_since, guarded_until)
		values ('number', $1::text, array[now()], array[51], 51, now(),
			now() + make_interval(secs => $2::float8))`,
		[number, seconds],
	);
