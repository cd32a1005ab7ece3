import type { StoredCaller } from "../../app/domain/numbers/stored-caller.ts";
import type { CallInRequest } from "../../app/domain/requests/call-in.ts";
import { type Db, LOCK_TIMEOUT_MS } from "../connection/database.ts";

/**
 * What a request is made of. `code` is one of the greatest length, or of the number's own: a
 * shorter code is its first digits.
 */
export type ReservationInput = {
	requestId: string;
	groupNameKey: string;
	apiKey: { id: string; limitedToGroups: boolean };
	code: string;
	/** Seconds for which a code that has ended stays away from its number. */
	codeQuarantineSeconds: number;
	/** Numbers that have no code left, as found for this very call. */
	withoutCodes: readonly string[];
	/** As it was given, in E.164. */
	fromPhoneNumber: string | null;
	/**
	 * What its readings are compared by, the first one's first (N2, N3); absent where that is the
	 * number itself.
	 */
	fromCompared?: readonly string[] | undefined;
	userData: string | null;
	callbackServiceId: string | null;
	corrId: string;
};

/** A caller's number as the columns of a request have it. */
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
 * What one look at a group came to. `undecided`: some number was free, but others had locked or
 * just taken all that were, so only another look can tell. `code-taken`: the code is not free on
 * that number; nothing was reserved. `none-free`: at one moment no number was; `waitMs` until the
 * first will be, null when only numbers of `withoutCodes` are left.
 */
export type Reservation =
	| { outcome: "reserved"; request: CallInRequest }
	| { outcome: "no-such-group" }
	| { outcome: "none-free"; waitMs: number | null }
	| { outcome: "undecided" }
	| { outcome: "code-taken"; number: string; codeLength: number };

// Of the numbers that a group may give: nothing of a unique-DNIS group is live on it; and in such a
// group, nothing at all (C3). The row is the number's own, so this holds whatever has happened to
// pools and settings since.
const FREE = "n.held_until <= now() and (not a.unique_dnis or n.busy_until <= now())";
const POOL = `asked a
	join pool_entries e on e.group_id = a.id
	join numbers n on n.number = e.number and n.number <> all(string_to_array($6::text, ','))`;

/**
 * The longest free first, and where numbers are shared the least recently given (C4). Does not
 * wait: what others have locked is passed over. By chance among equals: times are whole
 * milliseconds, and many numbers may be given in one.
 */
const PICK_UNLOCKED = `picked as materialized (
	select n.number from ${POOL} where ${FREE}
	order by case when a.unique_dnis then n.busy_until else n.given_at end, random()
	limit 1 for no key update of n skip locked
)`;

/**
 * Waits for one number and no more: whoever waits while holding another could be waited for in a
 * circle. Any of the free ones, or all who wait would wait for, and share, the same number.
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

/** The number that this transaction has locked already. */
const PICK_GIVEN = `picked as materialized (
	select n.number from ${POOL} where n.number = $14::text and ${FREE} for no key update of n
)`;

/**
 * Finds the group, takes a number and a code, and writes the request, all or nothing. The times are
 * read once the number's row is locked, so that waiting shortens nobody's time; what is free is
 * judged by the statement's earlier now(), which can only find less.
 */
const reservation = (pick: string): string => `
with asked as materialized (
	select id, name, generate_access_code, access_code_length, expiry_seconds, unique_dnis
		from groups g
	where g.name_key = $1::text
	and (not $3::boolean or exists (select 1 from api_key_groups k where k.api_key_id = $2::uuid
		and k.group_id = g.id))
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
			corr_id)
	select $4::uuid, t.at, t.at + make_interval(secs => a.expiry_seconds), a.id, a.name,
		a.unique_dnis, t.number, $7::text, $12::text,
		string_to_array($13::text, ','), a.generate_access_code, d.code, $8::text, $9::uuid, $2::uuid,
			$10::uuid
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

/** One statement that waits for nobody. */
export const reserveUnlocked = (db: Db, input: ReservationInput) => reserve(db, UNLOCKED, input);

/**
 * One statement that waits for one free number that others have locked; `isUnreachable` knows the
 * error when that takes too long.
 */
export const reserveWaiting = (db: Db, input: ReservationInput) => reserve(db, WAITING, input);

/** Reserves this number, which `lockNumber` has locked in the transaction. */
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
		...more,
	]);
	if (!row) return { outcome: "no-such-group" };
	if (row.number === null) {
		// Refused only when this one look found nothing free: everything that it did find may have been
		// locked by others, or taken.
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
 * Locks a number until the transaction ends: whoever takes a number or a code on it holds this
 * lock.
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
