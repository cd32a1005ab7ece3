import {
	GIVEN_COUNTED_MAX,
	LATE_MINUTES,
	type NumberState,
	type NumberStateName,
	type StateFilter,
} from "../../app/domain/groups/number-state.ts";
import type { Db } from "../connection/database.ts";
import { LIVE } from "../requests/call-in-requests.ts";

// The state of numbers (G15). It is derived from the requests and from the number's own row, so
// that creating a request costs nothing more. All of it comes from the index
// requests_to_number (to_number, expires_at): a request that ended, was live or was made within
// some time expires after the beginning of that time.

/**
 * Whether a limited key may know of the request `r` (G6); `key` is a parameter or a literal of a
 * UUID, or null for everybody else.
 */
const known = (key: string): string =>
	`(${key}::uuid is null or exists (select 1 from api_key_groups k
		where k.api_key_id = ${key}::uuid and k.group_id = r.group_id))`;

const LATE = `interval '${LATE_MINUTES} minutes'`;
const ENDED_AT = "least(coalesce(r.ended_at, r.expires_at), now())";

/** The live requests `r` on the number. */
const live = (number: string, key: string): string =>
	`from requests r where r.to_number = ${number} and r.expires_at > now() and ${LIVE}
		and ${known(key)}`;

/** The request `r` on the number that ended last, if that was less than ten minutes ago. */
const lastEnded = (columns: string, number: string, key: string): string =>
	`select ${columns} from requests r
		where r.to_number = ${number} and r.expires_at > now() - ${LATE} and not ${LIVE}
		and ${ENDED_AT} > now() - ${LATE} and ${known(key)}
		order by ${ENDED_AT} desc, r.id desc limit 1`;

/** How often the number was given in the last 24 hours. */
const given = (number: string, key: string): string =>
	`(select count(*) from (
		select from requests r where r.to_number = ${number}
		and r.expires_at > now() - interval '1 day' and r.created_at > now() - interval '1 day'
		and ${known(key)} limit ${GIVEN_COUNTED_MAX + 1}
	) g)`;

/** From the number's own row: only then its requests are worth a look. */
const wasGivenLastDay = (number: string): string =>
	`exists (select from numbers b
		where b.number = ${number} and b.given_at > now() - interval '1 day')`;

const isInUse = (number: string, key: string): string =>
	`(exists (select from numbers b where b.number = ${number} and b.busy_until > now())
		and exists (select ${live(number, key)}))`;

const isLate = (number: string, key: string): string =>
	`(exists (select from numbers b where b.number = ${number} and b.busy_until > now() - ${LATE})
		and coalesce((${lastEnded("r.matched_at is null", number, key)}), false))`;

/**
 * Conditions and orders of entries `e` by state, for lists. The number's own row says in one
 * look-up that a number has been unused for long: only others need a look at requests.
 */
export function stateConditions(number: string, drain: string, key: string) {
	const inUse = isInUse(number, key);
	const late = `(not ${inUse} and ${isLate(number, key)})`;
	const filters: Record<StateFilter, string> = {
		"in-use": inUse,
		"late-callers": late,
		free: `(${drain} is null and not ${inUse} and not ${isLate(number, key)})`,
		draining: `(${drain} is not null)`,
	};
	return {
		filters,
		state: `case when ${inUse} then 0 when ${isLate(number, key)} then 1 else 2 end`,
		used: lastUsed(number, key),
		given: `case when ${wasGivenLastDay(number)} then ${given(number, key)} else 0 end`,
	};
}

/** A limited key only learns of its own groups' requests, as far as they are kept. */
const lastUsed = (number: string, key: string): string =>
	`case when ${key}::uuid is null
		then (select nullif(b.given_at, 'epoch') from numbers b where b.number = ${number})
		else (select r.created_at from requests r where r.to_number = ${number} and ${known(key)}
			order by r.expires_at desc limit 1) end`;

/** Numbers of one statement, so that none takes long for a whole pool. */
const NUMBERS_AT_ONCE = 1000;

type Row = {
	number: string;
	live: number;
	until_ms: number | null;
	request_id: string | null;
	late_ms: number | null;
	used_ms: number | null;
	given: number;
};

const ms = (of: string): string => `(extract(epoch from ${of}) * 1000)::float8`;

const STATES = `
	select e.number, l.live, ${ms("l.until")} as until_ms, l.request_id,
		case when l.live = 0 and not d.matched then ${ms(`d.at + ${LATE}`)} end as late_ms,
		${ms(lastUsed("e.number", "$2"))} as used_ms,
		${given("e.number", "$2")}::integer as given
	from unnest(string_to_array($1::text, ',')) as e(number)
	cross join lateral (
		select count(*)::integer as live, max(r.expires_at) as until,
			(array_agg(r.id order by r.expires_at desc, r.id))[1] as request_id
		${live("e.number", "$2")}
	) l
	left join lateral (
		${lastEnded(`${ENDED_AT} as at, r.matched_at is not null as matched`, "e.number", "$2")}
	) d on true`;

/**
 * The state of each of these numbers, by number. For an API key that is limited to groups, by the
 * requests of its groups alone. Numbers that are in no pool have a state too.
 */
export async function readNumberStates(
	db: Db,
	numbers: readonly string[],
	limitedKey: string | null,
): Promise<Map<string, NumberState>> {
	const states = new Map<string, NumberState>();
	for (let from = 0; from < numbers.length; from += NUMBERS_AT_ONCE) {
		const some = numbers.slice(from, from + NUMBERS_AT_ONCE).join(",");
		for (const row of await db.query<Row>(STATES, [some, limitedKey]))
			states.set(row.number, toState(row));
	}
	return states;
}

function toState(row: Row): NumberState {
	const time = (at: number | null) => (at === null ? null : new Date(at));
	return {
		number: row.number,
		state: stateOf(row),
		liveRequests: row.live,
		inUseUntil: time(row.until_ms),
		requestId: row.request_id,
		lateUntil: time(row.late_ms),
		lastUsedAt: time(row.used_ms),
		givenLastDay: row.given,
	};
}

function stateOf({ live, late_ms }: Row): NumberStateName {
	if (live > 0) return "in-use";
	return late_ms === null ? "free" : "late-callers";
}
