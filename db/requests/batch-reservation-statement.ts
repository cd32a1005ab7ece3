import { meetsDemands } from "./group-demands.ts";

/** Spare candidates: other transactions may have locked the numbers that have been free longest. */
const SPARE = 32;
const FREE = "n.held_until <= now() and (not p.unique_dnis or n.busy_until <= now())";
const SINCE = "case when p.unique_dnis then n.busy_until else n.given_at end";
const UNTIL =
	"case when p.unique_dnis then greatest(n.busy_until, n.held_until) else n.held_until end";
/**
 * The row of one number of a sample. The range and the descending order make the index scan start
 * at the newest row version: while a transaction holds an old snapshot, each number has dozens of
 * versions. Its place, `ctid`, spares later steps the index.
 */
const NEWEST_VERSION = `select n.ctid, n.* from numbers n
	where n.number between e.number and e.number order by n.number desc limit 1`;
/** The free numbers, the longest free first, as many as wanted and some spare. */
const LONGEST = `[1:p.wanted::integer + ${SPARE}] as longest_free`;

const LOOK_AT_SAMPLES = `
	select p.group_id, p.unique_dnis, p.wanted, p.enough, p.looked_at, l.* from pools p cross
		join lateral (
		select count(*) as seen, coalesce(cardinality(array_agg(n.ctid
			order by ${SINCE}) filter (where ${FREE})), 0) as free,
			(array_agg(n.ctid order by ${SINCE}) filter (where ${FREE}))${LONGEST},
			min(${UNTIL}) filter (where not (${FREE})) as first_until,
			string_agg(e.place::text, ',') filter (where not (${FREE})) as taken
		from unnest(string_to_array(p.numbers, ',')) with ordinality as e(number, place)
			cross join lateral (${NEWEST_VERSION}) n
	) l where p.looked_at <> 'pool'`;

/**
 * Whole pools: only free numbers are read, and none that is draining (G15). For an exhausted pool,
 * the wait comes from the group's own live requests, which hold nearly all of it. It is a hint (C2)
 * at a fraction of the cost of reading all numbers for each refusal. Two bounds make the planner
 * use the index even if it planned while there were hardly any requests.
 */
const LOOK_AT_POOLS = `
	select p.group_id, p.unique_dnis, p.wanted, p.enough, p.looked_at, l.* from pools p cross
		join lateral (
		select p.size, count(*) as free, (array_agg(n.ctid order by ${SINCE}))${LONGEST},
			case when count(*) = 0 then (
				select r.expires_at from requests r
				where r.group_id = p.group_id and r.expires_at > now() and r.expires_at <= 'infinity'
					and r.ended_at is null
				order by r.expires_at, r.id limit 1
			) end,
			null::text
		from pool_entries e join numbers n on n.number = e.number where e.group_id = p.group_id
			and e.drain is null and ${FREE}
	) l where p.looked_at = 'pool'`;

/**
 * One statement for many requests of any groups. It skips locked rows and never waits, so two of
 * these statements cannot deadlock. It also skips a number whose row changed after the statement
 * began: that row has another place by then, where the update would not find it. Older minor
 * versions of Postgres do not check the place again after they lock a row, so the statement does.
 * `limit 1` keeps the look-ups as index look-ups: the planner does not know how small a sample is.
 * The lists come from sub-selects to hide their lengths from the planner: otherwise it would plan
 * each statement anew, at the price of the statement itself.
 *
 * Parameters in order. For each request: its ID, the group's name key, the key's ID, whether that
 * key is limited, code, ANI, user data, callbackServiceId, correlation ID. Once: the seconds of a
 * code's quarantine. For each sample: the name key, group ID, pool version, the required count of
 * free numbers, and the numbers separated by commas. For each request: its ANI as given and all its
 * readings, if these differ, and its own expiry in seconds; null is the group's.
 */
const statement = (looks: string): string => `
with asked as materialized (
	select r.*, g.id as group_id, g.name as group_name, g.generate_access_code, g.access_code_length,
		coalesce(r.own_seconds, g.expiry_seconds) as expiry_seconds, g.unique_dnis, g.caller_id,
		g.guard, g.pool_size - g.draining_size as size, g.pool_version,
		row_number() over (partition by g.id order by r.place) as turn
	from unnest((select $1::text::uuid[]), (select $2::text::text[]), (select $3::text::uuid[]),
		(select $4::text::boolean[]), (select $5::text::text[]), (select $6::text::text[]),
		(select $7::text::text[]), (select $8::text::uuid[]), (select $9::text::uuid[]),
			(select $16::text::text[]), (select $17::text::text[]),
			(select $18::text::float8[])) with ordinality
		as r(id, name_key, api_key_id, is_limited, code, from_number, user_data, callback_service_id,
			corr_id, from_given, from_readings, own_seconds, place)
	join groups g on g.name_key = r.name_key
	where (not r.is_limited or exists (select 1 from api_key_groups k
		where k.api_key_id = r.api_key_id and k.group_id = g.id))
		and ${meetsDemands({ fromNumber: "r.from_number", expirySeconds: "r.own_seconds" })}
),
sampled as materialized (
	select * from unnest((select $11::text::text[]), (select $12::text::uuid[]),
		(select $13::text::bigint[]), (select $14::text::integer[]), (select $15::text::text[]))
		as s(name_key, group_id, pool_version, enough, numbers)
),
pools as materialized (
	select a.group_id, a.unique_dnis, a.size, count(*) as wanted, coalesce(s.enough, 0)
		as enough, l.looked_at,
		case l.looked_at when 'sample' then s.numbers end as numbers
	from asked a left join sampled s on s.name_key = a.name_key
	cross join lateral (select case when s.numbers is null then 'pool'
		when s.group_id = a.group_id
			and s.pool_version = a.pool_version then 'sample' else 'nothing' end as looked_at) l
	group by a.group_id, a.unique_dnis, a.size, s.enough, s.numbers, l.looked_at
),
looked as materialized (${looks}
),
picked as materialized (
	select p.group_id, l.number, l.version, l.rank
	from looked p cross join lateral (
		select n.number, n.version, r.rank from unnest(p.longest_free) with ordinality
			as r(version, rank) cross join lateral (
			select n.number, n.ctid as version from numbers n where n.ctid = r.version and ${FREE}
				limit 1 for no key update of n skip locked
		) n where n.version = r.version order by r.rank limit p.wanted
	) l
	where p.free >= p.enough
),
taken as materialized (
	select group_id, number, version, row_number() over (partition by group_id
		order by rank) as turn, count(*) over (partition by group_id) as numbers
	from picked
),
placed as materialized (
	select a.*, t.number, t.version, date_trunc('milliseconds', clock_timestamp()) as at
	from taken t join asked a on a.group_id = t.group_id
		and t.turn = case when a.unique_dnis then a.turn else (a.turn - 1) % t.numbers + 1 end
),
candidate as materialized (
	select distinct on (number, code) number, left(code, access_code_length) as code, id,
		at + make_interval(secs => expiry_seconds) as live_until
	from placed where generate_access_code
	order by number, code, place
),
coded as (
	insert into live_codes (number, code, request_id, live_until) select number, code, id, live_until
		from candidate
	on conflict (number, code) do update set request_id = excluded.request_id,
		live_until = excluded.live_until
	where live_codes.live_until <= now() - make_interval(secs => $10::integer)
	returning request_id, code
),
made as (
	insert into requests (id, created_at, expires_at, group_id, group_name, unique_dnis, to_number,
		from_number, from_given,
		from_readings, has_access_code, access_code, user_data, callback_service_id, api_key_id,
			corr_id, caller_id, guard)
	select p.id, p.at, p.at + make_interval(secs => p.expiry_seconds), p.group_id, p.group_name,
		p.unique_dnis, p.number, p.from_number, p.from_given,
		string_to_array(p.from_readings, ','), p.generate_access_code, d.code, p.user_data,
			p.callback_service_id, p.api_key_id, p.corr_id, p.caller_id, p.guard
	from placed p left join coded d on d.request_id = p.id
	where d.code is not null or not p.generate_access_code
	returning *
),
held as (
	update numbers n set
		busy_until = greatest(n.busy_until, m.expires_at),
		given_at = m.created_at,
		holder_id = coalesce(m.holder_id, n.holder_id),
		held_until = case when m.holder_id is null then n.held_until else m.expires_at end
	from (
		select p.version, max(r.expires_at) as expires_at, max(r.created_at) as created_at,
			(array_agg(r.id) filter (where r.unique_dnis))[1] as holder_id
		from made r join placed p on p.id = r.id group by p.version
	) m
	where n.ctid = m.version
)
select a.place::integer, a.group_id, a.group_name, a.access_code_length, p.number, m.access_code,
	(extract(epoch from m.expires_at) * 1000)::float8 as expires_ms, l.looked_at, l.enough,
		l.seen::integer, l.free::integer, case when a.turn = 1 then l.taken end as taken,
	case when p.number is null then
		(extract(epoch from least(l.first_until, (select min(o.expires_at) from made o
			where o.group_id = a.group_id)) - now()) * 1000)::float8
	end as wait_ms
from asked a
join looked l on l.group_id = a.group_id
left join placed p on p.place = a.place
left join made m on m.id = a.id`;

/** For batches in which every group has a sample. */
export const RESERVE_FROM_SAMPLES = statement(LOOK_AT_SAMPLES);

/**
 * For batches in which a group has no sample. A separate statement, because its estimated cost
 * grows with the tables: on grown tables the planner would find its generic plan dearer than the
 * earlier custom plans, and plan each of the next hundreds of statements anew.
 */
export const RESERVE_FROM_POOLS = statement(`${LOOK_AT_SAMPLES}
	union all${LOOK_AT_POOLS}`);
