import { NOW_MS } from "../clock.ts";
import { FREED, LIVE } from "../requests/call-in-requests.ts";
import { MATCH_ENDPOINT } from "../requests/idempotency.ts";
import { ATTEMPT_COLUMNS } from "./attempts.ts";
import { dialedNumber, keysOf, LONG_AGO, UNGUARDED } from "./match-conditions.ts";
import { FITS, OWN_EXPIRED, REFUSED, VISIBLE } from "./plain-refusals.ts";

/** The columns of a request `r` for matching it and for the answer to the phone system. */
export const REQUEST = `r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - ${NOW_MS}))::integer as expires_in`;
const GROUPS_OF_KEY = `case when a.is_limited then coalesce((
		select array_agg(k.group_id) from api_key_groups k where k.api_key_id = a.api_key_id
		having bool_or(exists (select from groups g where g.id = k.group_id))
	), '{}') end`;
const part = (isWanted: boolean, text: string): string => (isWanted ? text : "");
const FLAGS = "'accessCode', fits_code, 'fromPhoneNumber', fits_from, 'toPhoneNumber', fits_to";

/**
 * The ways to find a call's request. `by-code`: at most one request on the dialed number has the
 * code. `without-code`: the only request on the dialed number that is certainly for the ANI, else
 * the only one that could be, unless the caller's own request there has expired. Without a dialed
 * number, the ANI alone decides. `decided`: the request is given.
 */
const FIND = {
	"by-code": `
		select ${REQUEST} from live_codes l join requests r on r.id = l.request_id
		where l.number = j.dnis and l.code = j.access_code and ${LIVE} and ${VISIBLE} and ${UNGUARDED}`,
	"without-code": `
		select * from (
			select *, count(*) over () as fitting,
				count(*) filter (where from_number = j.ani) over () as own from (
				(
					select ${REQUEST} from requests r where j.dialed is not null and r.to_number = j.dnis
						and not r.has_access_code
					and ${FITS} and ${LIVE} and ${VISIBLE} order by (r.from_number = j.ani) desc nulls last
						limit 2
				)
				union all (
					select ${REQUEST} from requests r where j.dialed is null and r.from_number = j.ani
						and r.created_at > ${LONG_AGO}
					and not r.has_access_code and ${FITS} and ${LIVE} and ${VISIBLE} limit 2
				)
			) either
		) r where case own when 0 then fitting = 1 and (j.ani is null or not ${OWN_EXPIRED})
			when 1 then r.from_number = j.ani else false end`,
	decided: `select ${REQUEST} from requests r where r.id = j.request_id and ${LIVE} and ${VISIBLE}`,
};

export type WayToFind = keyof typeof FIND;

/**
 * Optimistic check: every create or end updates the number's row. If its xmin has not changed since
 * our snapshot, our view of its requests is current, and so is the end of the other requests' hold.
 * A locked number is skipped, not waited for.
 */
const ENDING = `
seen as materialized (
	select n.number, n.xmin::text as version from numbers n where n.number in (select to_number
		from chosen where released)
),
locked as materialized (
	select n.number from seen s join numbers n on n.number = s.number
		and n.xmin::text = s.version for no key update of n skip locked
),
ending as materialized (
	select distinct on (c.id) c.place from chosen c join locked l on l.number = c.to_number
		where c.released order by c.id, c.place
),
ready as materialized (select * from chosen c where not c.released or c.place in (select place
	from ending)),`;

const ENDED = `
ended as materialized (select distinct on (id) id, to_number, code from admitted where released
	order by id),
${FREED},`;

/**
 * Locks each request before its change, and checks it again: the request may have ended since our
 * snapshot (C8). A call for an ended request is neither admitted nor remembered.
 */
const STANDING = `
touched as materialized (
	select r.id, r.created_at, r.matched_at is null as is_first from requests r
	where r.ended_at is null and r.id in (select id from ready where released or matched_at is null)
		order by r.id for no key update
),
standing as materialized (
	select * from ready where (matched_at is not null and not released) or id in (select id
		from touched)
),`;

const REMEMBERED = `(
		select i.response from idempotency i where i.api_key_id = a.api_key_id
			and i.endpoint = '${MATCH_ENDPOINT}' and i.key = a.key
		and i.until > statement_timestamp()
	)`;

const SETTLED = `
	select place, api_key_id, key, request_hash, seconds, 'MATCHED' as outcome, fits_code, fits_from,
		fits_to, id, dnis, meant, expires_in, null::integer as code_length
	from standing where key is not null`;
const SETTLED_REFUSALS = `
	union all
	select place, api_key_id, key, request_hash, seconds, outcome, false, fits_from, fits_to, id,
		dnis, meant, null, code_length
	from refused where key is not null`;

const answered = (refuses: boolean): string => `
kept as materialized (
	select distinct on (api_key_id, key) * from (${SETTLED}${part(refuses, SETTLED_REFUSALS)}) s
	order by api_key_id, key, place
),
answered as materialized (
	insert into idempotency as i (api_key_id, endpoint, key, request_hash, response, created_at,
		until)
	select api_key_id, '${MATCH_ENDPOINT}', key, request_hash,
		json_build_object('outcome', outcome, 'matched', json_build_object(${FLAGS}), 'requestId', id,
			'toNumber', coalesce(dnis, meant),
			'codeLength', code_length, 'expiresInSeconds', expires_in)::text,
		${NOW_MS}, ${NOW_MS} + make_interval(secs => seconds)
	from kept
	on conflict (api_key_id, endpoint, key) do update set
		request_hash = excluded.request_hash, response = excluded.response,
			created_at = excluded.created_at, until = excluded.until
	where i.until <= statement_timestamp()
	returning api_key_id, key
),
first as materialized (select k.place from kept k join answered a on a.api_key_id = k.api_key_id
	and a.key = k.key),`;
/** With a key, only the call whose answer is kept is recorded here; its equals repeat it. */
const FIRST = "where key is null or place in (select place from first)";
const REFUSAL = `t.outcome as refused, t.code_length,
	coalesce(m.fits_from, t.fits_from) as fits_from, coalesce(m.fits_to, t.fits_to) as fits_to`;
const NO_REFUSAL = "null as refused, null as code_length, m.fits_from, m.fits_to";
/** Records have no ANI that the caller withholds (N4). */
const SHOWN_ANI = "case when not hides_ani then ani end, case when not hides_ani then given end";
const RECORDED_REFUSALS = `
	union all
	select attempt_id, ${NOW_MS}, call_id, ${SHOWN_ANI}, coalesce(dnis, meant), outcome, id, group_id,
		false, made_by, corr_id, attestation from turned_away`;

const ALL_READY = `
ready as (select * from chosen),`;
const HELD_UP = `left join chosen h on h.place = a.place and h.released
	and h.place not in (select place from ready)`;

/** The needs of a batch's calls. Every part of a statement costs all its calls. */
export type Wants = { find: WayToFind; releases: boolean; remembers: boolean };

/**
 * The statement that decides, admits and records many calls at once. `admitCalls` describes it and
 * gives the parameters.
 *
 * Lock order, to avoid deadlocks: guesses, numbers, requests, answers, each by key. The lock-out of
 * a pair is read after all guesses under way have committed, so of many parallel guesses a right
 * code counts only in its turn (C10). The lists come from sub-selects, so the planner makes one
 * generic plan for any length.
 */
const admission = ({ find, releases, remembers }: Wants): string => {
	// The other ways cost more with parts that never give a row.
	const refuses = find === "without-code";
	return `
with asked as materialized (
	select a.*, ${keysOf("a.readings", "a.ani")} as keys, d.number as dnis,
		${GROUPS_OF_KEY} as groups, ${remembers ? REMEMBERED : "null::text"} as remembered
	from unnest((select $1::text::uuid[]), (select $2::text::uuid[]), (select $3::text::boolean[]),
		(select $4::text::text[]), (select $5::text::text[]),
		(select $6::text::text[]), (select $7::text::uuid[]), (select $8::text::text[]),
			(select $9::text::uuid[]), (select $10::text::uuid[]),
		(select $11::text::boolean[]), (select $12::text::text[]), (select $13::text::text[]),
			(select $14::text::integer[]),
		(select $15::text::text[]), (select $16::text::text[]), (select $17::text::text[]),
			(select $18::text::text[]), (select $19::text::boolean[])) with ordinality
		as a(attempt_id, api_key_id, is_limited, access_code, ani, dialed, request_id, call_id, made_by,
			corr_id, released, key, request_hash, seconds,
			readings, given, meant, attestation, hides_ani, place)
	left join lateral (${dialedNumber("a")}) d on true
),
guessed as materialized (
	select g.from_number, g.to_number, g.locked_until from code_guesses g
	where (g.from_number, g.to_number) in (select coalesce(ani, ''), coalesce(dnis, '') from asked)
		order by g.from_number, g.to_number for share
),
judged as materialized (
	select * from asked a where remembered is null and not exists (
		select from guessed g where g.from_number = coalesce(a.ani, '')
			and g.to_number = coalesce(a.dnis, '')
		and g.locked_until > statement_timestamp()
	)
),
chosen as materialized (
	select j.*, f.id, f.group_id, f.group_name, f.to_number, f.from_number, f.from_shown, f.user_data,
		f.callback_service_id, f.matched_at,
		f.expires_ms, f.expires_in,
		f.access_code as code, coalesce(f.has_access_code
			and f.access_code = j.access_code, false) as fits_code,
		coalesce(f.from_number = j.ani, false) as fits_from, coalesce(f.to_number = j.dnis, false)
			as fits_to
	from judged j cross join lateral (${FIND[find]}) f
),${releases ? ENDING : ALL_READY}${STANDING}
${part(refuses, REFUSED)}
${part(remembers, answered(refuses))}
admitted as materialized (select * from standing ${part(remembers, FIRST)}),
${part(refuses, `turned_away as materialized (select * from refused ${part(remembers, FIRST)}),`)}
marked as (
	update requests r set matched_at = coalesce(r.matched_at, ${NOW_MS}),
		ended_at = case when a.released then ${NOW_MS} else r.ended_at end
	from touched t join (select id, bool_or(released) as released from admitted group by id) a
		on a.id = t.id where r.id = t.id
	returning r.id, r.created_at, t.is_first
),
listed as (insert into request_states (state, created_at, id) select 'matched', created_at, id
	from marked where is_first on conflict do nothing),
${part(releases, ENDED)}
recorded as (
	insert into attempts (${ATTEMPT_COLUMNS})
	select attempt_id, ${NOW_MS}, call_id, ${SHOWN_ANI}, dnis, 'MATCHED', id, group_id, released,
		made_by, corr_id, attestation from admitted${part(refuses, RECORDED_REFUSALS)}
)
select a.place::integer, a.remembered, m.id, m.group_id, m.group_name, m.to_number, m.from_shown,
	m.user_data, m.callback_service_id, m.expires_ms, m.expires_in,
	coalesce(m.fits_code, false) as fits_code, ${refuses ? REFUSAL : NO_REFUSAL},
	${releases ? "h.id" : "null::uuid"} as held_up_id,
		${releases ? "h.to_number" : "null::text"} as held_up_number
from asked a left join admitted m on m.place = a.place
${part(refuses, "left join turned_away t on t.place = a.place")}
${part(releases, HELD_UP)}`;
};

const WAYS_TO_FIND = Object.keys(FIND) as WayToFind[];
const EITHER = [false, true];

/** One statement for each combination of needs. */
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
