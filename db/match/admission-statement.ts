import { NOW_MS } from "../clock.ts";
import { FREED, LIVE } from "../requests/call-in-requests.ts";
import { MATCH_ENDPOINT } from "../requests/idempotency.ts";
import { ATTEMPT_COLUMNS } from "./attempts.ts";
import { dialedNumber, LONG_AGO } from "./match-look.ts";

/** The columns of a request `r` that a phone system is told, and what it is matched by. */
export const REQUEST = `r.id, r.group_id, r.group_name, r.to_number, r.from_number,
		r.has_access_code, r.access_code, r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms`;
/** Like `visibleTo`, with the groups of a limited key read once a call. */
const VISIBLE = "(j.groups is null or r.group_id = any(j.groups))";
const GROUPS_OF_KEY = `case when a.is_limited then coalesce((
		select array_agg(k.group_id) from api_key_groups k where k.api_key_id = a.api_key_id
		having bool_or(exists (select from groups g where g.id = k.group_id))
	), '{}') end`;
const FLAGS = "'accessCode', fits_code, 'fromPhoneNumber', fits_from, 'toPhoneNumber', fits_to";

/**
 * The ways to find whose call it is. `by-code`: on the dialed number there is one at most who has
 * the code. `without-code`: on the dialed number, or without one by the ANI, the only one that it
 * could belong to; but not where its ANI is not known and the call's is: that may be somebody's who
 * comes too late. `decided`: the request is given.
 */
const FIND = {
	"by-code": `
		select ${REQUEST} from live_codes l join requests r on r.id = l.request_id
		where l.number = j.dnis and l.code = j.access_code and ${LIVE} and ${VISIBLE}`,
	"without-code": `
		select * from (
			select *, count(*) over () as fitting from (
				(
					select ${REQUEST} from requests r
					where j.dialed is not null and r.to_number = j.dnis and not r.has_access_code
					and (j.ani is null or r.from_number is null or r.from_number = j.ani)
					and ${LIVE} and ${VISIBLE} limit 2
				)
				union all (
					select ${REQUEST} from requests r
					where j.dialed is null and r.from_number = j.ani and r.created_at > ${LONG_AGO}
					and not r.has_access_code and ${LIVE} and ${VISIBLE} limit 2
				)
			) either
		) r where fitting = 1 and (j.ani is null or r.from_number = j.ani)`,
	decided: `select ${REQUEST} from requests r where r.id = j.request_id and ${LIVE} and ${VISIBLE}`,
};

export type WayToFind = keyof typeof FIND;

/**
 * Whoever makes or ends a request writes its number's row. Where that is still the version that the
 * statement sees, all that it sees of the number's requests is still so, and it may say until when
 * the others keep it. A number that another has locked is not waited for.
 */
const ENDING = `
seen as materialized (
	select n.number, n.xmin::text as version from numbers n
	where n.number in (select to_number from chosen where released)
),
locked as materialized (
	select n.number from seen s join numbers n on n.number = s.number and n.xmin::text = s.version
	for no key update of n skip locked
),
ending as materialized (
	select distinct on (c.id) c.place from chosen c join locked l on l.number = c.to_number
	where c.released order by c.id, c.place
),
ready as materialized (
	select * from chosen c
	where not c.released or c.place in (select place from ending)
),`;

const ENDED = `
ended as materialized (
	select distinct on (id) id, to_number, code from admitted where released order by id
),
${FREED},`;

/**
 * A request that is to change is locked, and looked at once more: it may have ended since the
 * statement began (C8). A call for one that has is neither admitted nor remembered.
 */
const STANDING = `
touched as materialized (
	select r.id, r.created_at, r.matched_at is null as is_first from requests r
	where r.ended_at is null and r.id in (select id from ready where released or matched_at is null)
	order by r.id for no key update
),
standing as materialized (
	select * from ready
	where (matched_at is not null and not released) or id in (select id from touched)
),`;

const REMEMBERED = `(
		select i.response from idempotency i
		where i.api_key_id = a.api_key_id and i.endpoint = '${MATCH_ENDPOINT}' and i.key = a.key
		and i.until > statement_timestamp()
	)`;

const ANSWERED = `
kept as materialized (
	select distinct on (api_key_id, key) * from standing
	where key is not null order by api_key_id, key, place
),
answered as materialized (
	insert into idempotency as i (
		api_key_id, endpoint, key, request_hash, response, created_at, until
	)
	select api_key_id, '${MATCH_ENDPOINT}', key, request_hash,
		json_build_object(
			'outcome', 'MATCHED', 'matched', json_build_object(${FLAGS}),
			'requestId', id, 'toNumber', dnis
		)::text,
		${NOW_MS}, ${NOW_MS} + make_interval(secs => seconds)
	from kept
	on conflict (api_key_id, endpoint, key) do update set
		request_hash = excluded.request_hash, response = excluded.response,
		created_at = excluded.created_at, until = excluded.until
	where i.until <= statement_timestamp()
	returning api_key_id, key
),
admitted as materialized (
	select * from standing r where r.key is null
		or r.place in (
			select k.place from kept k
			join answered a on a.api_key_id = k.api_key_id and a.key = k.key
		)
),`;

const ALL_READY = `
ready as (select * from chosen),`;
const ALL_ADMITTED = `
admitted as materialized (select * from standing),`;
const HELD_UP = `left join chosen h on h.place = a.place and h.released
	and h.place not in (select place from ready)`;

/** What the calls of a batch want: whatever a statement may do, costs all that it serves. */
export type Wants = { find: WayToFind; releases: boolean; remembers: boolean };

/**
 * The statement that decides, admits and records calls, many at once; `admitCalls` says what, and
 * gives the parameters.
 *
 * Rows are locked in one order by all who run this: guesses, numbers, requests, answers, and each
 * of these by their keys. Whether a pair is locked is asked of the row that all guesses under way
 * have left, so that a right code among many guesses at once is worth no more than its turn (C10).
 * The lists come out of sub-selects so that the planner plans once, however long they are.
 */
const admission = ({ find, releases, remembers }: Wants): string => `
with asked as materialized (
	select a.*, d.number as dnis, ${GROUPS_OF_KEY} as groups,
		${remembers ? REMEMBERED : "null::text"} as remembered
	from unnest((select $1::text::uuid[]), (select $2::text::uuid[]),
		(select $3::text::boolean[]), (select $4::text::text[]), (select $5::text::text[]),
		(select $6::text::text[]), (select $7::text::uuid[]), (select $8::text::text[]),
		(select $9::text::uuid[]), (select $10::text::uuid[]), (select $11::text::boolean[]),
		(select $12::text::text[]), (select $13::text::text[]), (select $14::text::integer[]))
		with ordinality as a(
			attempt_id, api_key_id, is_limited, access_code, ani, dialed, request_id, call_id,
			made_by, corr_id, released, key, request_hash, seconds, place
		)
	left join lateral (${dialedNumber("a")}) d on true
),
guessed as materialized (
	select g.from_number, g.to_number, g.locked_until from code_guesses g
	where (g.from_number, g.to_number) in (select coalesce(ani, ''), coalesce(dnis, '') from asked)
	order by g.from_number, g.to_number for share
),
judged as materialized (
	select * from asked a where remembered is null and not exists (
		select from guessed g
		where g.from_number = coalesce(a.ani, '') and g.to_number = coalesce(a.dnis, '')
		and g.locked_until > statement_timestamp()
	)
),
chosen as materialized (
	select j.*, f.id, f.group_id, f.group_name, f.to_number, f.from_number,
		f.user_data, f.callback_service_id, f.matched_at, f.expires_ms,
		f.access_code as code,
		coalesce(f.has_access_code and f.access_code = j.access_code, false) as fits_code,
		coalesce(f.from_number = j.ani, false) as fits_from,
		coalesce(f.to_number = j.dnis, false) as fits_to
	from judged j cross join lateral (${FIND[find]}) f
),${releases ? ENDING : ALL_READY}${STANDING}${remembers ? ANSWERED : ALL_ADMITTED}
marked as (
	update requests r set
		matched_at = coalesce(r.matched_at, ${NOW_MS}),
		ended_at = case when a.released then ${NOW_MS} else r.ended_at end
	from touched t
	join (
		select id, bool_or(released) as released from admitted group by id
	) a on a.id = t.id
	where r.id = t.id
	returning r.id, r.created_at, t.is_first
),
listed as (
	insert into request_states (state, created_at, id)
	select 'matched', created_at, id from marked
	where is_first on conflict do nothing
),
${releases ? ENDED : ""}
recorded as (
	insert into attempts (${ATTEMPT_COLUMNS})
	select attempt_id, ${NOW_MS}, call_id, ani, dnis, 'MATCHED', id, group_id,
		released, made_by, corr_id
	from admitted
)
select a.place::integer, a.remembered, m.id, m.group_name, m.to_number, m.from_number,
	m.user_data, m.callback_service_id, m.expires_ms,
	m.fits_code, m.fits_from, m.fits_to,
	${releases ? "h.id" : "null::uuid"} as held_up_id,
	${releases ? "h.to_number" : "null::text"} as held_up_number
from asked a left join admitted m on m.place = a.place
${releases ? HELD_UP : ""}`;

const WAYS_TO_FIND = Object.keys(FIND) as WayToFind[];
const EITHER = [false, true];

/** The statements that there are: one for each combination of what calls may want. */
export const ADMISSION_STATEMENTS = WAYS_TO_FIND.flatMap((find) =>
	EITHER.flatMap((releases) =>
		EITHER.map((remembers) => {
			const wants = { find, releases, remembers };
			return { wants, text: admission(wants) };
		}),
	),
);

const keyOf = ({ find, releases, remembers }: Wants) => `${find} ${releases} ${remembers}`;
const texts = new Map(ADMISSION_STATEMENTS.map(({ wants, text }) => [keyOf(wants), text]));

/** The statement for such calls; always the same text, so that it is prepared once. */
export const admissionStatement = (wants: Wants): string => texts.get(keyOf(wants)) as string;
