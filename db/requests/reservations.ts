import type { StoredCaller } from "../../app/domain/numbers/stored-caller.ts";
import type { CallInRequest } from "../../app/domain/requests/call-in.ts";
import { type Db, LOCK_TIMEOUT_MS } from "../connection/database.ts";
import { meetsDemands } from "./group-demands.ts";

/**
 * The input of a reservation. `code` has the greatest length, or is for the number itself: a
 * shorter code is its first digits.
 */
export type ReservationInput = {
	requestId: string;
	groupNameKey: string;
	apiKey: { id: string; limitedToGroups: boolean };
	code: string;
	/** Seconds of quarantine: an ended code stays away from its number. */
	codeQuarantineSeconds: number;
	/** Numbers without a free code, as found for this very call. */
	withoutCodes: readonly string[];
	/** As given, in E.164. */
	fromPhoneNumber: string | null;
	/**
	 * Its normalized readings, the first reading first (N2, N3); absent if the number itself is the
	 * only one.
	 */
	fromCompared?: readonly string[] | undefined;
	userData: string | null;
	callbackServiceId: string | null;
	/** Null or absent: the group's expiry (C16). */
	expirySeconds?: number | null | undefined;
	corrId: string;
};

/** A caller's number in the columns of a request. */
export function keptCaller({
	fromPhoneNumber,
	fromCompared = [],
}: Pick<ReservationInput, "fromPhoneNumber" | "fromCompared">): StoredCaller {
	const fromNumber = fromCompared[0] ?? fromPhoneNumber;
	return {
		fromNumber,
		fromReadings: fromCompared.length > 1 ? fromCompared : null,
		fromGiven: fromPhoneNumber === fromNumber ? null : fromPhoneNumber,
	};
}

/**
 * The result of one look at a group. `undecided`: some numbers were free, but other transactions
 * had locked or just taken them all, so only another look can tell. `code-taken`: the code is not
 * free on that number; nothing was reserved. `none-free`: at one moment no number was free.
 * `waitMs` is the time until the first will be; null if only numbers of `withoutCodes` are left.
 */
export type Reservation =
	| { outcome: "reserved"; request: CallInRequest }
	| { outcome: "no-such-group" }
	| { outcome: "none-free"; waitMs: number | null }
	| { outcome: "undecided" }
	| { outcome: "code-taken"; number: string; codeLength: number };

// A number is free if no unique-DNIS request is live on it and, for a unique-DNIS group, no request
// at all (C3). The number's own row decides, so later changes of pools and settings do not matter.
const FREE = "n.held_until <= now() and (not a.unique_dnis or n.busy_until <= now())";
// Numbers that are draining are not given (G15).
const POOL = `asked a
	join pool_entries e on e.group_id = a.id and e.drain is null
	join numbers n on n.number = e.number and n.number <> all(string_to_array($6::text, ','))`;

/**
 * The longest free number first; for shared numbers, the least recently given (C4). Skips locked
 * rows, so it never waits. Ties are broken at random: times are whole milliseconds, and many
 * numbers may be given in one.
 */
const PICK_UNLOCKED = `picked as materialized (
	select n.number from ${POOL} where ${FREE}
	order by case when a.unique_dnis then n.busy_until else n.given_at end, random()
	limit 1 for no key update of n skip locked
)`;

/**
 * Waits for one number only: waiting with a lock in hand could deadlock. A random free number, so
 * that waiters spread instead of queueing for the same one.
 */
const PICK_WAITING = `patience as materialized (select set_config('lock_timeout',
	'${LOCK_TIMEOUT_MS}', true) as set),
chosen as materialized (
	select n.number from patience p cross join ${POOL} where p.set is not null and ${FREE}
		order by random() limit 1
),
picked as materialized (
	select n.number from chosen c join numbers n on n.number = c.number cross join asked a
		where ${FREE} for no key update of n
)`;

/** The number that this transaction has already locked. */
const PICK_GIVEN = `picked as materialized (
	select n.number from ${POOL} where n.number = $15::text and ${FREE} for no key update of n
)`;

/**
 * Finds the group, takes a number and a code, and writes the request, all or nothing. The times are
 * read after the row lock, so that waiting does not shorten the expiry. Free numbers are judged by
 * the earlier now(), which can only find fewer.
 */
const reservation = (pick: string): string => `
with asked as materialized (
	select id, name, generate_access_code, access_code_length,
		coalesce($14::float8, expiry_seconds) as expiry_seconds, unique_dnis,
		caller_id, guard from groups g
	where g.name_key = $1::text
	and (not $3::boolean or exists (select 1 from api_key_groups k where k.api_key_id = $2::uuid
		and k.group_id = g.id))
	and ${meetsDemands({ fromNumber: "$7::text", expirySeconds: "$14::float8" })}
),
${pick},
times as materialized (
	select p.number, date_trunc('milliseconds', clock_timestamp()) as at from picked p
),
candidate as materialized (
	select t.number, left($5::text, a.access_code_length) as code,
		t.at + make_interval(secs => a.expiry_seconds) as live_until
	from times t cross join asked a where a.generate_access_code
		and char_length($5::text) >= a.access_code_length
),
coded as (
	insert into live_codes (number, code, request_id, live_until) select number, code, $4::uuid,
		live_until from candidate
	on conflict (number, code) do update set request_id = excluded.request_id,
		live_until = excluded.live_until
	where live_codes.live_until <= now() - make_interval(secs => $11::integer)
	returning code
),
made as (
	insert into requests (id, created_at, expires_at, group_id, group_name, unique_dnis, to_number,
		from_number, from_given,
		from_readings, has_access_code, access_code, user_data, callback_service_id, api_key_id,
			corr_id, caller_id, guard)
	select $4::uuid, t.at, t.at + make_interval(secs => a.expiry_seconds), a.id, a.name,
		a.unique_dnis, t.number, $7::text, $12::text,
		string_to_array($13::text, ','), a.generate_access_code, d.code, $8::text, $9::uuid, $2::uuid,
			$10::uuid, a.caller_id, a.guard
	from times t cross join asked a left join coded d on true
	where d.code is not null or not a.generate_access_code
	returning *
),
held as (
	update numbers n set
		busy_until = greatest(n.busy_until, m.expires_at),
		given_at = m.created_at,
		holder_id = case when m.unique_dnis then m.id else n.holder_id end,
		held_until = case when m.unique_dnis then m.expires_at else n.held_until end
	from made m where n.number = m.to_number
)
select a.access_code_length, p.number, m.group_name, m.access_code,
	(extract(epoch from m.expires_at) * 1000)::float8 as expires_ms,
	case when p.number is null then (
		select (extract(epoch from min(case when a.unique_dnis then greatest(n.busy_until, n.held_until)
			else n.held_until end) - now()) * 1000)::float8
		from ${POOL}
	) end as wait_ms
from asked a left join picked p on true left join made m on true`;

type Row = {
	access_code_length: number;
	number: string | null;
	group_name: string | null;
	access_code: string | null;
	expires_ms: number | null;
	wait_ms: number | null;
};

const UNLOCKED = reservation(PICK_UNLOCKED);
const WAITING = reservation(PICK_WAITING);
const GIVEN = reservation(PICK_GIVEN);

/** One statement that skips locked rows. */
export const reserveUnlocked = (db: Db, input: ReservationInput) => reserve(db, UNLOCKED, input);

/**
 * One statement that waits for a lock on one free number; `isUnreachable` recognizes its timeout.
 */
export const reserveWaiting = (db: Db, input: ReservationInput) => reserve(db, WAITING, input);

/** Reserves this number, which the transaction has locked with `lockNumber`. */
export const reserveLocked = (tx: Db, input: ReservationInput, number: string) =>
	reserve(tx, GIVEN, input, [number]);

async function reserve(
	db: Db,
	text: string,
	input: ReservationInput,
	more: string[] = [],
): Promise<Reservation> {
	const { apiKey, code, withoutCodes, requestId, fromPhoneNumber, callbackServiceId } = input;
	const caller = keptCaller(input);
	const [row] = await db.query<Row>(text, [
		input.groupNameKey,
		apiKey.id,
		apiKey.limitedToGroups,
		requestId,
		code,
		withoutCodes.join(","),
		caller.fromNumber,
		input.userData,
		callbackServiceId,
		input.corrId,
		input.codeQuarantineSeconds,
		caller.fromGiven,
		caller.fromReadings?.join(",") ?? null,
		input.expirySeconds ?? null,
		...more,
	]);
	if (!row) return { outcome: "no-such-group" };
	if (row.number === null) {
		// Refuse only if this look found nothing free: other transactions may have locked or taken the
		// numbers that it found.
		const free = row.wait_ms !== null && row.wait_ms <= 0;
		return free ? { outcome: "undecided" } : { outcome: "none-free", waitMs: row.wait_ms };
	}
	if (row.expires_ms === null)
		return { outcome: "code-taken", number: row.number, codeLength: row.access_code_length };
	return {
		outcome: "reserved",
		request: {
			id: requestId,
			toPhoneNumber: row.number,
			groupName: row.group_name as string,
			expirationTime: row.expires_ms,
			accessCode: row.access_code,
			fromPhoneNumber,
			callbackServiceId,
		},
	};
}

/**
 * Locks a number's row until the transaction ends: taking a number or a code on it needs this lock.
 */
export async function lockNumber(tx: Db, number: string): Promise<void> {
	await tx.query(
		`with patience as materialized (select set_config('lock_timeout', '${LOCK_TIMEOUT_MS}', true)
			as set)
		select 1 from numbers n where n.number = (select $1::text from patience
			where set is not null) for no key update of n`,
		[number],
	);
}
