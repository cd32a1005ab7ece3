import {
	ACCESS_CODE_LENGTH_MAX,
	ACCESS_CODE_LENGTH_MIN,
} from "../../app/domain/groups/group-settings.ts";
import type { GuardKind } from "../../app/domain/match/guarding.ts";
import { LIVE, visibleTo } from "../requests/call-in-requests.ts";
import {
	BEST_FIRST,
	dialedNumber,
	hasCallerId,
	JUST_ENDED,
	JUST_EXPIRED,
	keysOf,
	LATE_MAX,
	LONG_AGO,
	mayBe,
	TOLD_UNTIL,
} from "./match-conditions.ts";

const COLUMNS = `r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard`;
const VISIBLE = visibleTo("c.api_key_id", "c.is_limited");
const UNLOCKED = "not exists (select 1 from locked)";
/** A guarded number is read as far for a right code as for a wrong one: the times are equal. */
const NO_CODE_FOUND = "(not exists (select 1 from coded) or exists (select from guarded))";

// By number, of which there are thousands, not by request, of which there may be millions: this
// question is too rare for an index.
const CODED_ANYWHERE = `select ${COLUMNS} from numbers n
	join live_codes l on l.number = n.number and l.code = c.access_code
		and char_length(l.code) = char_length(c.access_code)
	join requests r on r.id = l.request_id
	where c.access_code is not null and n.busy_until > statement_timestamp()
		and l.live_until > statement_timestamp() and ${LIVE} and ${VISIBLE}`;

/**
 * The candidates of each call of a list. The lists come from sub-selects, so the planner makes one
 * generic plan for any length.
 */
const select = (parts: string): string => `
select c.place::integer, m.*
from (
	select u.*, ${keysOf("u.readings", "u.from_number")} as keys
	from unnest((select $1::text::uuid[]), (select $2::text::boolean[]), (select $3::text::text[]),
		(select $4::text::text[]), (select $5::text::text[]),
		(select $6::text::text[]), (select $7::text::text[])) with ordinality
		as u(api_key_id, is_limited, access_code, from_number, dialed, readings, attestation, place)
) c
cross join lateral (
	with ${parts}
	select (extract(epoch from date_trunc('milliseconds', statement_timestamp())) * 1000)::float8
		as now_ms, d.number as to_dialed,
		exists (select 1 from locked) as locked, array_to_string(array(select target
			|| case when is_strict then ' strict' else '' end from guarded), ',') as guards,
		f.id, f.group_id, f.guard, f.to_number, f.from_number,
		array_to_string(f.from_readings, ',') as from_readings, f.has_access_code, f.access_code,
			f.was_matched, f.caller_id,
		(extract(epoch from f.created_at) * 1000)::float8 as created_ms,
		(extract(epoch from f.expires_at) * 1000)::float8 as expires_ms,
		(extract(epoch from f.ended_at) * 1000)::float8 as ended_ms
	from (select 1) one left join dialed d on true left join found f on true
) m`;

/**
 * While the pair is locked, no request is read, so that the response time reveals nothing (C10).
 */
const locked = (toNumber: string, toWhom = "true"): string => `locked as materialized (
	select 1 from code_guesses g where g.from_number = coalesce(c.from_number, '')
		and g.to_number = ${toNumber}
	and g.locked_until > statement_timestamp() and ${toWhom}
)`;

/** The guards in force for a call with a code: of its number, or of groups (C10). */
const guarded = (kind: GuardKind, target: string): string => `guarded as materialized (
	select g.target, g.is_strict from code_guards g where c.access_code is not null and ${UNLOCKED}
		and g.kind = '${kind}' and ${target} and g.guarded_until > statement_timestamp()
)`;
const IS_GUARDED = "exists (select from guarded)";

/**
 * Whether the key may see the dialed number: one of the key's groups has the number, or a request
 * there that the key may see is live or has just expired. All other keys get no lock outcome (C10).
 * A key that can be admitted on the number sees the number, so admissions need not ask.
 */
const SEES_DIALED = `(not c.is_limited
	or exists (
		select 1 from pool_entries e join api_key_groups k on k.group_id = e.group_id
		where e.number = (select number from dialed) and k.api_key_id = c.api_key_id
	)
	or exists (select 1 from requests r where r.to_number = (select number from dialed) and (${LIVE}
		or ${JUST_EXPIRED}) and ${VISIBLE}))`;

const HAS_CALLER_ID = hasCallerId("c", "from_number");
const FITS = `(${HAS_CALLER_ID}
	and (r.from_number is null or c.from_number is null or ${mayBe("c.keys")}))`;

/**
 * On a dialed number: if a request has the code, nothing else is read. Otherwise two requests of
 * each kind are enough to decide.
 */
const ON_NUMBER = select(`dialed as materialized (${dialedNumber("c")}),
${locked("(select number from dialed)", SEES_DIALED)},
${guarded("number", "g.target = (select number from dialed)")},
coded as materialized (
	select ${COLUMNS} from live_codes l join requests r on r.id = l.request_id
	where ${UNLOCKED} and l.number = (select number from dialed) and l.code = c.access_code
		and ${LIVE} and ${VISIBLE}
),
here as materialized (
	select ${COLUMNS} from requests r
	where ${UNLOCKED} and ${NO_CODE_FOUND} and r.to_number = (select number from dialed) and ${LIVE}
		and ${VISIBLE}
),
rests as materialized (
	select ${COLUMNS} from requests r
	where ${UNLOCKED} and ${NO_CODE_FOUND} and r.to_number = (select number from dialed)
		and r.access_code = c.access_code
	and r.expires_at > ${TOLD_UNTIL} and ${JUST_ENDED} and ${VISIBLE} and exists (
		select 1 from live_codes l where l.number = (select number from dialed)
			and l.code = c.access_code and l.live_until > ${TOLD_UNTIL}
	)
	order by r.created_at desc limit 1
),
found as (
	select * from coded
	union all (select * from rests)
	union all (select * from here where has_access_code ${BEST_FIRST} limit 2)
	union all (select * from here where has_access_code and guard = 'guard' and ${IS_GUARDED} limit 1)
	union all (select * from here where has_access_code order by char_length(access_code) limit 1)
	union all (select * from here where has_access_code order by char_length(access_code) desc
		limit 1)
	union all (select * from here where char_length(access_code) = char_length(c.access_code) limit 1)
	union all (select * from here r where not has_access_code and ${FITS} ${BEST_FIRST} limit 2)
	union all (select * from here r where not has_access_code and ${FITS} is not true ${BEST_FIRST}
		limit 2)
	union all (select * from (${CODED_ANYWHERE} and ${UNLOCKED} and ${NO_CODE_FOUND}) w ${BEST_FIRST}
		limit 1)
	union all (
		select ${COLUMNS} from requests r where ${UNLOCKED} and ${NO_CODE_FOUND}
			and not exists (select 1 from here)
		and r.from_number = c.from_number and r.created_at > ${LONG_AGO} and ${LIVE} and ${VISIBLE}
			limit 1
	)
	union all (
		select ${COLUMNS} from requests r where ${UNLOCKED} and ${NO_CODE_FOUND}
			and not exists (select 1 from here)
		and r.to_number = (select number from dialed) and ${JUST_EXPIRED} and ${VISIBLE}
			order by r.expires_at desc limit ${LATE_MAX}
	)
	union all (
		select ${COLUMNS} from requests r where ${UNLOCKED} and ${NO_CODE_FOUND}
			and not exists (select 1 from here)
		and r.from_number = c.from_number and r.created_at > ${LONG_AGO}
			and r.to_number = (select number from dialed)
		and ${JUST_EXPIRED} and ${VISIBLE} order by r.expires_at desc limit 2
	)
	union all (
		select ${COLUMNS} from requests r where ${UNLOCKED} and exists (select 1 from here
			where not has_access_code)
		and r.from_number = c.from_number and r.created_at > ${LONG_AGO}
			and r.to_number = (select number from dialed)
		and r.matched_at is null and ${JUST_EXPIRED} and ${VISIBLE} limit 2
	)
)`);

/**
 * A call without a code from the ANI of a live request without a code belongs to that request, or
 * is ambiguous, if it has the request's Caller ID. Nothing else can change that.
 */
const NOT_DECIDED = `(c.access_code is not null or not exists (select 1 from own r
	where not has_access_code and ${HAS_CALLER_ID}))`;
const OPEN_ANYWHERE = `${UNLOCKED} and ${NO_CODE_FOUND} and ${NOT_DECIDED} and not r.has_access_code
	and c.from_number is not null
		and ${LIVE} and ${VISIBLE}`;

/**
 * Without a dialed number: by the code on all numbers in use, by the ANI, and whether any other
 * request exists.
 */
const ANYWHERE =
	select(`dialed as materialized (select null::text as number where c.dialed is not null),
${locked("''")},
${guarded("group", "true")},
anywhere as materialized (${CODED_ANYWHERE} and ${UNLOCKED}),
coded as materialized (
	(select * from anywhere ${BEST_FIRST} limit 2)
	union all (
		select w.* from anywhere w join guarded g on g.target = w.group_id::text
		where w.guard = 'guard' and (w.from_number = c.from_number) is not true
			and (w.from_number is not null or g.is_strict) limit 1
	)
),
own as materialized (
	select ${COLUMNS} from requests r where ${UNLOCKED} and ${NO_CODE_FOUND}
	and r.from_number = c.from_number and r.created_at > ${LONG_AGO} and ${LIVE} and ${VISIBLE}
),
others as materialized (
	(
		select f.* from generate_series(${ACCESS_CODE_LENGTH_MIN},
			${ACCESS_CODE_LENGTH_MAX}) as n(length) cross join lateral (
			select ${COLUMNS} from live_codes l join requests r on r.id = l.request_id
			where char_length(l.code) = n.length and l.live_until > statement_timestamp() and ${LIVE}
				and ${VISIBLE} order by l.live_until desc limit 1
		) f
		where ${UNLOCKED} and ${NO_CODE_FOUND} and ${NOT_DECIDED}
	)
	union all (select ${COLUMNS} from requests r where ${OPEN_ANYWHERE} limit 1)
	union all (select ${COLUMNS} from requests r where ${OPEN_ANYWHERE} and ${HAS_CALLER_ID}
		and r.from_number = any(c.keys) and r.created_at > ${LONG_AGO} limit 1)
	union all (select ${COLUMNS} from requests r where ${OPEN_ANYWHERE} and ${HAS_CALLER_ID}
		and r.from_readings is not null and r.from_readings && c.keys limit 1)
),
nobody as materialized (select where ${UNLOCKED} and ${NO_CODE_FOUND} and not exists (select 1
	from own) and not exists (select 1 from others)),
found as (
	select * from coded
	union all (select * from own where has_access_code order by created_at desc limit 2)
	union all (select * from own r where not has_access_code
		order by ${HAS_CALLER_ID} desc nulls last, created_at desc limit 2)
	union all select * from others
	union all (
		select f.* from guarded g cross join lateral (
			select ${COLUMNS} from requests r
			where r.expires_at > statement_timestamp() and r.group_id = g.target::uuid
				and r.has_access_code and r.guard = 'guard' and ${LIVE} and ${VISIBLE} limit 1
		) f
	)
	union all (
		select ${COLUMNS} from requests r where exists (select from nobody) and ${JUST_EXPIRED}
			and ${VISIBLE}
		order by r.expires_at desc limit ${LATE_MAX}
	)
	union all (
		select ${COLUMNS} from numbers n
		join live_codes l on l.number = n.number and l.code = c.access_code
			and char_length(l.code) = char_length(c.access_code)
		join requests r on r.id = l.request_id
		where exists (select from nobody) and n.busy_until > ${TOLD_UNTIL}
			and l.live_until > ${TOLD_UNTIL} and ${JUST_EXPIRED} and ${VISIBLE}
		order by r.expires_at desc limit 2
	)
	union all (
		select ${COLUMNS} from requests r where exists (select from nobody)
			and r.from_number = c.from_number and r.created_at > ${LONG_AGO}
		and ${JUST_EXPIRED} and ${VISIBLE} order by r.expires_at desc limit 2
	)
)`);

export const LOOKS = { "on-number": ON_NUMBER, anywhere: ANYWHERE };
