-- The finished texts of all hot statements, to read, and to paste into psql. Generated: after a
-- change run `npm run statements`. A test compares this file with what the product sends.
-- Each section prepares one statement; its last line explains it with typical values.

-- reserve_batch_from_samples: Reserves for many requests, from samples of their groups' pools.
--   $1  IDs that the requests get
--   $2  name keys of their groups
--   $3  IDs of their API keys
--   $4  whether each key is limited to groups
--   $5  access codes, of the greatest length
--   $6  numbers of the callers
--   $7  user data, as JSON
--   $8  callbackServiceIds
--   $9  correlation IDs
--   $10  seconds for which a code rests
--   $11  for each sample: the name key of its group
--   $12  for each sample: the ID of its group
--   $13  for each sample: the version of the pool that it is of
--   $14  for each sample: how many of it have to be free
--   $15  for each sample: its numbers, with commas between them
--   $16  numbers of the callers as they were given; null where they are the same
--   $17  what their readings are compared by, with commas; null where there is one
--   $18  their own expiries in seconds; null is the group's
prepare reserve_batch_from_samples as
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
		and (r.from_number is not null or not (g.caller_id <> 'any' and not g.generate_access_code))
		and coalesce(r.own_seconds <= g.expiry_seconds, true)
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
looked as materialized (
	select p.group_id, p.unique_dnis, p.wanted, p.enough, p.looked_at, l.* from pools p cross
		join lateral (
		select count(*) as seen, coalesce(cardinality(array_agg(n.ctid
			order by case when p.unique_dnis then n.busy_until else n.given_at end) filter (where n.held_until <= now() and (not p.unique_dnis or n.busy_until <= now()))), 0) as free,
			(array_agg(n.ctid order by case when p.unique_dnis then n.busy_until else n.given_at end) filter (where n.held_until <= now() and (not p.unique_dnis or n.busy_until <= now())))[1:p.wanted::integer + 32] as longest_free,
			min(case when p.unique_dnis then greatest(n.busy_until, n.held_until) else n.held_until end) filter (where not (n.held_until <= now() and (not p.unique_dnis or n.busy_until <= now()))) as first_until,
			string_agg(e.place::text, ',') filter (where not (n.held_until <= now() and (not p.unique_dnis or n.busy_until <= now()))) as taken
		from unnest(string_to_array(p.numbers, ',')) with ordinality as e(number, place)
			cross join lateral (select n.ctid, n.* from numbers n
	where n.number between e.number and e.number order by n.number desc limit 1) n
	) l where p.looked_at <> 'pool'
),
picked as materialized (
	select p.group_id, l.number, l.version, l.rank
	from looked p cross join lateral (
		select n.number, n.version, r.rank from unnest(p.longest_free) with ordinality
			as r(version, rank) cross join lateral (
			select n.number, n.ctid as version from numbers n where n.ctid = r.version and n.held_until <= now() and (not p.unique_dnis or n.busy_until <= now())
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
left join made m on m.id = a.id;
-- explain execute reserve_batch_from_samples('{"00000000-0000-4000-8000-000000900001"}', '{"group 1"}', '{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{"123456789012"}', '{"+16460000001"}', '{"{\"order\":7}"}', '{"00000000-0000-4000-8000-000000900002"}', '{"00000000-0000-4000-8000-000000000007"}', '600', '{"group 1"}', '{"00000000-0000-4000-8000-000000000001"}', '{"1"}', '{"1"}', '{"+14150005001,+14150005002,+14150005003"}', '{NULL}', '{NULL}', '{"20"}');

-- reserve_batch_from_pools: Reserves for many requests, and looks at the whole pool of a group without a sample.
--   $1  IDs that the requests get
--   $2  name keys of their groups
--   $3  IDs of their API keys
--   $4  whether each key is limited to groups
--   $5  access codes, of the greatest length
--   $6  numbers of the callers
--   $7  user data, as JSON
--   $8  callbackServiceIds
--   $9  correlation IDs
--   $10  seconds for which a code rests
--   $11  for each sample: the name key of its group
--   $12  for each sample: the ID of its group
--   $13  for each sample: the version of the pool that it is of
--   $14  for each sample: how many of it have to be free
--   $15  for each sample: its numbers, with commas between them
--   $16  numbers of the callers as they were given; null where they are the same
--   $17  what their readings are compared by, with commas; null where there is one
--   $18  their own expiries in seconds; null is the group's
prepare reserve_batch_from_pools as
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
		and (r.from_number is not null or not (g.caller_id <> 'any' and not g.generate_access_code))
		and coalesce(r.own_seconds <= g.expiry_seconds, true)
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
looked as materialized (
	select p.group_id, p.unique_dnis, p.wanted, p.enough, p.looked_at, l.* from pools p cross
		join lateral (
		select count(*) as seen, coalesce(cardinality(array_agg(n.ctid
			order by case when p.unique_dnis then n.busy_until else n.given_at end) filter (where n.held_until <= now() and (not p.unique_dnis or n.busy_until <= now()))), 0) as free,
			(array_agg(n.ctid order by case when p.unique_dnis then n.busy_until else n.given_at end) filter (where n.held_until <= now() and (not p.unique_dnis or n.busy_until <= now())))[1:p.wanted::integer + 32] as longest_free,
			min(case when p.unique_dnis then greatest(n.busy_until, n.held_until) else n.held_until end) filter (where not (n.held_until <= now() and (not p.unique_dnis or n.busy_until <= now()))) as first_until,
			string_agg(e.place::text, ',') filter (where not (n.held_until <= now() and (not p.unique_dnis or n.busy_until <= now()))) as taken
		from unnest(string_to_array(p.numbers, ',')) with ordinality as e(number, place)
			cross join lateral (select n.ctid, n.* from numbers n
	where n.number between e.number and e.number order by n.number desc limit 1) n
	) l where p.looked_at <> 'pool'
	union all
	select p.group_id, p.unique_dnis, p.wanted, p.enough, p.looked_at, l.* from pools p cross
		join lateral (
		select p.size, count(*) as free, (array_agg(n.ctid order by case when p.unique_dnis then n.busy_until else n.given_at end))[1:p.wanted::integer + 32] as longest_free,
			case when count(*) = 0 then (
				select r.expires_at from requests r
				where r.group_id = p.group_id and r.expires_at > now() and r.expires_at <= 'infinity'
					and r.ended_at is null
				order by r.expires_at, r.id limit 1
			) end,
			null::text
		from pool_entries e join numbers n on n.number = e.number where e.group_id = p.group_id
			and e.drain is null and n.held_until <= now() and (not p.unique_dnis or n.busy_until <= now())
	) l where p.looked_at = 'pool'
),
picked as materialized (
	select p.group_id, l.number, l.version, l.rank
	from looked p cross join lateral (
		select n.number, n.version, r.rank from unnest(p.longest_free) with ordinality
			as r(version, rank) cross join lateral (
			select n.number, n.ctid as version from numbers n where n.ctid = r.version and n.held_until <= now() and (not p.unique_dnis or n.busy_until <= now())
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
left join made m on m.id = a.id;
-- explain execute reserve_batch_from_pools('{"00000000-0000-4000-8000-000000900001"}', '{"group 1"}', '{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{"123456789012"}', '{"+16460000001"}', '{"{\"order\":7}"}', '{"00000000-0000-4000-8000-000000900002"}', '{"00000000-0000-4000-8000-000000000007"}', '600', '{}', '{}', '{}', '{}', '{}', '{NULL}', '{NULL}', '{"20"}');

-- reserve_unlocked: Reserves for one request; passes over numbers that others have locked.
--   $1  name key of the group
--   $2  ID of the API key
--   $3  whether the key is limited to groups
--   $4  ID that the request gets
--   $5  access code, of the greatest length
--   $6  numbers without a free code, with commas between them
--   $7  number of the caller
--   $8  user data, as JSON
--   $9  callbackServiceId
--   $10  correlation ID
--   $11  seconds for which a code rests
--   $12  number of the caller as it was given; null where it is the same
--   $13  what its readings are compared by, with commas; null where there is one
--   $14  its own expiry in seconds; null is the group's
prepare reserve_unlocked as
with asked as materialized (
	select id, name, generate_access_code, access_code_length,
		coalesce($14::float8, expiry_seconds) as expiry_seconds, unique_dnis,
		caller_id, guard from groups g
	where g.name_key = $1::text
	and (not $3::boolean or exists (select 1 from api_key_groups k where k.api_key_id = $2::uuid
		and k.group_id = g.id))
	and ($7::text is not null or not (g.caller_id <> 'any' and not g.generate_access_code))
		and coalesce($14::float8 <= g.expiry_seconds, true)
),
picked as materialized (
	select n.number from asked a
	join pool_entries e on e.group_id = a.id and e.drain is null
	join numbers n on n.number = e.number and n.number <> all(string_to_array($6::text, ',')) where n.held_until <= now() and (not a.unique_dnis or n.busy_until <= now())
	order by case when a.unique_dnis then n.busy_until else n.given_at end, random()
	limit 1 for no key update of n skip locked
),
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
		from asked a
	join pool_entries e on e.group_id = a.id and e.drain is null
	join numbers n on n.number = e.number and n.number <> all(string_to_array($6::text, ','))
	) end as wait_ms
from asked a left join picked p on true left join made m on true;
-- explain execute reserve_unlocked('group 1', '00000000-0000-4000-8000-000000000001', 'true', '00000000-0000-4000-8000-000000900001', '123456789012', '+14150000017', '+16460000001', '{"order":7}', '00000000-0000-4000-8000-000000900002', '00000000-0000-4000-8000-000000000007', '600', null, null, '20');

-- reserve_waiting: Reserves for one request; waits for one number that others have locked.
--   $1  name key of the group
--   $2  ID of the API key
--   $3  whether the key is limited to groups
--   $4  ID that the request gets
--   $5  access code, of the greatest length
--   $6  numbers without a free code, with commas between them
--   $7  number of the caller
--   $8  user data, as JSON
--   $9  callbackServiceId
--   $10  correlation ID
--   $11  seconds for which a code rests
--   $12  number of the caller as it was given; null where it is the same
--   $13  what its readings are compared by, with commas; null where there is one
--   $14  its own expiry in seconds; null is the group's
prepare reserve_waiting as
with asked as materialized (
	select id, name, generate_access_code, access_code_length,
		coalesce($14::float8, expiry_seconds) as expiry_seconds, unique_dnis,
		caller_id, guard from groups g
	where g.name_key = $1::text
	and (not $3::boolean or exists (select 1 from api_key_groups k where k.api_key_id = $2::uuid
		and k.group_id = g.id))
	and ($7::text is not null or not (g.caller_id <> 'any' and not g.generate_access_code))
		and coalesce($14::float8 <= g.expiry_seconds, true)
),
patience as materialized (select set_config('lock_timeout',
	'1300', true) as set),
chosen as materialized (
	select n.number from patience p cross join asked a
	join pool_entries e on e.group_id = a.id and e.drain is null
	join numbers n on n.number = e.number and n.number <> all(string_to_array($6::text, ',')) where p.set is not null and n.held_until <= now() and (not a.unique_dnis or n.busy_until <= now())
		order by random() limit 1
),
picked as materialized (
	select n.number from chosen c join numbers n on n.number = c.number cross join asked a
		where n.held_until <= now() and (not a.unique_dnis or n.busy_until <= now()) for no key update of n
),
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
		from asked a
	join pool_entries e on e.group_id = a.id and e.drain is null
	join numbers n on n.number = e.number and n.number <> all(string_to_array($6::text, ','))
	) end as wait_ms
from asked a left join picked p on true left join made m on true;
-- explain execute reserve_waiting('group 1', '00000000-0000-4000-8000-000000000001', 'true', '00000000-0000-4000-8000-000000900001', '123456789012', '+14150000017', '+16460000001', '{"order":7}', '00000000-0000-4000-8000-000000900002', '00000000-0000-4000-8000-000000000007', '600', null, null, '20');

-- reserve_locked: Reserves one number, which the transaction has locked.
--   $1  name key of the group
--   $2  ID of the API key
--   $3  whether the key is limited to groups
--   $4  ID that the request gets
--   $5  access code, of the greatest length
--   $6  numbers without a free code, with commas between them
--   $7  number of the caller
--   $8  user data, as JSON
--   $9  callbackServiceId
--   $10  correlation ID
--   $11  seconds for which a code rests
--   $12  number of the caller as it was given; null where it is the same
--   $13  what its readings are compared by, with commas; null where there is one
--   $14  its own expiry in seconds; null is the group's
--   $15  the number
prepare reserve_locked as
with asked as materialized (
	select id, name, generate_access_code, access_code_length,
		coalesce($14::float8, expiry_seconds) as expiry_seconds, unique_dnis,
		caller_id, guard from groups g
	where g.name_key = $1::text
	and (not $3::boolean or exists (select 1 from api_key_groups k where k.api_key_id = $2::uuid
		and k.group_id = g.id))
	and ($7::text is not null or not (g.caller_id <> 'any' and not g.generate_access_code))
		and coalesce($14::float8 <= g.expiry_seconds, true)
),
picked as materialized (
	select n.number from asked a
	join pool_entries e on e.group_id = a.id and e.drain is null
	join numbers n on n.number = e.number and n.number <> all(string_to_array($6::text, ',')) where n.number = $15::text and n.held_until <= now() and (not a.unique_dnis or n.busy_until <= now()) for no key update of n
),
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
		from asked a
	join pool_entries e on e.group_id = a.id and e.drain is null
	join numbers n on n.number = e.number and n.number <> all(string_to_array($6::text, ','))
	) end as wait_ms
from asked a left join picked p on true left join made m on true;
-- explain execute reserve_locked('group 1', '00000000-0000-4000-8000-000000000001', 'true', '00000000-0000-4000-8000-000000900001', '123456789012', '+14150000017', '+16460000001', '{"order":7}', '00000000-0000-4000-8000-000000900002', '00000000-0000-4000-8000-000000000007', '600', null, null, '20', '+14150005001');

-- find_group_demands: What a group demands of its requests, for one that it may not take.
--   $1  name key of the group
--   $2  ID of the API key
--   $3  whether the key is limited to groups
prepare find_group_demands as
select g.caller_id <> 'any' and not g.generate_access_code as required, g.expiry_seconds from groups g where g.name_key = $1::text
		and (not $3::boolean or exists (select 1 from api_key_groups k where k.api_key_id = $2::uuid
			and k.group_id = g.id));
-- explain execute find_group_demands('group 1', '00000000-0000-4000-8000-000000000001', 'true');

-- lock_number: Locks a number until the transaction ends.
--   $1  the number
prepare lock_number as
with patience as materialized (select set_config('lock_timeout', '1300', true)
			as set)
		select 1 from numbers n where n.number = (select $1::text from patience
			where set is not null) for no key update of n;
-- explain execute lock_number('+14150000017');

-- find_free_code: Finds a free access code of a number, by its rank among the free ones.
--   $1  the number
--   $2  length of the code
--   $3  the first code of that length
--   $4  seconds for which a code rests
--   $5  how many codes of that length there are
--   $6  a random whole number
prepare find_free_code as
with taken as (
			select code::bigint - $3::bigint - (row_number() over (order by code) - 1) as free_below
				from live_codes
			where number = $1::text and char_length(code) = $2::integer
				and live_until > now() - make_interval(secs => $4::integer)
		),
		free as (select $5::bigint - count(*) as codes from taken),
		chosen as (select $6::bigint % codes as rank from free where codes > 0)
		select ($3::bigint + rank + (select count(*) from taken where free_below <= rank))::text as code
			from chosen;
-- explain execute find_free_code('+14150000017', '6', '100000', '600', '900000', '4711');

-- count_codes_in_use: Counts the access codes that are live or rest on a number.
--   $1  the number
--   $2  length of the codes
--   $3  seconds for which a code rests
prepare count_codes_in_use as
select count(*) filter (where live_until > now())::float8 as live, count(*)::float8 as taken,
			(extract(epoch from min(live_until) filter (where live_until > now()) - now()) * 1000)::float8
				as wait_ms
		from live_codes where number = $1::text and char_length(code) = $2::integer
			and live_until > now() - make_interval(secs => $3::integer);
-- explain execute count_codes_in_use('+14150000017', '6', '600');

-- find_api_key: The API key that a call brings.
--   $1  SHA-256 of the key, as hex
prepare find_api_key as
select id, name, array_to_string(scopes, ',') as scopes, limited_to_groups,
			requests_per_minute, numbers_without_plus, array_to_string(networks, ',') as networks,
			(extract(epoch from least(expires_at,
				case when key_hash <> $1 then previous_until end) - now()) * 1000)::float8 as valid_ms,
			is_test
		from api_keys where (key_hash = $1 or previous_hash = $1) and revoked_at is null;
-- explain execute find_api_key('hash 7');

-- add_to_key_minutes: Adds calls of API keys to those of the same minute, and gives the sums.
--   $1  a JSON list of apiKeyId, minute and calls
prepare add_to_key_minutes as
insert into api_key_minutes as known (api_key_id, minute, calls)
		select "apiKeyId", minute, calls
		from json_to_recordset($1::text::json) as sent(
			"apiKeyId" uuid, minute integer, calls integer
		)
		order by "apiKeyId"
		on conflict (api_key_id) do update set
			minute = greatest(known.minute, excluded.minute),
			calls = case
				when excluded.minute > known.minute then excluded.calls
				when excluded.minute = known.minute then known.calls + excluded.calls
				else known.calls
			end
		returning api_key_id as id, minute, calls,
			(extract(epoch from clock_timestamp()) * 1000)::float8 as now;
-- explain execute add_to_key_minutes('[{"apiKeyId":"00000000-0000-4000-8000-000000000007","minute":2,"calls":1}]');

-- list_pool_numbers: All numbers of a group, for a process to draw samples from.
--   $1  name key of the group
prepare list_pool_numbers as
select id, pool_version::float8 as pool_version,
			(select string_agg(number, ',')
				from pool_entries where group_id = groups.id and drain is null) as numbers
		from groups where name_key = $1::text;
-- explain execute list_pool_numbers('group 1');

-- retrieve_request: One request, with what its state is derived from.
--   $1  ID of the request
--   $2  ID of the API key
--   $3  whether the key is limited to groups
prepare retrieve_request as
select r.id, r.to_number, r.group_name,
			(extract(epoch from r.expires_at) * 1000)::float8 as expires_ms, r.access_code,
			coalesce(r.from_given, r.from_number) as from_number,
			r.callback_service_id, r.user_data, not (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) as is_past,
			(extract(epoch from r.matched_at) * 1000)::float8 as matched_ms,
			(extract(epoch from r.ended_at) * 1000)::float8 as ended_ms
		from requests r where r.id = $1::uuid and (not $3::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = $2::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = $2::uuid)));
-- explain execute retrieve_request('00000000-0000-4000-8000-000000000007', '00000000-0000-4000-8000-000000000001', 'true');

-- end_request: Ends a live request, whose number is locked, and frees its number and code.
--   $1  ID of the request
prepare end_request as
with ended as (
			update requests r set ended_at = date_trunc('milliseconds', statement_timestamp()) where r.id = $1::uuid and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id)))
			returning r.id, r.created_at, r.matched_at, r.to_number, r.access_code as code
		),
		listed as (
			insert into request_states (state, created_at, id) select 'cancelled', created_at, id
				from ended where matched_at is null on conflict do nothing
		),
		rested as (
	update live_codes l set live_until = date_trunc('milliseconds', statement_timestamp()) from ended e where l.number = e.to_number
		and l.code = e.code and l.request_id = e.id
),
freed as (
	update numbers n set
		busy_until = coalesce((
			select r.expires_at from requests r where r.to_number = e.to_number and r.id <> all(e.ids)
				and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) order by r.expires_at desc limit 1
		), date_trunc('milliseconds', statement_timestamp())),
		holder_id = case when n.holder_id = any(e.ids) then null else n.holder_id end,
		held_until = case when n.holder_id = any(e.ids) then date_trunc('milliseconds', statement_timestamp()) else n.held_until end
	from (select to_number, array_agg(id) as ids from ended group by to_number) e
		where n.number = e.to_number
)
		select id from ended;
-- explain execute end_request('00000000-0000-4000-8000-000000000007');

-- extend_request: Extends a live request, whose number is locked, and keeps its number and code as long.
--   $1  ID of the request
prepare extend_request as
with extended as (
			update requests r set
				expires_at = least(r.expires_at + (coalesce(r.first_expires_at, r.expires_at) - r.created_at),
					r.created_at + interval '1800 seconds'),
				first_expires_at = coalesce(r.first_expires_at, r.expires_at),
				extended_at = array_append(r.extended_at, date_trunc('milliseconds', statement_timestamp()))
			where r.id = $1::uuid and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and not exists (select from pool_entries d
	where d.group_id = r.group_id and d.number = r.to_number and d.drain is not null)
			returning r.id, r.to_number, r.access_code, r.expires_at
		),
		coded as (
			update live_codes l set live_until = e.expires_at from extended e
			where l.number = e.to_number and l.code = e.access_code and l.request_id = e.id
		),
		held as (
			update numbers n set
				busy_until = greatest(n.busy_until, e.expires_at),
				held_until = case when n.holder_id = e.id then e.expires_at else n.held_until end
			from extended e where n.number = e.to_number
		)
		select exists (select 1 from extended) as extended, r.ended_at is null and r.expires_at > now()
			and exists (select from pool_entries d
	where d.group_id = r.group_id and d.number = r.to_number and d.drain is not null) as draining
		from requests r where r.id = $1::uuid;
-- explain execute extend_request('00000000-0000-4000-8000-000000000007');

-- claim_answer: Takes a call with an Idempotency-Key for this transaction, unless it is remembered.
--   $1  ID of the API key
--   $2  endpoint
--   $3  the client's own key for the call
--   $4  hash of the call
--   $5  seconds for which it is remembered
prepare claim_answer as
with patience as materialized (
			select set_config('lock_timeout', '1300', true) as set
		)
		insert into idempotency (api_key_id, endpoint, key, request_hash, created_at, until)
		select $1::uuid, $2::text, $3::text, $4::text,
			date_trunc('milliseconds', now()), date_trunc('milliseconds', now()) + make_interval(secs => $5::integer)
		from patience where set is not null
		on conflict (api_key_id, endpoint, key) do update set
			request_hash = excluded.request_hash, response = null,
			created_at = excluded.created_at, until = excluded.until
		where idempotency.until <= now()
		returning (extract(epoch from clock_timestamp() - now()) * 1000)::float8 as waited_ms;
-- explain execute claim_answer('00000000-0000-4000-8000-000000000003', 'create', 'key 2', 'hash', '86400');

-- read_claimed_answer: What stands where a call could not be taken.
--   $1  ID of the API key
--   $2  endpoint
--   $3  the client's own key for the call
prepare read_claimed_answer as
select request_hash, response from idempotency
		where api_key_id = $1::uuid and endpoint = $2::text and key = $3::text;
-- explain execute read_claimed_answer('00000000-0000-4000-8000-000000000003', 'create', 'key 2');

-- find_answer: The answer that a call is remembered by.
--   $1  ID of the API key
--   $2  endpoint
--   $3  the client's own key for the call
prepare find_answer as
select response from idempotency
		where api_key_id = $1::uuid and endpoint = $2::text and key = $3::text and until > now();
-- explain execute find_answer('00000000-0000-4000-8000-000000000003', 'create', 'key 2');

-- remember_answer: Remembers the answer of a call that this transaction has taken.
--   $1  ID of the API key
--   $2  endpoint
--   $3  the client's own key for the call
--   $4  the answer, as JSON
prepare remember_answer as
update idempotency set response = $4::text
		where api_key_id = $1::uuid and endpoint = $2::text and key = $3::text;
-- explain execute remember_answer('00000000-0000-4000-8000-000000000003', 'create', 'key 2', '{}');

-- read_availability: How many numbers of a group are free, and when the first will be.
--   $1  name key of the group
--   $2  ID of the API key
--   $3  whether it is limited to groups
prepare read_availability as
select a.name, count(*)::integer as numbers,
			(count(*) filter (where n.held_until <= now()
				and (not a.unique_dnis or n.busy_until <= now())))::integer as free,
			(extract(epoch from min(case when a.unique_dnis then greatest(n.busy_until, n.held_until)
				else n.held_until end) - now()) * 1000)::float8 as wait_ms
		from groups a join pool_entries e on e.group_id = a.id and e.drain is null
		join numbers n on n.number = e.number
		where a.name_key = $1::text and (not $3::boolean or exists (select 1 from api_key_groups k
			where k.api_key_id = $2::uuid and k.group_id = a.id))
		group by a.id;
-- explain execute read_availability('group 1', '00000000-0000-4000-8000-000000000001', 'true');

-- list_requests_of_key: A page of requests for an API key without limits, far behind the newest.
--   $1  time of the request before the page
--   $2  its ID
--   $3  how many rows, and one more
prepare list_requests_of_key as
select "id", "created_at", "expires_at", "ended_at", "matched_at", "expires_at" <= now(), "group_name", "to_number", coalesce("from_given", "from_number"), "callback_service_id" from "requests" where ("requests"."created_at", "requests"."id") <
			($1::timestamptz, $2::uuid) order by "requests"."created_at" desc, "requests"."id" desc limit $3;
-- explain execute list_requests_of_key('2026-01-28T12:00:00.000Z', '00000000-0000-4000-8000-000000000017', '51');

-- list_attempts_of_key: A page of a request's attempts for an API key that is limited to groups.
--   $1  ID of the request
--   $2  ID of the API key
--   $3  the same again
--   $4  how many rows, and one more
prepare list_attempts_of_key as
select "id", "at", "call_id", coalesce("from_given", "from_number"), "to_number", "attestation", "outcome", "request_id", "released" from "attempts" where ("attempts"."request_id" = $1 and ("attempts"."api_key_id" = $2::uuid or exists (select 1 from "requests"
			where "requests"."id" = "attempts"."request_id" and exists (select 1 from "api_key_groups" where "api_key_groups"."api_key_id" = $3::uuid
			and "api_key_groups"."group_id" = "requests"."group_id")))) order by "attempts"."at" desc, "attempts"."id" desc limit $4;
-- explain execute list_attempts_of_key('00000000-0000-4000-8000-000000000007', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000001', '51');

-- admit_by_code: Decides, admits and records calls: by-code.
--   $1  IDs that the attempts get
--   $2  IDs of the API keys
--   $3  whether each key is limited to groups
--   $4  access codes
--   $5  numbers of the callers (ANI)
--   $6  what each dialed number may mean, with commas, the likeliest first
--   $7  IDs of the requests that are decided already
--   $8  callIds
--   $9  IDs of those whom the records name
--   $10  correlation IDs
--   $11  whether to release each request
--   $12  keys that the answers are remembered by
--   $13  hashes of the calls to remember
--   $14  seconds for which each answer is remembered
--   $15  what the readings of each ANI are compared by, with commas; null where there is one
--   $16  the ANIs as they were given; null where they are the same
--   $17  what records call the dialed numbers outside all pools
--   $18  attestations of the ANIs; null where none was told
--   $19  whether each caller withholds the ANI, so that records do not have it
prepare admit_by_code as
with asked as materialized (
	select a.*, coalesce(string_to_array(a.readings, ','), array[a.ani]) as keys, d.number as dnis,
		case when a.is_limited then coalesce((
		select array_agg(k.group_id) from api_key_groups k where k.api_key_id = a.api_key_id
		having bool_or(exists (select from groups g where g.id = k.group_id))
	), '{}') end as groups, null::text as remembered
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
	left join lateral (
	select n.number from unnest(string_to_array(a.dialed, ',')) with ordinality as r(number, place)
		join numbers n on n.number = r.number
	order by r.place limit 1) d on true
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
	from judged j cross join lateral (
		select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from live_codes l join requests r on r.id = l.request_id
		where l.number = j.dnis and l.code = j.access_code and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups)) and (coalesce(r.from_number = j.ani, false) or r.guard <> 'guard'
		or not exists (
			select from code_guards g where g.kind = 'number' and g.target = j.dnis
				and g.guarded_until > statement_timestamp() and (r.from_number is not null or g.is_strict)
		))) f
),
ready as (select * from chosen),
touched as materialized (
	select r.id, r.created_at, r.matched_at is null as is_first from requests r
	where r.ended_at is null and r.id in (select id from ready where released or matched_at is null)
		order by r.id for no key update
),
standing as materialized (
	select * from ready where (matched_at is not null and not released) or id in (select id
		from touched)
),


admitted as materialized (select * from standing ),

marked as (
	update requests r set matched_at = coalesce(r.matched_at, date_trunc('milliseconds', statement_timestamp())),
		ended_at = case when a.released then date_trunc('milliseconds', statement_timestamp()) else r.ended_at end
	from touched t join (select id, bool_or(released) as released from admitted group by id) a
		on a.id = t.id where r.id = t.id
	returning r.id, r.created_at, t.is_first
),
listed as (insert into request_states (state, created_at, id) select 'matched', created_at, id
	from marked where is_first on conflict do nothing),

recorded as (
	insert into attempts (id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation)
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, dnis, 'MATCHED', id, group_id, released,
		made_by, corr_id, attestation from admitted
)
select a.place::integer, a.remembered, m.id, m.group_id, m.group_name, m.to_number, m.from_shown,
	m.user_data, m.callback_service_id, m.expires_ms, m.expires_in,
	coalesce(m.fits_code, false) as fits_code, null as refused, null as code_length, m.fits_from, m.fits_to,
	null::uuid as held_up_id,
		null::text as held_up_number
from asked a left join admitted m on m.place = a.place;
-- explain execute admit_by_code('{"00000000-0000-4000-8000-000000900001"}', '{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{"100017"}', '{"+16460000001"}', '{"+14150000017"}', '{NULL}', '{"call-1"}', '{"00000000-0000-4000-8000-000000000001"}', '{"00000000-0000-4000-8000-000000000007"}', '{"false"}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{"+14150000017"}', '{NULL}', '{"false"}');

-- admit_by_code_remembered: Decides, admits and records calls: by-code remembered.
--   $1  IDs that the attempts get
--   $2  IDs of the API keys
--   $3  whether each key is limited to groups
--   $4  access codes
--   $5  numbers of the callers (ANI)
--   $6  what each dialed number may mean, with commas, the likeliest first
--   $7  IDs of the requests that are decided already
--   $8  callIds
--   $9  IDs of those whom the records name
--   $10  correlation IDs
--   $11  whether to release each request
--   $12  keys that the answers are remembered by
--   $13  hashes of the calls to remember
--   $14  seconds for which each answer is remembered
--   $15  what the readings of each ANI are compared by, with commas; null where there is one
--   $16  the ANIs as they were given; null where they are the same
--   $17  what records call the dialed numbers outside all pools
--   $18  attestations of the ANIs; null where none was told
--   $19  whether each caller withholds the ANI, so that records do not have it
prepare admit_by_code_remembered as
with asked as materialized (
	select a.*, coalesce(string_to_array(a.readings, ','), array[a.ani]) as keys, d.number as dnis,
		case when a.is_limited then coalesce((
		select array_agg(k.group_id) from api_key_groups k where k.api_key_id = a.api_key_id
		having bool_or(exists (select from groups g where g.id = k.group_id))
	), '{}') end as groups, (
		select i.response from idempotency i where i.api_key_id = a.api_key_id
			and i.endpoint = 'match' and i.key = a.key
		and i.until > statement_timestamp()
	) as remembered
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
	left join lateral (
	select n.number from unnest(string_to_array(a.dialed, ',')) with ordinality as r(number, place)
		join numbers n on n.number = r.number
	order by r.place limit 1) d on true
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
	from judged j cross join lateral (
		select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from live_codes l join requests r on r.id = l.request_id
		where l.number = j.dnis and l.code = j.access_code and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups)) and (coalesce(r.from_number = j.ani, false) or r.guard <> 'guard'
		or not exists (
			select from code_guards g where g.kind = 'number' and g.target = j.dnis
				and g.guarded_until > statement_timestamp() and (r.from_number is not null or g.is_strict)
		))) f
),
ready as (select * from chosen),
touched as materialized (
	select r.id, r.created_at, r.matched_at is null as is_first from requests r
	where r.ended_at is null and r.id in (select id from ready where released or matched_at is null)
		order by r.id for no key update
),
standing as materialized (
	select * from ready where (matched_at is not null and not released) or id in (select id
		from touched)
),


kept as materialized (
	select distinct on (api_key_id, key) * from (
	select place, api_key_id, key, request_hash, seconds, 'MATCHED' as outcome, fits_code, fits_from,
		fits_to, id, dnis, meant, expires_in, null::integer as code_length
	from standing where key is not null) s
	order by api_key_id, key, place
),
answered as materialized (
	insert into idempotency as i (api_key_id, endpoint, key, request_hash, response, created_at,
		until)
	select api_key_id, 'match', key, request_hash,
		json_build_object('outcome', outcome, 'matched', json_build_object('accessCode', fits_code, 'fromPhoneNumber', fits_from, 'toPhoneNumber', fits_to), 'requestId', id,
			'toNumber', coalesce(dnis, meant),
			'codeLength', code_length, 'expiresInSeconds', expires_in)::text,
		date_trunc('milliseconds', statement_timestamp()), date_trunc('milliseconds', statement_timestamp()) + make_interval(secs => seconds)
	from kept
	on conflict (api_key_id, endpoint, key) do update set
		request_hash = excluded.request_hash, response = excluded.response,
			created_at = excluded.created_at, until = excluded.until
	where i.until <= statement_timestamp()
	returning api_key_id, key
),
first as materialized (select k.place from kept k join answered a on a.api_key_id = k.api_key_id
	and a.key = k.key),
admitted as materialized (select * from standing where key is null or place in (select place from first)),

marked as (
	update requests r set matched_at = coalesce(r.matched_at, date_trunc('milliseconds', statement_timestamp())),
		ended_at = case when a.released then date_trunc('milliseconds', statement_timestamp()) else r.ended_at end
	from touched t join (select id, bool_or(released) as released from admitted group by id) a
		on a.id = t.id where r.id = t.id
	returning r.id, r.created_at, t.is_first
),
listed as (insert into request_states (state, created_at, id) select 'matched', created_at, id
	from marked where is_first on conflict do nothing),

recorded as (
	insert into attempts (id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation)
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, dnis, 'MATCHED', id, group_id, released,
		made_by, corr_id, attestation from admitted
)
select a.place::integer, a.remembered, m.id, m.group_id, m.group_name, m.to_number, m.from_shown,
	m.user_data, m.callback_service_id, m.expires_ms, m.expires_in,
	coalesce(m.fits_code, false) as fits_code, null as refused, null as code_length, m.fits_from, m.fits_to,
	null::uuid as held_up_id,
		null::text as held_up_number
from asked a left join admitted m on m.place = a.place;
-- explain execute admit_by_code_remembered('{"00000000-0000-4000-8000-000000900001"}', '{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{"100017"}', '{"+16460000001"}', '{"+14150000017"}', '{NULL}', '{"call-1"}', '{"00000000-0000-4000-8000-000000000001"}', '{"00000000-0000-4000-8000-000000000007"}', '{"false"}', '{"call-1"}', '{"hash"}', '{"600"}', '{NULL}', '{NULL}', '{"+14150000017"}', '{NULL}', '{"false"}');

-- admit_by_code_releasing: Decides, admits and records calls: by-code releasing.
--   $1  IDs that the attempts get
--   $2  IDs of the API keys
--   $3  whether each key is limited to groups
--   $4  access codes
--   $5  numbers of the callers (ANI)
--   $6  what each dialed number may mean, with commas, the likeliest first
--   $7  IDs of the requests that are decided already
--   $8  callIds
--   $9  IDs of those whom the records name
--   $10  correlation IDs
--   $11  whether to release each request
--   $12  keys that the answers are remembered by
--   $13  hashes of the calls to remember
--   $14  seconds for which each answer is remembered
--   $15  what the readings of each ANI are compared by, with commas; null where there is one
--   $16  the ANIs as they were given; null where they are the same
--   $17  what records call the dialed numbers outside all pools
--   $18  attestations of the ANIs; null where none was told
--   $19  whether each caller withholds the ANI, so that records do not have it
prepare admit_by_code_releasing as
with asked as materialized (
	select a.*, coalesce(string_to_array(a.readings, ','), array[a.ani]) as keys, d.number as dnis,
		case when a.is_limited then coalesce((
		select array_agg(k.group_id) from api_key_groups k where k.api_key_id = a.api_key_id
		having bool_or(exists (select from groups g where g.id = k.group_id))
	), '{}') end as groups, null::text as remembered
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
	left join lateral (
	select n.number from unnest(string_to_array(a.dialed, ',')) with ordinality as r(number, place)
		join numbers n on n.number = r.number
	order by r.place limit 1) d on true
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
	from judged j cross join lateral (
		select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from live_codes l join requests r on r.id = l.request_id
		where l.number = j.dnis and l.code = j.access_code and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups)) and (coalesce(r.from_number = j.ani, false) or r.guard <> 'guard'
		or not exists (
			select from code_guards g where g.kind = 'number' and g.target = j.dnis
				and g.guarded_until > statement_timestamp() and (r.from_number is not null or g.is_strict)
		))) f
),
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
	from ending)),
touched as materialized (
	select r.id, r.created_at, r.matched_at is null as is_first from requests r
	where r.ended_at is null and r.id in (select id from ready where released or matched_at is null)
		order by r.id for no key update
),
standing as materialized (
	select * from ready where (matched_at is not null and not released) or id in (select id
		from touched)
),


admitted as materialized (select * from standing ),

marked as (
	update requests r set matched_at = coalesce(r.matched_at, date_trunc('milliseconds', statement_timestamp())),
		ended_at = case when a.released then date_trunc('milliseconds', statement_timestamp()) else r.ended_at end
	from touched t join (select id, bool_or(released) as released from admitted group by id) a
		on a.id = t.id where r.id = t.id
	returning r.id, r.created_at, t.is_first
),
listed as (insert into request_states (state, created_at, id) select 'matched', created_at, id
	from marked where is_first on conflict do nothing),

ended as materialized (select distinct on (id) id, to_number, code from admitted where released
	order by id),
rested as (
	update live_codes l set live_until = date_trunc('milliseconds', statement_timestamp()) from ended e where l.number = e.to_number
		and l.code = e.code and l.request_id = e.id
),
freed as (
	update numbers n set
		busy_until = coalesce((
			select r.expires_at from requests r where r.to_number = e.to_number and r.id <> all(e.ids)
				and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) order by r.expires_at desc limit 1
		), date_trunc('milliseconds', statement_timestamp())),
		holder_id = case when n.holder_id = any(e.ids) then null else n.holder_id end,
		held_until = case when n.holder_id = any(e.ids) then date_trunc('milliseconds', statement_timestamp()) else n.held_until end
	from (select to_number, array_agg(id) as ids from ended group by to_number) e
		where n.number = e.to_number
),
recorded as (
	insert into attempts (id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation)
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, dnis, 'MATCHED', id, group_id, released,
		made_by, corr_id, attestation from admitted
)
select a.place::integer, a.remembered, m.id, m.group_id, m.group_name, m.to_number, m.from_shown,
	m.user_data, m.callback_service_id, m.expires_ms, m.expires_in,
	coalesce(m.fits_code, false) as fits_code, null as refused, null as code_length, m.fits_from, m.fits_to,
	h.id as held_up_id,
		h.to_number as held_up_number
from asked a left join admitted m on m.place = a.place

left join chosen h on h.place = a.place and h.released
	and h.place not in (select place from ready);
-- explain execute admit_by_code_releasing('{"00000000-0000-4000-8000-000000900001"}', '{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{"100017"}', '{"+16460000001"}', '{"+14150000017"}', '{NULL}', '{"call-1"}', '{"00000000-0000-4000-8000-000000000001"}', '{"00000000-0000-4000-8000-000000000007"}', '{"true"}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{"+14150000017"}', '{NULL}', '{"false"}');

-- admit_by_code_releasing_remembered: Decides, admits and records calls: by-code releasing remembered.
--   $1  IDs that the attempts get
--   $2  IDs of the API keys
--   $3  whether each key is limited to groups
--   $4  access codes
--   $5  numbers of the callers (ANI)
--   $6  what each dialed number may mean, with commas, the likeliest first
--   $7  IDs of the requests that are decided already
--   $8  callIds
--   $9  IDs of those whom the records name
--   $10  correlation IDs
--   $11  whether to release each request
--   $12  keys that the answers are remembered by
--   $13  hashes of the calls to remember
--   $14  seconds for which each answer is remembered
--   $15  what the readings of each ANI are compared by, with commas; null where there is one
--   $16  the ANIs as they were given; null where they are the same
--   $17  what records call the dialed numbers outside all pools
--   $18  attestations of the ANIs; null where none was told
--   $19  whether each caller withholds the ANI, so that records do not have it
prepare admit_by_code_releasing_remembered as
with asked as materialized (
	select a.*, coalesce(string_to_array(a.readings, ','), array[a.ani]) as keys, d.number as dnis,
		case when a.is_limited then coalesce((
		select array_agg(k.group_id) from api_key_groups k where k.api_key_id = a.api_key_id
		having bool_or(exists (select from groups g where g.id = k.group_id))
	), '{}') end as groups, (
		select i.response from idempotency i where i.api_key_id = a.api_key_id
			and i.endpoint = 'match' and i.key = a.key
		and i.until > statement_timestamp()
	) as remembered
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
	left join lateral (
	select n.number from unnest(string_to_array(a.dialed, ',')) with ordinality as r(number, place)
		join numbers n on n.number = r.number
	order by r.place limit 1) d on true
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
	from judged j cross join lateral (
		select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from live_codes l join requests r on r.id = l.request_id
		where l.number = j.dnis and l.code = j.access_code and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups)) and (coalesce(r.from_number = j.ani, false) or r.guard <> 'guard'
		or not exists (
			select from code_guards g where g.kind = 'number' and g.target = j.dnis
				and g.guarded_until > statement_timestamp() and (r.from_number is not null or g.is_strict)
		))) f
),
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
	from ending)),
touched as materialized (
	select r.id, r.created_at, r.matched_at is null as is_first from requests r
	where r.ended_at is null and r.id in (select id from ready where released or matched_at is null)
		order by r.id for no key update
),
standing as materialized (
	select * from ready where (matched_at is not null and not released) or id in (select id
		from touched)
),


kept as materialized (
	select distinct on (api_key_id, key) * from (
	select place, api_key_id, key, request_hash, seconds, 'MATCHED' as outcome, fits_code, fits_from,
		fits_to, id, dnis, meant, expires_in, null::integer as code_length
	from standing where key is not null) s
	order by api_key_id, key, place
),
answered as materialized (
	insert into idempotency as i (api_key_id, endpoint, key, request_hash, response, created_at,
		until)
	select api_key_id, 'match', key, request_hash,
		json_build_object('outcome', outcome, 'matched', json_build_object('accessCode', fits_code, 'fromPhoneNumber', fits_from, 'toPhoneNumber', fits_to), 'requestId', id,
			'toNumber', coalesce(dnis, meant),
			'codeLength', code_length, 'expiresInSeconds', expires_in)::text,
		date_trunc('milliseconds', statement_timestamp()), date_trunc('milliseconds', statement_timestamp()) + make_interval(secs => seconds)
	from kept
	on conflict (api_key_id, endpoint, key) do update set
		request_hash = excluded.request_hash, response = excluded.response,
			created_at = excluded.created_at, until = excluded.until
	where i.until <= statement_timestamp()
	returning api_key_id, key
),
first as materialized (select k.place from kept k join answered a on a.api_key_id = k.api_key_id
	and a.key = k.key),
admitted as materialized (select * from standing where key is null or place in (select place from first)),

marked as (
	update requests r set matched_at = coalesce(r.matched_at, date_trunc('milliseconds', statement_timestamp())),
		ended_at = case when a.released then date_trunc('milliseconds', statement_timestamp()) else r.ended_at end
	from touched t join (select id, bool_or(released) as released from admitted group by id) a
		on a.id = t.id where r.id = t.id
	returning r.id, r.created_at, t.is_first
),
listed as (insert into request_states (state, created_at, id) select 'matched', created_at, id
	from marked where is_first on conflict do nothing),

ended as materialized (select distinct on (id) id, to_number, code from admitted where released
	order by id),
rested as (
	update live_codes l set live_until = date_trunc('milliseconds', statement_timestamp()) from ended e where l.number = e.to_number
		and l.code = e.code and l.request_id = e.id
),
freed as (
	update numbers n set
		busy_until = coalesce((
			select r.expires_at from requests r where r.to_number = e.to_number and r.id <> all(e.ids)
				and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) order by r.expires_at desc limit 1
		), date_trunc('milliseconds', statement_timestamp())),
		holder_id = case when n.holder_id = any(e.ids) then null else n.holder_id end,
		held_until = case when n.holder_id = any(e.ids) then date_trunc('milliseconds', statement_timestamp()) else n.held_until end
	from (select to_number, array_agg(id) as ids from ended group by to_number) e
		where n.number = e.to_number
),
recorded as (
	insert into attempts (id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation)
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, dnis, 'MATCHED', id, group_id, released,
		made_by, corr_id, attestation from admitted
)
select a.place::integer, a.remembered, m.id, m.group_id, m.group_name, m.to_number, m.from_shown,
	m.user_data, m.callback_service_id, m.expires_ms, m.expires_in,
	coalesce(m.fits_code, false) as fits_code, null as refused, null as code_length, m.fits_from, m.fits_to,
	h.id as held_up_id,
		h.to_number as held_up_number
from asked a left join admitted m on m.place = a.place

left join chosen h on h.place = a.place and h.released
	and h.place not in (select place from ready);
-- explain execute admit_by_code_releasing_remembered('{"00000000-0000-4000-8000-000000900001"}', '{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{"100017"}', '{"+16460000001"}', '{"+14150000017"}', '{NULL}', '{"call-1"}', '{"00000000-0000-4000-8000-000000000001"}', '{"00000000-0000-4000-8000-000000000007"}', '{"true"}', '{"call-1"}', '{"hash"}', '{"600"}', '{NULL}', '{NULL}', '{"+14150000017"}', '{NULL}', '{"false"}');

-- admit_without_code: Decides, admits and records calls: without-code.
--   $1  IDs that the attempts get
--   $2  IDs of the API keys
--   $3  whether each key is limited to groups
--   $4  access codes
--   $5  numbers of the callers (ANI)
--   $6  what each dialed number may mean, with commas, the likeliest first
--   $7  IDs of the requests that are decided already
--   $8  callIds
--   $9  IDs of those whom the records name
--   $10  correlation IDs
--   $11  whether to release each request
--   $12  keys that the answers are remembered by
--   $13  hashes of the calls to remember
--   $14  seconds for which each answer is remembered
--   $15  what the readings of each ANI are compared by, with commas; null where there is one
--   $16  the ANIs as they were given; null where they are the same
--   $17  what records call the dialed numbers outside all pools
--   $18  attestations of the ANIs; null where none was told
--   $19  whether each caller withholds the ANI, so that records do not have it
prepare admit_without_code as
with asked as materialized (
	select a.*, coalesce(string_to_array(a.readings, ','), array[a.ani]) as keys, d.number as dnis,
		case when a.is_limited then coalesce((
		select array_agg(k.group_id) from api_key_groups k where k.api_key_id = a.api_key_id
		having bool_or(exists (select from groups g where g.id = k.group_id))
	), '{}') end as groups, null::text as remembered
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
	left join lateral (
	select n.number from unnest(string_to_array(a.dialed, ',')) with ordinality as r(number, place)
		join numbers n on n.number = r.number
	order by r.place limit 1) d on true
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
	from judged j cross join lateral (
		select * from (
			select *, count(*) over () as fitting,
				count(*) filter (where from_number = j.ani) over () as own from (
				(
					select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from requests r where j.dialed is not null and r.to_number = j.dnis
						and not r.has_access_code
					and ((r.caller_id = 'any' or r.from_number = j.ani
		and (r.caller_id = 'equal' or j.attestation = 'A'))
	and (j.ani is null or r.from_number is null or (r.from_number = any(j.keys) or r.from_readings && j.keys))) and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups)) order by (r.from_number = j.ani) desc nulls last
						limit 2
				)
				union all (
					select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from requests r where j.dialed is null and r.from_number = j.ani
						and r.created_at > statement_timestamp() - interval '1 hour'
					and not r.has_access_code and ((r.caller_id = 'any' or r.from_number = j.ani
		and (r.caller_id = 'equal' or j.attestation = 'A'))
	and (j.ani is null or r.from_number is null or (r.from_number = any(j.keys) or r.from_readings && j.keys))) and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups)) limit 2
				)
			) either
		) r where case own when 0 then fitting = 1 and (j.ani is null or not exists (
		select from requests r where r.from_number = j.ani and r.created_at > statement_timestamp() - interval '1 hour'
			and r.to_number = j.dnis
		and r.matched_at is null and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (j.groups is null or r.group_id = any(j.groups))
	))
			when 1 then r.from_number = j.ani else false end) f
),
ready as (select * from chosen),
touched as materialized (
	select r.id, r.created_at, r.matched_at is null as is_first from requests r
	where r.ended_at is null and r.id in (select id from ready where released or matched_at is null)
		order by r.id for no key update
),
standing as materialized (
	select * from ready where (matched_at is not null and not released) or id in (select id
		from touched)
),

refused as materialized (
	select j.*, v.* from judged j cross join lateral (
		select case when here = 0 then 'NOTHING_MATCHED' when open = 0 then 'CODE_REQUIRED'
			else 'ANI_MISMATCH' end as outcome,
			here > 0 as fits_to, case own when 1 then own_id end as id,
			case own when 1 then own_group end as group_id,
			case when here > 0 then own > 0 else exists (
				select from requests r where r.from_number = j.ani and r.created_at > statement_timestamp() - interval '1 hour'
					and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups))
			) end as fits_from,
			case when here > 0 and open = 0 and shortest = longest then shortest end as code_length
		from (
			select count(*) as here, count(*) filter (where not r.has_access_code) as open,
				count(*) filter (where not r.has_access_code and ((r.caller_id = 'any' or r.from_number = j.ani
		and (r.caller_id = 'equal' or j.attestation = 'A'))
	and (j.ani is null or r.from_number is null or (r.from_number = any(j.keys) or r.from_readings && j.keys)))) as fitting,
					count(*) filter (where r.from_number = j.ani) as own,
				bool_or(r.from_number = j.ani and not r.has_access_code) as is_own_open,
				(array_agg(r.id) filter (where r.from_number = j.ani))[1] as own_id,
				(array_agg(r.group_id) filter (where r.from_number = j.ani))[1] as own_group,
				min(char_length(r.access_code)) as shortest, max(char_length(r.access_code)) as longest
			from requests r where r.to_number = j.dnis and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups))
		) h
		where j.dialed is not null and case
			when here = 0 then not exists (select from requests r where r.to_number = j.dnis
				and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (j.groups is null or r.group_id = any(j.groups)))
			when open = 0 then true
			else fitting = 0 and (is_own_open or (own = 0 and not exists (
		select from requests r where r.from_number = j.ani and r.created_at > statement_timestamp() - interval '1 hour'
			and r.to_number = j.dnis
		and r.matched_at is null and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (j.groups is null or r.group_id = any(j.groups))
	)))
		end
	) v
	where j.place not in (select place from chosen)
),

admitted as materialized (select * from standing ),
turned_away as materialized (select * from refused ),
marked as (
	update requests r set matched_at = coalesce(r.matched_at, date_trunc('milliseconds', statement_timestamp())),
		ended_at = case when a.released then date_trunc('milliseconds', statement_timestamp()) else r.ended_at end
	from touched t join (select id, bool_or(released) as released from admitted group by id) a
		on a.id = t.id where r.id = t.id
	returning r.id, r.created_at, t.is_first
),
listed as (insert into request_states (state, created_at, id) select 'matched', created_at, id
	from marked where is_first on conflict do nothing),

recorded as (
	insert into attempts (id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation)
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, dnis, 'MATCHED', id, group_id, released,
		made_by, corr_id, attestation from admitted
	union all
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, coalesce(dnis, meant), outcome, id, group_id,
		false, made_by, corr_id, attestation from turned_away
)
select a.place::integer, a.remembered, m.id, m.group_id, m.group_name, m.to_number, m.from_shown,
	m.user_data, m.callback_service_id, m.expires_ms, m.expires_in,
	coalesce(m.fits_code, false) as fits_code, t.outcome as refused, t.code_length,
	coalesce(m.fits_from, t.fits_from) as fits_from, coalesce(m.fits_to, t.fits_to) as fits_to,
	null::uuid as held_up_id,
		null::text as held_up_number
from asked a left join admitted m on m.place = a.place
left join turned_away t on t.place = a.place;
-- explain execute admit_without_code('{"00000000-0000-4000-8000-000000900001"}', '{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{NULL}', '{"+16460000001"}', '{"+14150000017"}', '{NULL}', '{"call-1"}', '{"00000000-0000-4000-8000-000000000001"}', '{"00000000-0000-4000-8000-000000000007"}', '{"false"}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{"+14150000017"}', '{NULL}', '{"false"}');

-- admit_without_code_remembered: Decides, admits and records calls: without-code remembered.
--   $1  IDs that the attempts get
--   $2  IDs of the API keys
--   $3  whether each key is limited to groups
--   $4  access codes
--   $5  numbers of the callers (ANI)
--   $6  what each dialed number may mean, with commas, the likeliest first
--   $7  IDs of the requests that are decided already
--   $8  callIds
--   $9  IDs of those whom the records name
--   $10  correlation IDs
--   $11  whether to release each request
--   $12  keys that the answers are remembered by
--   $13  hashes of the calls to remember
--   $14  seconds for which each answer is remembered
--   $15  what the readings of each ANI are compared by, with commas; null where there is one
--   $16  the ANIs as they were given; null where they are the same
--   $17  what records call the dialed numbers outside all pools
--   $18  attestations of the ANIs; null where none was told
--   $19  whether each caller withholds the ANI, so that records do not have it
prepare admit_without_code_remembered as
with asked as materialized (
	select a.*, coalesce(string_to_array(a.readings, ','), array[a.ani]) as keys, d.number as dnis,
		case when a.is_limited then coalesce((
		select array_agg(k.group_id) from api_key_groups k where k.api_key_id = a.api_key_id
		having bool_or(exists (select from groups g where g.id = k.group_id))
	), '{}') end as groups, (
		select i.response from idempotency i where i.api_key_id = a.api_key_id
			and i.endpoint = 'match' and i.key = a.key
		and i.until > statement_timestamp()
	) as remembered
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
	left join lateral (
	select n.number from unnest(string_to_array(a.dialed, ',')) with ordinality as r(number, place)
		join numbers n on n.number = r.number
	order by r.place limit 1) d on true
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
	from judged j cross join lateral (
		select * from (
			select *, count(*) over () as fitting,
				count(*) filter (where from_number = j.ani) over () as own from (
				(
					select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from requests r where j.dialed is not null and r.to_number = j.dnis
						and not r.has_access_code
					and ((r.caller_id = 'any' or r.from_number = j.ani
		and (r.caller_id = 'equal' or j.attestation = 'A'))
	and (j.ani is null or r.from_number is null or (r.from_number = any(j.keys) or r.from_readings && j.keys))) and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups)) order by (r.from_number = j.ani) desc nulls last
						limit 2
				)
				union all (
					select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from requests r where j.dialed is null and r.from_number = j.ani
						and r.created_at > statement_timestamp() - interval '1 hour'
					and not r.has_access_code and ((r.caller_id = 'any' or r.from_number = j.ani
		and (r.caller_id = 'equal' or j.attestation = 'A'))
	and (j.ani is null or r.from_number is null or (r.from_number = any(j.keys) or r.from_readings && j.keys))) and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups)) limit 2
				)
			) either
		) r where case own when 0 then fitting = 1 and (j.ani is null or not exists (
		select from requests r where r.from_number = j.ani and r.created_at > statement_timestamp() - interval '1 hour'
			and r.to_number = j.dnis
		and r.matched_at is null and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (j.groups is null or r.group_id = any(j.groups))
	))
			when 1 then r.from_number = j.ani else false end) f
),
ready as (select * from chosen),
touched as materialized (
	select r.id, r.created_at, r.matched_at is null as is_first from requests r
	where r.ended_at is null and r.id in (select id from ready where released or matched_at is null)
		order by r.id for no key update
),
standing as materialized (
	select * from ready where (matched_at is not null and not released) or id in (select id
		from touched)
),

refused as materialized (
	select j.*, v.* from judged j cross join lateral (
		select case when here = 0 then 'NOTHING_MATCHED' when open = 0 then 'CODE_REQUIRED'
			else 'ANI_MISMATCH' end as outcome,
			here > 0 as fits_to, case own when 1 then own_id end as id,
			case own when 1 then own_group end as group_id,
			case when here > 0 then own > 0 else exists (
				select from requests r where r.from_number = j.ani and r.created_at > statement_timestamp() - interval '1 hour'
					and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups))
			) end as fits_from,
			case when here > 0 and open = 0 and shortest = longest then shortest end as code_length
		from (
			select count(*) as here, count(*) filter (where not r.has_access_code) as open,
				count(*) filter (where not r.has_access_code and ((r.caller_id = 'any' or r.from_number = j.ani
		and (r.caller_id = 'equal' or j.attestation = 'A'))
	and (j.ani is null or r.from_number is null or (r.from_number = any(j.keys) or r.from_readings && j.keys)))) as fitting,
					count(*) filter (where r.from_number = j.ani) as own,
				bool_or(r.from_number = j.ani and not r.has_access_code) as is_own_open,
				(array_agg(r.id) filter (where r.from_number = j.ani))[1] as own_id,
				(array_agg(r.group_id) filter (where r.from_number = j.ani))[1] as own_group,
				min(char_length(r.access_code)) as shortest, max(char_length(r.access_code)) as longest
			from requests r where r.to_number = j.dnis and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups))
		) h
		where j.dialed is not null and case
			when here = 0 then not exists (select from requests r where r.to_number = j.dnis
				and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (j.groups is null or r.group_id = any(j.groups)))
			when open = 0 then true
			else fitting = 0 and (is_own_open or (own = 0 and not exists (
		select from requests r where r.from_number = j.ani and r.created_at > statement_timestamp() - interval '1 hour'
			and r.to_number = j.dnis
		and r.matched_at is null and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (j.groups is null or r.group_id = any(j.groups))
	)))
		end
	) v
	where j.place not in (select place from chosen)
),

kept as materialized (
	select distinct on (api_key_id, key) * from (
	select place, api_key_id, key, request_hash, seconds, 'MATCHED' as outcome, fits_code, fits_from,
		fits_to, id, dnis, meant, expires_in, null::integer as code_length
	from standing where key is not null
	union all
	select place, api_key_id, key, request_hash, seconds, outcome, false, fits_from, fits_to, id,
		dnis, meant, null, code_length
	from refused where key is not null) s
	order by api_key_id, key, place
),
answered as materialized (
	insert into idempotency as i (api_key_id, endpoint, key, request_hash, response, created_at,
		until)
	select api_key_id, 'match', key, request_hash,
		json_build_object('outcome', outcome, 'matched', json_build_object('accessCode', fits_code, 'fromPhoneNumber', fits_from, 'toPhoneNumber', fits_to), 'requestId', id,
			'toNumber', coalesce(dnis, meant),
			'codeLength', code_length, 'expiresInSeconds', expires_in)::text,
		date_trunc('milliseconds', statement_timestamp()), date_trunc('milliseconds', statement_timestamp()) + make_interval(secs => seconds)
	from kept
	on conflict (api_key_id, endpoint, key) do update set
		request_hash = excluded.request_hash, response = excluded.response,
			created_at = excluded.created_at, until = excluded.until
	where i.until <= statement_timestamp()
	returning api_key_id, key
),
first as materialized (select k.place from kept k join answered a on a.api_key_id = k.api_key_id
	and a.key = k.key),
admitted as materialized (select * from standing where key is null or place in (select place from first)),
turned_away as materialized (select * from refused where key is null or place in (select place from first)),
marked as (
	update requests r set matched_at = coalesce(r.matched_at, date_trunc('milliseconds', statement_timestamp())),
		ended_at = case when a.released then date_trunc('milliseconds', statement_timestamp()) else r.ended_at end
	from touched t join (select id, bool_or(released) as released from admitted group by id) a
		on a.id = t.id where r.id = t.id
	returning r.id, r.created_at, t.is_first
),
listed as (insert into request_states (state, created_at, id) select 'matched', created_at, id
	from marked where is_first on conflict do nothing),

recorded as (
	insert into attempts (id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation)
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, dnis, 'MATCHED', id, group_id, released,
		made_by, corr_id, attestation from admitted
	union all
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, coalesce(dnis, meant), outcome, id, group_id,
		false, made_by, corr_id, attestation from turned_away
)
select a.place::integer, a.remembered, m.id, m.group_id, m.group_name, m.to_number, m.from_shown,
	m.user_data, m.callback_service_id, m.expires_ms, m.expires_in,
	coalesce(m.fits_code, false) as fits_code, t.outcome as refused, t.code_length,
	coalesce(m.fits_from, t.fits_from) as fits_from, coalesce(m.fits_to, t.fits_to) as fits_to,
	null::uuid as held_up_id,
		null::text as held_up_number
from asked a left join admitted m on m.place = a.place
left join turned_away t on t.place = a.place;
-- explain execute admit_without_code_remembered('{"00000000-0000-4000-8000-000000900001"}', '{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{NULL}', '{"+16460000001"}', '{"+14150000017"}', '{NULL}', '{"call-1"}', '{"00000000-0000-4000-8000-000000000001"}', '{"00000000-0000-4000-8000-000000000007"}', '{"false"}', '{"call-1"}', '{"hash"}', '{"600"}', '{NULL}', '{NULL}', '{"+14150000017"}', '{NULL}', '{"false"}');

-- admit_without_code_releasing: Decides, admits and records calls: without-code releasing.
--   $1  IDs that the attempts get
--   $2  IDs of the API keys
--   $3  whether each key is limited to groups
--   $4  access codes
--   $5  numbers of the callers (ANI)
--   $6  what each dialed number may mean, with commas, the likeliest first
--   $7  IDs of the requests that are decided already
--   $8  callIds
--   $9  IDs of those whom the records name
--   $10  correlation IDs
--   $11  whether to release each request
--   $12  keys that the answers are remembered by
--   $13  hashes of the calls to remember
--   $14  seconds for which each answer is remembered
--   $15  what the readings of each ANI are compared by, with commas; null where there is one
--   $16  the ANIs as they were given; null where they are the same
--   $17  what records call the dialed numbers outside all pools
--   $18  attestations of the ANIs; null where none was told
--   $19  whether each caller withholds the ANI, so that records do not have it
prepare admit_without_code_releasing as
with asked as materialized (
	select a.*, coalesce(string_to_array(a.readings, ','), array[a.ani]) as keys, d.number as dnis,
		case when a.is_limited then coalesce((
		select array_agg(k.group_id) from api_key_groups k where k.api_key_id = a.api_key_id
		having bool_or(exists (select from groups g where g.id = k.group_id))
	), '{}') end as groups, null::text as remembered
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
	left join lateral (
	select n.number from unnest(string_to_array(a.dialed, ',')) with ordinality as r(number, place)
		join numbers n on n.number = r.number
	order by r.place limit 1) d on true
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
	from judged j cross join lateral (
		select * from (
			select *, count(*) over () as fitting,
				count(*) filter (where from_number = j.ani) over () as own from (
				(
					select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from requests r where j.dialed is not null and r.to_number = j.dnis
						and not r.has_access_code
					and ((r.caller_id = 'any' or r.from_number = j.ani
		and (r.caller_id = 'equal' or j.attestation = 'A'))
	and (j.ani is null or r.from_number is null or (r.from_number = any(j.keys) or r.from_readings && j.keys))) and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups)) order by (r.from_number = j.ani) desc nulls last
						limit 2
				)
				union all (
					select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from requests r where j.dialed is null and r.from_number = j.ani
						and r.created_at > statement_timestamp() - interval '1 hour'
					and not r.has_access_code and ((r.caller_id = 'any' or r.from_number = j.ani
		and (r.caller_id = 'equal' or j.attestation = 'A'))
	and (j.ani is null or r.from_number is null or (r.from_number = any(j.keys) or r.from_readings && j.keys))) and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups)) limit 2
				)
			) either
		) r where case own when 0 then fitting = 1 and (j.ani is null or not exists (
		select from requests r where r.from_number = j.ani and r.created_at > statement_timestamp() - interval '1 hour'
			and r.to_number = j.dnis
		and r.matched_at is null and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (j.groups is null or r.group_id = any(j.groups))
	))
			when 1 then r.from_number = j.ani else false end) f
),
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
	from ending)),
touched as materialized (
	select r.id, r.created_at, r.matched_at is null as is_first from requests r
	where r.ended_at is null and r.id in (select id from ready where released or matched_at is null)
		order by r.id for no key update
),
standing as materialized (
	select * from ready where (matched_at is not null and not released) or id in (select id
		from touched)
),

refused as materialized (
	select j.*, v.* from judged j cross join lateral (
		select case when here = 0 then 'NOTHING_MATCHED' when open = 0 then 'CODE_REQUIRED'
			else 'ANI_MISMATCH' end as outcome,
			here > 0 as fits_to, case own when 1 then own_id end as id,
			case own when 1 then own_group end as group_id,
			case when here > 0 then own > 0 else exists (
				select from requests r where r.from_number = j.ani and r.created_at > statement_timestamp() - interval '1 hour'
					and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups))
			) end as fits_from,
			case when here > 0 and open = 0 and shortest = longest then shortest end as code_length
		from (
			select count(*) as here, count(*) filter (where not r.has_access_code) as open,
				count(*) filter (where not r.has_access_code and ((r.caller_id = 'any' or r.from_number = j.ani
		and (r.caller_id = 'equal' or j.attestation = 'A'))
	and (j.ani is null or r.from_number is null or (r.from_number = any(j.keys) or r.from_readings && j.keys)))) as fitting,
					count(*) filter (where r.from_number = j.ani) as own,
				bool_or(r.from_number = j.ani and not r.has_access_code) as is_own_open,
				(array_agg(r.id) filter (where r.from_number = j.ani))[1] as own_id,
				(array_agg(r.group_id) filter (where r.from_number = j.ani))[1] as own_group,
				min(char_length(r.access_code)) as shortest, max(char_length(r.access_code)) as longest
			from requests r where r.to_number = j.dnis and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups))
		) h
		where j.dialed is not null and case
			when here = 0 then not exists (select from requests r where r.to_number = j.dnis
				and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (j.groups is null or r.group_id = any(j.groups)))
			when open = 0 then true
			else fitting = 0 and (is_own_open or (own = 0 and not exists (
		select from requests r where r.from_number = j.ani and r.created_at > statement_timestamp() - interval '1 hour'
			and r.to_number = j.dnis
		and r.matched_at is null and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (j.groups is null or r.group_id = any(j.groups))
	)))
		end
	) v
	where j.place not in (select place from chosen)
),

admitted as materialized (select * from standing ),
turned_away as materialized (select * from refused ),
marked as (
	update requests r set matched_at = coalesce(r.matched_at, date_trunc('milliseconds', statement_timestamp())),
		ended_at = case when a.released then date_trunc('milliseconds', statement_timestamp()) else r.ended_at end
	from touched t join (select id, bool_or(released) as released from admitted group by id) a
		on a.id = t.id where r.id = t.id
	returning r.id, r.created_at, t.is_first
),
listed as (insert into request_states (state, created_at, id) select 'matched', created_at, id
	from marked where is_first on conflict do nothing),

ended as materialized (select distinct on (id) id, to_number, code from admitted where released
	order by id),
rested as (
	update live_codes l set live_until = date_trunc('milliseconds', statement_timestamp()) from ended e where l.number = e.to_number
		and l.code = e.code and l.request_id = e.id
),
freed as (
	update numbers n set
		busy_until = coalesce((
			select r.expires_at from requests r where r.to_number = e.to_number and r.id <> all(e.ids)
				and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) order by r.expires_at desc limit 1
		), date_trunc('milliseconds', statement_timestamp())),
		holder_id = case when n.holder_id = any(e.ids) then null else n.holder_id end,
		held_until = case when n.holder_id = any(e.ids) then date_trunc('milliseconds', statement_timestamp()) else n.held_until end
	from (select to_number, array_agg(id) as ids from ended group by to_number) e
		where n.number = e.to_number
),
recorded as (
	insert into attempts (id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation)
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, dnis, 'MATCHED', id, group_id, released,
		made_by, corr_id, attestation from admitted
	union all
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, coalesce(dnis, meant), outcome, id, group_id,
		false, made_by, corr_id, attestation from turned_away
)
select a.place::integer, a.remembered, m.id, m.group_id, m.group_name, m.to_number, m.from_shown,
	m.user_data, m.callback_service_id, m.expires_ms, m.expires_in,
	coalesce(m.fits_code, false) as fits_code, t.outcome as refused, t.code_length,
	coalesce(m.fits_from, t.fits_from) as fits_from, coalesce(m.fits_to, t.fits_to) as fits_to,
	h.id as held_up_id,
		h.to_number as held_up_number
from asked a left join admitted m on m.place = a.place
left join turned_away t on t.place = a.place
left join chosen h on h.place = a.place and h.released
	and h.place not in (select place from ready);
-- explain execute admit_without_code_releasing('{"00000000-0000-4000-8000-000000900001"}', '{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{NULL}', '{"+16460000001"}', '{"+14150000017"}', '{NULL}', '{"call-1"}', '{"00000000-0000-4000-8000-000000000001"}', '{"00000000-0000-4000-8000-000000000007"}', '{"true"}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{"+14150000017"}', '{NULL}', '{"false"}');

-- admit_without_code_releasing_remembered: Decides, admits and records calls: without-code releasing remembered.
--   $1  IDs that the attempts get
--   $2  IDs of the API keys
--   $3  whether each key is limited to groups
--   $4  access codes
--   $5  numbers of the callers (ANI)
--   $6  what each dialed number may mean, with commas, the likeliest first
--   $7  IDs of the requests that are decided already
--   $8  callIds
--   $9  IDs of those whom the records name
--   $10  correlation IDs
--   $11  whether to release each request
--   $12  keys that the answers are remembered by
--   $13  hashes of the calls to remember
--   $14  seconds for which each answer is remembered
--   $15  what the readings of each ANI are compared by, with commas; null where there is one
--   $16  the ANIs as they were given; null where they are the same
--   $17  what records call the dialed numbers outside all pools
--   $18  attestations of the ANIs; null where none was told
--   $19  whether each caller withholds the ANI, so that records do not have it
prepare admit_without_code_releasing_remembered as
with asked as materialized (
	select a.*, coalesce(string_to_array(a.readings, ','), array[a.ani]) as keys, d.number as dnis,
		case when a.is_limited then coalesce((
		select array_agg(k.group_id) from api_key_groups k where k.api_key_id = a.api_key_id
		having bool_or(exists (select from groups g where g.id = k.group_id))
	), '{}') end as groups, (
		select i.response from idempotency i where i.api_key_id = a.api_key_id
			and i.endpoint = 'match' and i.key = a.key
		and i.until > statement_timestamp()
	) as remembered
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
	left join lateral (
	select n.number from unnest(string_to_array(a.dialed, ',')) with ordinality as r(number, place)
		join numbers n on n.number = r.number
	order by r.place limit 1) d on true
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
	from judged j cross join lateral (
		select * from (
			select *, count(*) over () as fitting,
				count(*) filter (where from_number = j.ani) over () as own from (
				(
					select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from requests r where j.dialed is not null and r.to_number = j.dnis
						and not r.has_access_code
					and ((r.caller_id = 'any' or r.from_number = j.ani
		and (r.caller_id = 'equal' or j.attestation = 'A'))
	and (j.ani is null or r.from_number is null or (r.from_number = any(j.keys) or r.from_readings && j.keys))) and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups)) order by (r.from_number = j.ani) desc nulls last
						limit 2
				)
				union all (
					select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from requests r where j.dialed is null and r.from_number = j.ani
						and r.created_at > statement_timestamp() - interval '1 hour'
					and not r.has_access_code and ((r.caller_id = 'any' or r.from_number = j.ani
		and (r.caller_id = 'equal' or j.attestation = 'A'))
	and (j.ani is null or r.from_number is null or (r.from_number = any(j.keys) or r.from_readings && j.keys))) and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups)) limit 2
				)
			) either
		) r where case own when 0 then fitting = 1 and (j.ani is null or not exists (
		select from requests r where r.from_number = j.ani and r.created_at > statement_timestamp() - interval '1 hour'
			and r.to_number = j.dnis
		and r.matched_at is null and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (j.groups is null or r.group_id = any(j.groups))
	))
			when 1 then r.from_number = j.ani else false end) f
),
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
	from ending)),
touched as materialized (
	select r.id, r.created_at, r.matched_at is null as is_first from requests r
	where r.ended_at is null and r.id in (select id from ready where released or matched_at is null)
		order by r.id for no key update
),
standing as materialized (
	select * from ready where (matched_at is not null and not released) or id in (select id
		from touched)
),

refused as materialized (
	select j.*, v.* from judged j cross join lateral (
		select case when here = 0 then 'NOTHING_MATCHED' when open = 0 then 'CODE_REQUIRED'
			else 'ANI_MISMATCH' end as outcome,
			here > 0 as fits_to, case own when 1 then own_id end as id,
			case own when 1 then own_group end as group_id,
			case when here > 0 then own > 0 else exists (
				select from requests r where r.from_number = j.ani and r.created_at > statement_timestamp() - interval '1 hour'
					and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups))
			) end as fits_from,
			case when here > 0 and open = 0 and shortest = longest then shortest end as code_length
		from (
			select count(*) as here, count(*) filter (where not r.has_access_code) as open,
				count(*) filter (where not r.has_access_code and ((r.caller_id = 'any' or r.from_number = j.ani
		and (r.caller_id = 'equal' or j.attestation = 'A'))
	and (j.ani is null or r.from_number is null or (r.from_number = any(j.keys) or r.from_readings && j.keys)))) as fitting,
					count(*) filter (where r.from_number = j.ani) as own,
				bool_or(r.from_number = j.ani and not r.has_access_code) as is_own_open,
				(array_agg(r.id) filter (where r.from_number = j.ani))[1] as own_id,
				(array_agg(r.group_id) filter (where r.from_number = j.ani))[1] as own_group,
				min(char_length(r.access_code)) as shortest, max(char_length(r.access_code)) as longest
			from requests r where r.to_number = j.dnis and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups))
		) h
		where j.dialed is not null and case
			when here = 0 then not exists (select from requests r where r.to_number = j.dnis
				and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (j.groups is null or r.group_id = any(j.groups)))
			when open = 0 then true
			else fitting = 0 and (is_own_open or (own = 0 and not exists (
		select from requests r where r.from_number = j.ani and r.created_at > statement_timestamp() - interval '1 hour'
			and r.to_number = j.dnis
		and r.matched_at is null and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (j.groups is null or r.group_id = any(j.groups))
	)))
		end
	) v
	where j.place not in (select place from chosen)
),

kept as materialized (
	select distinct on (api_key_id, key) * from (
	select place, api_key_id, key, request_hash, seconds, 'MATCHED' as outcome, fits_code, fits_from,
		fits_to, id, dnis, meant, expires_in, null::integer as code_length
	from standing where key is not null
	union all
	select place, api_key_id, key, request_hash, seconds, outcome, false, fits_from, fits_to, id,
		dnis, meant, null, code_length
	from refused where key is not null) s
	order by api_key_id, key, place
),
answered as materialized (
	insert into idempotency as i (api_key_id, endpoint, key, request_hash, response, created_at,
		until)
	select api_key_id, 'match', key, request_hash,
		json_build_object('outcome', outcome, 'matched', json_build_object('accessCode', fits_code, 'fromPhoneNumber', fits_from, 'toPhoneNumber', fits_to), 'requestId', id,
			'toNumber', coalesce(dnis, meant),
			'codeLength', code_length, 'expiresInSeconds', expires_in)::text,
		date_trunc('milliseconds', statement_timestamp()), date_trunc('milliseconds', statement_timestamp()) + make_interval(secs => seconds)
	from kept
	on conflict (api_key_id, endpoint, key) do update set
		request_hash = excluded.request_hash, response = excluded.response,
			created_at = excluded.created_at, until = excluded.until
	where i.until <= statement_timestamp()
	returning api_key_id, key
),
first as materialized (select k.place from kept k join answered a on a.api_key_id = k.api_key_id
	and a.key = k.key),
admitted as materialized (select * from standing where key is null or place in (select place from first)),
turned_away as materialized (select * from refused where key is null or place in (select place from first)),
marked as (
	update requests r set matched_at = coalesce(r.matched_at, date_trunc('milliseconds', statement_timestamp())),
		ended_at = case when a.released then date_trunc('milliseconds', statement_timestamp()) else r.ended_at end
	from touched t join (select id, bool_or(released) as released from admitted group by id) a
		on a.id = t.id where r.id = t.id
	returning r.id, r.created_at, t.is_first
),
listed as (insert into request_states (state, created_at, id) select 'matched', created_at, id
	from marked where is_first on conflict do nothing),

ended as materialized (select distinct on (id) id, to_number, code from admitted where released
	order by id),
rested as (
	update live_codes l set live_until = date_trunc('milliseconds', statement_timestamp()) from ended e where l.number = e.to_number
		and l.code = e.code and l.request_id = e.id
),
freed as (
	update numbers n set
		busy_until = coalesce((
			select r.expires_at from requests r where r.to_number = e.to_number and r.id <> all(e.ids)
				and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) order by r.expires_at desc limit 1
		), date_trunc('milliseconds', statement_timestamp())),
		holder_id = case when n.holder_id = any(e.ids) then null else n.holder_id end,
		held_until = case when n.holder_id = any(e.ids) then date_trunc('milliseconds', statement_timestamp()) else n.held_until end
	from (select to_number, array_agg(id) as ids from ended group by to_number) e
		where n.number = e.to_number
),
recorded as (
	insert into attempts (id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation)
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, dnis, 'MATCHED', id, group_id, released,
		made_by, corr_id, attestation from admitted
	union all
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, coalesce(dnis, meant), outcome, id, group_id,
		false, made_by, corr_id, attestation from turned_away
)
select a.place::integer, a.remembered, m.id, m.group_id, m.group_name, m.to_number, m.from_shown,
	m.user_data, m.callback_service_id, m.expires_ms, m.expires_in,
	coalesce(m.fits_code, false) as fits_code, t.outcome as refused, t.code_length,
	coalesce(m.fits_from, t.fits_from) as fits_from, coalesce(m.fits_to, t.fits_to) as fits_to,
	h.id as held_up_id,
		h.to_number as held_up_number
from asked a left join admitted m on m.place = a.place
left join turned_away t on t.place = a.place
left join chosen h on h.place = a.place and h.released
	and h.place not in (select place from ready);
-- explain execute admit_without_code_releasing_remembered('{"00000000-0000-4000-8000-000000900001"}', '{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{NULL}', '{"+16460000001"}', '{"+14150000017"}', '{NULL}', '{"call-1"}', '{"00000000-0000-4000-8000-000000000001"}', '{"00000000-0000-4000-8000-000000000007"}', '{"true"}', '{"call-1"}', '{"hash"}', '{"600"}', '{NULL}', '{NULL}', '{"+14150000017"}', '{NULL}', '{"false"}');

-- admit_decided: Decides, admits and records calls: decided.
--   $1  IDs that the attempts get
--   $2  IDs of the API keys
--   $3  whether each key is limited to groups
--   $4  access codes
--   $5  numbers of the callers (ANI)
--   $6  what each dialed number may mean, with commas, the likeliest first
--   $7  IDs of the requests that are decided already
--   $8  callIds
--   $9  IDs of those whom the records name
--   $10  correlation IDs
--   $11  whether to release each request
--   $12  keys that the answers are remembered by
--   $13  hashes of the calls to remember
--   $14  seconds for which each answer is remembered
--   $15  what the readings of each ANI are compared by, with commas; null where there is one
--   $16  the ANIs as they were given; null where they are the same
--   $17  what records call the dialed numbers outside all pools
--   $18  attestations of the ANIs; null where none was told
--   $19  whether each caller withholds the ANI, so that records do not have it
prepare admit_decided as
with asked as materialized (
	select a.*, coalesce(string_to_array(a.readings, ','), array[a.ani]) as keys, d.number as dnis,
		case when a.is_limited then coalesce((
		select array_agg(k.group_id) from api_key_groups k where k.api_key_id = a.api_key_id
		having bool_or(exists (select from groups g where g.id = k.group_id))
	), '{}') end as groups, null::text as remembered
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
	left join lateral (
	select n.number from unnest(string_to_array(a.dialed, ',')) with ordinality as r(number, place)
		join numbers n on n.number = r.number
	order by r.place limit 1) d on true
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
	from judged j cross join lateral (select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from requests r where r.id = j.request_id and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups))) f
),
ready as (select * from chosen),
touched as materialized (
	select r.id, r.created_at, r.matched_at is null as is_first from requests r
	where r.ended_at is null and r.id in (select id from ready where released or matched_at is null)
		order by r.id for no key update
),
standing as materialized (
	select * from ready where (matched_at is not null and not released) or id in (select id
		from touched)
),


admitted as materialized (select * from standing ),

marked as (
	update requests r set matched_at = coalesce(r.matched_at, date_trunc('milliseconds', statement_timestamp())),
		ended_at = case when a.released then date_trunc('milliseconds', statement_timestamp()) else r.ended_at end
	from touched t join (select id, bool_or(released) as released from admitted group by id) a
		on a.id = t.id where r.id = t.id
	returning r.id, r.created_at, t.is_first
),
listed as (insert into request_states (state, created_at, id) select 'matched', created_at, id
	from marked where is_first on conflict do nothing),

recorded as (
	insert into attempts (id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation)
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, dnis, 'MATCHED', id, group_id, released,
		made_by, corr_id, attestation from admitted
)
select a.place::integer, a.remembered, m.id, m.group_id, m.group_name, m.to_number, m.from_shown,
	m.user_data, m.callback_service_id, m.expires_ms, m.expires_in,
	coalesce(m.fits_code, false) as fits_code, null as refused, null as code_length, m.fits_from, m.fits_to,
	null::uuid as held_up_id,
		null::text as held_up_number
from asked a left join admitted m on m.place = a.place;
-- explain execute admit_decided('{"00000000-0000-4000-8000-000000900001"}', '{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{NULL}', '{"+16460000001"}', '{"+14150000017"}', '{"00000000-0000-4000-8000-000000000017"}', '{"call-1"}', '{"00000000-0000-4000-8000-000000000001"}', '{"00000000-0000-4000-8000-000000000007"}', '{"false"}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{"+14150000017"}', '{NULL}', '{"false"}');

-- admit_decided_remembered: Decides, admits and records calls: decided remembered.
--   $1  IDs that the attempts get
--   $2  IDs of the API keys
--   $3  whether each key is limited to groups
--   $4  access codes
--   $5  numbers of the callers (ANI)
--   $6  what each dialed number may mean, with commas, the likeliest first
--   $7  IDs of the requests that are decided already
--   $8  callIds
--   $9  IDs of those whom the records name
--   $10  correlation IDs
--   $11  whether to release each request
--   $12  keys that the answers are remembered by
--   $13  hashes of the calls to remember
--   $14  seconds for which each answer is remembered
--   $15  what the readings of each ANI are compared by, with commas; null where there is one
--   $16  the ANIs as they were given; null where they are the same
--   $17  what records call the dialed numbers outside all pools
--   $18  attestations of the ANIs; null where none was told
--   $19  whether each caller withholds the ANI, so that records do not have it
prepare admit_decided_remembered as
with asked as materialized (
	select a.*, coalesce(string_to_array(a.readings, ','), array[a.ani]) as keys, d.number as dnis,
		case when a.is_limited then coalesce((
		select array_agg(k.group_id) from api_key_groups k where k.api_key_id = a.api_key_id
		having bool_or(exists (select from groups g where g.id = k.group_id))
	), '{}') end as groups, (
		select i.response from idempotency i where i.api_key_id = a.api_key_id
			and i.endpoint = 'match' and i.key = a.key
		and i.until > statement_timestamp()
	) as remembered
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
	left join lateral (
	select n.number from unnest(string_to_array(a.dialed, ',')) with ordinality as r(number, place)
		join numbers n on n.number = r.number
	order by r.place limit 1) d on true
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
	from judged j cross join lateral (select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from requests r where r.id = j.request_id and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups))) f
),
ready as (select * from chosen),
touched as materialized (
	select r.id, r.created_at, r.matched_at is null as is_first from requests r
	where r.ended_at is null and r.id in (select id from ready where released or matched_at is null)
		order by r.id for no key update
),
standing as materialized (
	select * from ready where (matched_at is not null and not released) or id in (select id
		from touched)
),


kept as materialized (
	select distinct on (api_key_id, key) * from (
	select place, api_key_id, key, request_hash, seconds, 'MATCHED' as outcome, fits_code, fits_from,
		fits_to, id, dnis, meant, expires_in, null::integer as code_length
	from standing where key is not null) s
	order by api_key_id, key, place
),
answered as materialized (
	insert into idempotency as i (api_key_id, endpoint, key, request_hash, response, created_at,
		until)
	select api_key_id, 'match', key, request_hash,
		json_build_object('outcome', outcome, 'matched', json_build_object('accessCode', fits_code, 'fromPhoneNumber', fits_from, 'toPhoneNumber', fits_to), 'requestId', id,
			'toNumber', coalesce(dnis, meant),
			'codeLength', code_length, 'expiresInSeconds', expires_in)::text,
		date_trunc('milliseconds', statement_timestamp()), date_trunc('milliseconds', statement_timestamp()) + make_interval(secs => seconds)
	from kept
	on conflict (api_key_id, endpoint, key) do update set
		request_hash = excluded.request_hash, response = excluded.response,
			created_at = excluded.created_at, until = excluded.until
	where i.until <= statement_timestamp()
	returning api_key_id, key
),
first as materialized (select k.place from kept k join answered a on a.api_key_id = k.api_key_id
	and a.key = k.key),
admitted as materialized (select * from standing where key is null or place in (select place from first)),

marked as (
	update requests r set matched_at = coalesce(r.matched_at, date_trunc('milliseconds', statement_timestamp())),
		ended_at = case when a.released then date_trunc('milliseconds', statement_timestamp()) else r.ended_at end
	from touched t join (select id, bool_or(released) as released from admitted group by id) a
		on a.id = t.id where r.id = t.id
	returning r.id, r.created_at, t.is_first
),
listed as (insert into request_states (state, created_at, id) select 'matched', created_at, id
	from marked where is_first on conflict do nothing),

recorded as (
	insert into attempts (id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation)
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, dnis, 'MATCHED', id, group_id, released,
		made_by, corr_id, attestation from admitted
)
select a.place::integer, a.remembered, m.id, m.group_id, m.group_name, m.to_number, m.from_shown,
	m.user_data, m.callback_service_id, m.expires_ms, m.expires_in,
	coalesce(m.fits_code, false) as fits_code, null as refused, null as code_length, m.fits_from, m.fits_to,
	null::uuid as held_up_id,
		null::text as held_up_number
from asked a left join admitted m on m.place = a.place;
-- explain execute admit_decided_remembered('{"00000000-0000-4000-8000-000000900001"}', '{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{NULL}', '{"+16460000001"}', '{"+14150000017"}', '{"00000000-0000-4000-8000-000000000017"}', '{"call-1"}', '{"00000000-0000-4000-8000-000000000001"}', '{"00000000-0000-4000-8000-000000000007"}', '{"false"}', '{"call-1"}', '{"hash"}', '{"600"}', '{NULL}', '{NULL}', '{"+14150000017"}', '{NULL}', '{"false"}');

-- admit_decided_releasing: Decides, admits and records calls: decided releasing.
--   $1  IDs that the attempts get
--   $2  IDs of the API keys
--   $3  whether each key is limited to groups
--   $4  access codes
--   $5  numbers of the callers (ANI)
--   $6  what each dialed number may mean, with commas, the likeliest first
--   $7  IDs of the requests that are decided already
--   $8  callIds
--   $9  IDs of those whom the records name
--   $10  correlation IDs
--   $11  whether to release each request
--   $12  keys that the answers are remembered by
--   $13  hashes of the calls to remember
--   $14  seconds for which each answer is remembered
--   $15  what the readings of each ANI are compared by, with commas; null where there is one
--   $16  the ANIs as they were given; null where they are the same
--   $17  what records call the dialed numbers outside all pools
--   $18  attestations of the ANIs; null where none was told
--   $19  whether each caller withholds the ANI, so that records do not have it
prepare admit_decided_releasing as
with asked as materialized (
	select a.*, coalesce(string_to_array(a.readings, ','), array[a.ani]) as keys, d.number as dnis,
		case when a.is_limited then coalesce((
		select array_agg(k.group_id) from api_key_groups k where k.api_key_id = a.api_key_id
		having bool_or(exists (select from groups g where g.id = k.group_id))
	), '{}') end as groups, null::text as remembered
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
	left join lateral (
	select n.number from unnest(string_to_array(a.dialed, ',')) with ordinality as r(number, place)
		join numbers n on n.number = r.number
	order by r.place limit 1) d on true
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
	from judged j cross join lateral (select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from requests r where r.id = j.request_id and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups))) f
),
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
	from ending)),
touched as materialized (
	select r.id, r.created_at, r.matched_at is null as is_first from requests r
	where r.ended_at is null and r.id in (select id from ready where released or matched_at is null)
		order by r.id for no key update
),
standing as materialized (
	select * from ready where (matched_at is not null and not released) or id in (select id
		from touched)
),


admitted as materialized (select * from standing ),

marked as (
	update requests r set matched_at = coalesce(r.matched_at, date_trunc('milliseconds', statement_timestamp())),
		ended_at = case when a.released then date_trunc('milliseconds', statement_timestamp()) else r.ended_at end
	from touched t join (select id, bool_or(released) as released from admitted group by id) a
		on a.id = t.id where r.id = t.id
	returning r.id, r.created_at, t.is_first
),
listed as (insert into request_states (state, created_at, id) select 'matched', created_at, id
	from marked where is_first on conflict do nothing),

ended as materialized (select distinct on (id) id, to_number, code from admitted where released
	order by id),
rested as (
	update live_codes l set live_until = date_trunc('milliseconds', statement_timestamp()) from ended e where l.number = e.to_number
		and l.code = e.code and l.request_id = e.id
),
freed as (
	update numbers n set
		busy_until = coalesce((
			select r.expires_at from requests r where r.to_number = e.to_number and r.id <> all(e.ids)
				and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) order by r.expires_at desc limit 1
		), date_trunc('milliseconds', statement_timestamp())),
		holder_id = case when n.holder_id = any(e.ids) then null else n.holder_id end,
		held_until = case when n.holder_id = any(e.ids) then date_trunc('milliseconds', statement_timestamp()) else n.held_until end
	from (select to_number, array_agg(id) as ids from ended group by to_number) e
		where n.number = e.to_number
),
recorded as (
	insert into attempts (id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation)
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, dnis, 'MATCHED', id, group_id, released,
		made_by, corr_id, attestation from admitted
)
select a.place::integer, a.remembered, m.id, m.group_id, m.group_name, m.to_number, m.from_shown,
	m.user_data, m.callback_service_id, m.expires_ms, m.expires_in,
	coalesce(m.fits_code, false) as fits_code, null as refused, null as code_length, m.fits_from, m.fits_to,
	h.id as held_up_id,
		h.to_number as held_up_number
from asked a left join admitted m on m.place = a.place

left join chosen h on h.place = a.place and h.released
	and h.place not in (select place from ready);
-- explain execute admit_decided_releasing('{"00000000-0000-4000-8000-000000900001"}', '{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{NULL}', '{"+16460000001"}', '{"+14150000017"}', '{"00000000-0000-4000-8000-000000000017"}', '{"call-1"}', '{"00000000-0000-4000-8000-000000000001"}', '{"00000000-0000-4000-8000-000000000007"}', '{"true"}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{"+14150000017"}', '{NULL}', '{"false"}');

-- admit_decided_releasing_remembered: Decides, admits and records calls: decided releasing remembered.
--   $1  IDs that the attempts get
--   $2  IDs of the API keys
--   $3  whether each key is limited to groups
--   $4  access codes
--   $5  numbers of the callers (ANI)
--   $6  what each dialed number may mean, with commas, the likeliest first
--   $7  IDs of the requests that are decided already
--   $8  callIds
--   $9  IDs of those whom the records name
--   $10  correlation IDs
--   $11  whether to release each request
--   $12  keys that the answers are remembered by
--   $13  hashes of the calls to remember
--   $14  seconds for which each answer is remembered
--   $15  what the readings of each ANI are compared by, with commas; null where there is one
--   $16  the ANIs as they were given; null where they are the same
--   $17  what records call the dialed numbers outside all pools
--   $18  attestations of the ANIs; null where none was told
--   $19  whether each caller withholds the ANI, so that records do not have it
prepare admit_decided_releasing_remembered as
with asked as materialized (
	select a.*, coalesce(string_to_array(a.readings, ','), array[a.ani]) as keys, d.number as dnis,
		case when a.is_limited then coalesce((
		select array_agg(k.group_id) from api_key_groups k where k.api_key_id = a.api_key_id
		having bool_or(exists (select from groups g where g.id = k.group_id))
	), '{}') end as groups, (
		select i.response from idempotency i where i.api_key_id = a.api_key_id
			and i.endpoint = 'match' and i.key = a.key
		and i.until > statement_timestamp()
	) as remembered
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
	left join lateral (
	select n.number from unnest(string_to_array(a.dialed, ',')) with ordinality as r(number, place)
		join numbers n on n.number = r.number
	order by r.place limit 1) d on true
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
	from judged j cross join lateral (select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from requests r where r.id = j.request_id and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (j.groups is null or r.group_id = any(j.groups))) f
),
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
	from ending)),
touched as materialized (
	select r.id, r.created_at, r.matched_at is null as is_first from requests r
	where r.ended_at is null and r.id in (select id from ready where released or matched_at is null)
		order by r.id for no key update
),
standing as materialized (
	select * from ready where (matched_at is not null and not released) or id in (select id
		from touched)
),


kept as materialized (
	select distinct on (api_key_id, key) * from (
	select place, api_key_id, key, request_hash, seconds, 'MATCHED' as outcome, fits_code, fits_from,
		fits_to, id, dnis, meant, expires_in, null::integer as code_length
	from standing where key is not null) s
	order by api_key_id, key, place
),
answered as materialized (
	insert into idempotency as i (api_key_id, endpoint, key, request_hash, response, created_at,
		until)
	select api_key_id, 'match', key, request_hash,
		json_build_object('outcome', outcome, 'matched', json_build_object('accessCode', fits_code, 'fromPhoneNumber', fits_from, 'toPhoneNumber', fits_to), 'requestId', id,
			'toNumber', coalesce(dnis, meant),
			'codeLength', code_length, 'expiresInSeconds', expires_in)::text,
		date_trunc('milliseconds', statement_timestamp()), date_trunc('milliseconds', statement_timestamp()) + make_interval(secs => seconds)
	from kept
	on conflict (api_key_id, endpoint, key) do update set
		request_hash = excluded.request_hash, response = excluded.response,
			created_at = excluded.created_at, until = excluded.until
	where i.until <= statement_timestamp()
	returning api_key_id, key
),
first as materialized (select k.place from kept k join answered a on a.api_key_id = k.api_key_id
	and a.key = k.key),
admitted as materialized (select * from standing where key is null or place in (select place from first)),

marked as (
	update requests r set matched_at = coalesce(r.matched_at, date_trunc('milliseconds', statement_timestamp())),
		ended_at = case when a.released then date_trunc('milliseconds', statement_timestamp()) else r.ended_at end
	from touched t join (select id, bool_or(released) as released from admitted group by id) a
		on a.id = t.id where r.id = t.id
	returning r.id, r.created_at, t.is_first
),
listed as (insert into request_states (state, created_at, id) select 'matched', created_at, id
	from marked where is_first on conflict do nothing),

ended as materialized (select distinct on (id) id, to_number, code from admitted where released
	order by id),
rested as (
	update live_codes l set live_until = date_trunc('milliseconds', statement_timestamp()) from ended e where l.number = e.to_number
		and l.code = e.code and l.request_id = e.id
),
freed as (
	update numbers n set
		busy_until = coalesce((
			select r.expires_at from requests r where r.to_number = e.to_number and r.id <> all(e.ids)
				and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) order by r.expires_at desc limit 1
		), date_trunc('milliseconds', statement_timestamp())),
		holder_id = case when n.holder_id = any(e.ids) then null else n.holder_id end,
		held_until = case when n.holder_id = any(e.ids) then date_trunc('milliseconds', statement_timestamp()) else n.held_until end
	from (select to_number, array_agg(id) as ids from ended group by to_number) e
		where n.number = e.to_number
),
recorded as (
	insert into attempts (id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation)
	select attempt_id, date_trunc('milliseconds', statement_timestamp()), call_id, case when not hides_ani then ani end, case when not hides_ani then given end, dnis, 'MATCHED', id, group_id, released,
		made_by, corr_id, attestation from admitted
)
select a.place::integer, a.remembered, m.id, m.group_id, m.group_name, m.to_number, m.from_shown,
	m.user_data, m.callback_service_id, m.expires_ms, m.expires_in,
	coalesce(m.fits_code, false) as fits_code, null as refused, null as code_length, m.fits_from, m.fits_to,
	h.id as held_up_id,
		h.to_number as held_up_number
from asked a left join admitted m on m.place = a.place

left join chosen h on h.place = a.place and h.released
	and h.place not in (select place from ready);
-- explain execute admit_decided_releasing_remembered('{"00000000-0000-4000-8000-000000900001"}', '{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{NULL}', '{"+16460000001"}', '{"+14150000017"}', '{"00000000-0000-4000-8000-000000000017"}', '{"call-1"}', '{"00000000-0000-4000-8000-000000000001"}', '{"00000000-0000-4000-8000-000000000007"}', '{"true"}', '{"call-1"}', '{"hash"}', '{"600"}', '{NULL}', '{NULL}', '{"+14150000017"}', '{NULL}', '{"false"}');

-- look_on_number: What decides whose each of many calls is, and whether its pair is locked.
--   $1  IDs of the API keys
--   $2  whether each key is limited to groups
--   $3  access codes
--   $4  numbers of the callers (ANI)
--   $5  what each dialed number may mean, with commas, the likeliest first
--   $6  what the readings of each ANI are compared by, with commas; null where there is one
--   $7  attestations of the ANIs; null where none was told
prepare look_on_number as
select c.place::integer, m.*
from (
	select u.*, coalesce(string_to_array(u.readings, ','), array[u.from_number]) as keys
	from unnest((select $1::text::uuid[]), (select $2::text::boolean[]), (select $3::text::text[]),
		(select $4::text::text[]), (select $5::text::text[]),
		(select $6::text::text[]), (select $7::text::text[])) with ordinality
		as u(api_key_id, is_limited, access_code, from_number, dialed, readings, attestation, place)
) c
cross join lateral (
	with dialed as materialized (
	select n.number from unnest(string_to_array(c.dialed, ',')) with ordinality as r(number, place)
		join numbers n on n.number = r.number
	order by r.place limit 1),
locked as materialized (
	select 1 from code_guesses g where g.from_number = coalesce(c.from_number, '')
		and g.to_number = (select number from dialed)
	and g.locked_until > statement_timestamp() and (not c.is_limited
	or exists (
		select 1 from pool_entries e join api_key_groups k on k.group_id = e.group_id
		where e.number = (select number from dialed) and k.api_key_id = c.api_key_id
	)
	or exists (select 1 from requests r where r.to_number = (select number from dialed) and ((r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id)))
		or r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600)) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid)))))
),
guarded as materialized (
	select g.target, g.is_strict from code_guards g where c.access_code is not null and not exists (select 1 from locked)
		and g.kind = 'number' and g.target = (select number from dialed) and g.guarded_until > statement_timestamp()
),
coded as materialized (
	select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from live_codes l join requests r on r.id = l.request_id
	where not exists (select 1 from locked) and l.number = (select number from dialed) and l.code = c.access_code
		and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid)))
),
here as materialized (
	select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from requests r
	where not exists (select 1 from locked) and (not exists (select 1 from coded) or exists (select from guarded)) and r.to_number = (select number from dialed) and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id)))
		and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid)))
),
rests as materialized (
	select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from requests r
	where not exists (select 1 from locked) and (not exists (select 1 from coded) or exists (select from guarded)) and r.to_number = (select number from dialed)
		and r.access_code = c.access_code
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and coalesce(r.ended_at, r.expires_at) <= statement_timestamp() and coalesce(r.ended_at, r.expires_at) > statement_timestamp() - make_interval(secs => 600) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid))) and exists (
		select 1 from live_codes l where l.number = (select number from dialed)
			and l.code = c.access_code and l.live_until > statement_timestamp() - make_interval(secs => 600)
	)
	order by r.created_at desc limit 1
),
found as (
	select * from coded
	union all (select * from rests)
	union all (select * from here where has_access_code order by (from_number = c.from_number) desc nulls last, created_at desc limit 2)
	union all (select * from here where has_access_code and guard = 'guard' and exists (select from guarded) limit 1)
	union all (select * from here where has_access_code order by char_length(access_code) limit 1)
	union all (select * from here where has_access_code order by char_length(access_code) desc
		limit 1)
	union all (select * from here where char_length(access_code) = char_length(c.access_code) limit 1)
	union all (select * from here r where not has_access_code and ((r.caller_id = 'any' or r.from_number = c.from_number
		and (r.caller_id = 'equal' or c.attestation = 'A'))
	and (r.from_number is null or c.from_number is null or (r.from_number = any(c.keys) or r.from_readings && c.keys))) order by (from_number = c.from_number) desc nulls last, created_at desc limit 2)
	union all (select * from here r where not has_access_code and ((r.caller_id = 'any' or r.from_number = c.from_number
		and (r.caller_id = 'equal' or c.attestation = 'A'))
	and (r.from_number is null or c.from_number is null or (r.from_number = any(c.keys) or r.from_readings && c.keys))) is not true order by (from_number = c.from_number) desc nulls last, created_at desc
		limit 2)
	union all (select * from (select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from numbers n
	join live_codes l on l.number = n.number and l.code = c.access_code
		and char_length(l.code) = char_length(c.access_code)
	join requests r on r.id = l.request_id
	where c.access_code is not null and n.busy_until > statement_timestamp()
		and l.live_until > statement_timestamp() and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid))) and not exists (select 1 from locked) and (not exists (select 1 from coded) or exists (select from guarded))) w order by (from_number = c.from_number) desc nulls last, created_at desc
		limit 1)
	union all (
		select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from requests r where not exists (select 1 from locked) and (not exists (select 1 from coded) or exists (select from guarded))
			and not exists (select 1 from here)
		and r.from_number = c.from_number and r.created_at > statement_timestamp() - interval '1 hour' and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid)))
			limit 1
	)
	union all (
		select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from requests r where not exists (select 1 from locked) and (not exists (select 1 from coded) or exists (select from guarded))
			and not exists (select 1 from here)
		and r.to_number = (select number from dialed) and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid)))
			order by r.expires_at desc limit 50
	)
	union all (
		select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from requests r where not exists (select 1 from locked) and (not exists (select 1 from coded) or exists (select from guarded))
			and not exists (select 1 from here)
		and r.from_number = c.from_number and r.created_at > statement_timestamp() - interval '1 hour'
			and r.to_number = (select number from dialed)
		and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid))) order by r.expires_at desc limit 2
	)
	union all (
		select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from requests r where not exists (select 1 from locked) and exists (select 1 from here
			where not has_access_code)
		and r.from_number = c.from_number and r.created_at > statement_timestamp() - interval '1 hour'
			and r.to_number = (select number from dialed)
		and r.matched_at is null and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid))) limit 2
	)
)
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
) m;
-- explain execute look_on_number('{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{"100017"}', '{"+16460000001"}', '{"+14150000017"}', '{NULL}', '{NULL}');

-- look_anywhere: What decides whose each of many calls is, and whether its pair is locked.
--   $1  IDs of the API keys
--   $2  whether each key is limited to groups
--   $3  access codes
--   $4  numbers of the callers (ANI)
--   $5  what each dialed number may mean, with commas, the likeliest first
--   $6  what the readings of each ANI are compared by, with commas; null where there is one
--   $7  attestations of the ANIs; null where none was told
prepare look_anywhere as
select c.place::integer, m.*
from (
	select u.*, coalesce(string_to_array(u.readings, ','), array[u.from_number]) as keys
	from unnest((select $1::text::uuid[]), (select $2::text::boolean[]), (select $3::text::text[]),
		(select $4::text::text[]), (select $5::text::text[]),
		(select $6::text::text[]), (select $7::text::text[])) with ordinality
		as u(api_key_id, is_limited, access_code, from_number, dialed, readings, attestation, place)
) c
cross join lateral (
	with dialed as materialized (select null::text as number where c.dialed is not null),
locked as materialized (
	select 1 from code_guesses g where g.from_number = coalesce(c.from_number, '')
		and g.to_number = ''
	and g.locked_until > statement_timestamp() and true
),
guarded as materialized (
	select g.target, g.is_strict from code_guards g where c.access_code is not null and not exists (select 1 from locked)
		and g.kind = 'group' and true and g.guarded_until > statement_timestamp()
),
anywhere as materialized (select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from numbers n
	join live_codes l on l.number = n.number and l.code = c.access_code
		and char_length(l.code) = char_length(c.access_code)
	join requests r on r.id = l.request_id
	where c.access_code is not null and n.busy_until > statement_timestamp()
		and l.live_until > statement_timestamp() and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid))) and not exists (select 1 from locked)),
coded as materialized (
	(select * from anywhere order by (from_number = c.from_number) desc nulls last, created_at desc limit 2)
	union all (
		select w.* from anywhere w join guarded g on g.target = w.group_id::text
		where w.guard = 'guard' and (w.from_number = c.from_number) is not true
			and (w.from_number is not null or g.is_strict) limit 1
	)
),
own as materialized (
	select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from requests r where not exists (select 1 from locked) and (not exists (select 1 from coded) or exists (select from guarded))
	and r.from_number = c.from_number and r.created_at > statement_timestamp() - interval '1 hour' and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid)))
),
others as materialized (
	(
		select f.* from generate_series(4,
			12) as n(length) cross join lateral (
			select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from live_codes l join requests r on r.id = l.request_id
			where char_length(l.code) = n.length and l.live_until > statement_timestamp() and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id)))
				and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid))) order by l.live_until desc limit 1
		) f
		where not exists (select 1 from locked) and (not exists (select 1 from coded) or exists (select from guarded)) and (c.access_code is not null or not exists (select 1 from own r
	where not has_access_code and (r.caller_id = 'any' or r.from_number = c.from_number
		and (r.caller_id = 'equal' or c.attestation = 'A'))))
	)
	union all (select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from requests r where not exists (select 1 from locked) and (not exists (select 1 from coded) or exists (select from guarded)) and (c.access_code is not null or not exists (select 1 from own r
	where not has_access_code and (r.caller_id = 'any' or r.from_number = c.from_number
		and (r.caller_id = 'equal' or c.attestation = 'A')))) and not r.has_access_code
	and c.from_number is not null
		and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid))) limit 1)
	union all (select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from requests r where not exists (select 1 from locked) and (not exists (select 1 from coded) or exists (select from guarded)) and (c.access_code is not null or not exists (select 1 from own r
	where not has_access_code and (r.caller_id = 'any' or r.from_number = c.from_number
		and (r.caller_id = 'equal' or c.attestation = 'A')))) and not r.has_access_code
	and c.from_number is not null
		and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid))) and (r.caller_id = 'any' or r.from_number = c.from_number
		and (r.caller_id = 'equal' or c.attestation = 'A'))
		and r.from_number = any(c.keys) and r.created_at > statement_timestamp() - interval '1 hour' limit 1)
	union all (select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from requests r where not exists (select 1 from locked) and (not exists (select 1 from coded) or exists (select from guarded)) and (c.access_code is not null or not exists (select 1 from own r
	where not has_access_code and (r.caller_id = 'any' or r.from_number = c.from_number
		and (r.caller_id = 'equal' or c.attestation = 'A')))) and not r.has_access_code
	and c.from_number is not null
		and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid))) and (r.caller_id = 'any' or r.from_number = c.from_number
		and (r.caller_id = 'equal' or c.attestation = 'A'))
		and r.from_readings is not null and r.from_readings && c.keys limit 1)
),
nobody as materialized (select where not exists (select 1 from locked) and (not exists (select 1 from coded) or exists (select from guarded)) and not exists (select 1
	from own) and not exists (select 1 from others)),
found as (
	select * from coded
	union all (select * from own where has_access_code order by created_at desc limit 2)
	union all (select * from own r where not has_access_code
		order by (r.caller_id = 'any' or r.from_number = c.from_number
		and (r.caller_id = 'equal' or c.attestation = 'A')) desc nulls last, created_at desc limit 2)
	union all select * from others
	union all (
		select f.* from guarded g cross join lateral (
			select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from requests r
			where r.expires_at > statement_timestamp() and r.group_id = g.target::uuid
				and r.has_access_code and r.guard = 'guard' and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid))) limit 1
		) f
	)
	union all (
		select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from requests r where exists (select from nobody) and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600)
			and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid)))
		order by r.expires_at desc limit 50
	)
	union all (
		select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from numbers n
		join live_codes l on l.number = n.number and l.code = c.access_code
			and char_length(l.code) = char_length(c.access_code)
		join requests r on r.id = l.request_id
		where exists (select from nobody) and n.busy_until > statement_timestamp() - make_interval(secs => 600)
			and l.live_until > statement_timestamp() - make_interval(secs => 600) and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid)))
		order by r.expires_at desc limit 2
	)
	union all (
		select r.id, r.group_id, r.to_number, r.from_number, r.from_readings, r.has_access_code,
	r.access_code, r.created_at, r.expires_at, r.ended_at, r.matched_at is not null as was_matched,
	r.caller_id, r.guard from requests r where exists (select from nobody)
			and r.from_number = c.from_number and r.created_at > statement_timestamp() - interval '1 hour'
		and r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > statement_timestamp() - make_interval(secs => 600) and (not c.is_limited::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = c.api_key_id::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = c.api_key_id::uuid))) order by r.expires_at desc limit 2
	)
)
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
) m;
-- explain execute look_anywhere('{"00000000-0000-4000-8000-000000000001"}', '{"true"}', '{"100017"}', '{"+16460000001"}', '{"+14150000017"}', '{NULL}', '{NULL}');

-- find_admitted: The request that a remembered call was admitted to.
--   $1  ID of the request
prepare find_admitted as
select r.id, r.group_id, r.group_name, r.to_number, r.from_number,
	coalesce(r.from_given, r.from_number) as from_shown, r.has_access_code, r.access_code,
		r.user_data, r.callback_service_id,
		r.matched_at, (extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
		floor(extract(epoch from r.expires_at - date_trunc('milliseconds', statement_timestamp())))::integer as expires_in from requests r where r.id = $1::uuid;
-- explain execute find_admitted('00000000-0000-4000-8000-000000000017');

-- insert_attempt: Records a call that nothing else follows from.
--   $1  ID that the attempt gets
--   $2  when the call came, in milliseconds since 1970; null is now
--   $3  callId
--   $4  number of the caller (ANI)
--   $5  dialed number
--   $6  ID of the request, where it is certain
--   $7  ID of the API key
--   $8  correlation ID
--   $9  the ANI as it was given; null where it is the same
--   $10  attestation of the ANI; null where none was told
--   $11  outcome
prepare insert_attempt as
insert into attempts (id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation)
			select 
	$1::uuid, coalesce(to_timestamp($2::float8 / 1000), date_trunc('milliseconds', statement_timestamp())), $3::text, $4::text, $9::text,
		$5::text, $11::text, $6::uuid,
	(select r.group_id from requests r where r.id = $6::uuid), false, $7::uuid, $8::uuid,
		$10::text;
-- explain execute insert_attempt('00000000-0000-4000-8000-000000900001', null, 'call-1', '+16460000001', '+14150000017', '00000000-0000-4000-8000-000000000017', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000007', null, null, 'NOTHING_MATCHED');

-- record_wrong_code: Counts a wrong code for its pair, unless the pair is locked, and for its number, and records the call.
--   $1  ID that the attempt gets
--   $2  when the call came, in milliseconds since 1970; null is now
--   $3  callId
--   $4  number of the caller (ANI)
--   $5  dialed number
--   $6  ID of the request, where it is certain
--   $7  ID of the API key
--   $8  correlation ID
--   $9  the ANI as it was given; null where it is the same
--   $10  attestation of the ANI; null where none was told
--   $11  number of the caller, '' for none
--   $12  dialed number, '' for none
--   $13  how many wrong codes lock the pair
--   $14  whether a guard refuses the code
--   $15  how many wrong codes to count: 1, or 0 for a right code that a guard refuses
--   $16  whether the ANI is no live candidate's
--   $17  ID of the API key
--   $18  whether the key is limited to groups
--   $19  whether the caller withholds the ANI, so that no page shows it
prepare record_wrong_code as
with 
paired as (
	insert into code_guesses as g (from_number, to_number, failures, hides_caller)
	select $11::text, $12::text, array[date_trunc('milliseconds', statement_timestamp())], $19::boolean where not $14::boolean
	on conflict (from_number, to_number) do update set
		hides_caller = excluded.hides_caller or (g.hides_caller and cardinality(array(select f from unnest(g.failures) f where f > statement_timestamp() - make_interval(secs => 600))) > 0),
		failures = array(select f from unnest(g.failures) f where f > statement_timestamp() - make_interval(secs => 600)) || date_trunc('milliseconds', statement_timestamp()),
		locked_until = case when cardinality(array(select f from unnest(g.failures) f where f > statement_timestamp() - make_interval(secs => 600))) + 1 >= $13::integer
			then date_trunc('milliseconds', statement_timestamp()) + make_interval(secs => 600) end
	where g.locked_until is null or g.locked_until <= statement_timestamp()
	returning 1
),
spread as (
	insert into code_guards as g (kind, target, times, counts, wrong_codes)
	select 'number', $12::text, array[date_bin('10 seconds', statement_timestamp(), 'epoch'::timestamptz)], array[$15::integer], $15::integer
		where $14::boolean or exists (select from paired)
	
on conflict (kind, target) do update set
	(times, counts, wrong_codes, codes_limit, calls_limit, calls_counted_at, is_strict,
		guarded_since, guarded_until, begun_by) = (
		select w.times, w.counts, w.wrong, l.codes, c.calls,
			case when r.recounts then date_trunc('milliseconds', statement_timestamp()) else g.calls_counted_at end,
			coalesce(w.wrong / 10.0 > l.codes, false),
			case when p.begins then date_trunc('milliseconds', statement_timestamp()) else g.guarded_since end,
			case when p.passes then date_trunc('milliseconds', statement_timestamp()) + make_interval(secs => 600)
				else g.guarded_until end,
			case when p.begins then $1::uuid else g.begun_by end
		from (
			select array_agg(t order by t) as times, array_agg(n order by t) as counts,
				sum(n)::integer as wrong
			from (
				select t, sum(n)::integer as n from (
					select * from unnest(g.times, g.counts) u(t, n) where u.t > statement_timestamp() - make_interval(secs => 600)
					union all select date_bin('10 seconds', statement_timestamp(), 'epoch'::timestamptz), $15::integer
				) b group by t
			) b
		) w
		cross join lateral (
			select case when w.wrong * 2 >= 50 then (
	select greatest(50, coalesce(min(
		floor(9 * 10::float8 ^ (length - 1) / live / 1000)), 0))::integer
	from (select char_length(code) as length, count(*) as live from live_codes
			where number = g.target and live_until > statement_timestamp() group by 1) c) end as codes
		) l
		cross join lateral (
			select coalesce(w.wrong * 2.0 > l.codes and (g.calls_limit is null
				or w.wrong > g.calls_limit or g.calls_counted_at
					<= statement_timestamp() - make_interval(secs => 10)), false) as recounts
		) r
		cross join lateral (
			select case when r.recounts then (
				select count(*)::integer / 10 from (
					select from attempts a where a.to_number = g.target and a.at > statement_timestamp() - make_interval(secs => 600)
						and a.outcome = 'MATCHED' limit w.wrong * 20
				) a
			) when w.wrong * 2.0 > l.codes then g.calls_limit end as calls
		) c
		cross join lateral (
			select passes, passes and coalesce(g.guarded_until <= statement_timestamp(), true) as begins from (
				select $15::integer > 0 and coalesce(w.wrong > l.codes and w.wrong > c.calls, false) as passes
			) p
		) p
	)
returning g.target,
	g.guarded_until > statement_timestamp() and g.begun_by is distinct from $1::uuid as was_guarded,
	case when coalesce(g.guarded_until <= statement_timestamp(), true)
		then greatest(coalesce(g.codes_limit, 50), coalesce(g.calls_limit, 0))
			- g.wrong_codes end as left_until
),
came_to as materialized (
	select case when $14::boolean or not exists (select from paired)
		or ($16::boolean and case when exists (select from spread where was_guarded) then exists (
	select from requests r where r.to_number = $12::text and r.has_access_code
		and r.guard = 'guard' and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (not $18::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = $17::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = $17::uuid)))) end) then 'LOCKED' else 'WRONG_CODE' end as outcome
),
recorded as (
	insert into attempts (id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation)
	select 
	$1::uuid, coalesce(to_timestamp($2::float8 / 1000), date_trunc('milliseconds', statement_timestamp())), $3::text, $4::text, $9::text,
		$5::text, outcome, (case when $14::boolean or outcome = 'WRONG_CODE' then $6::uuid end),
	(select r.group_id from requests r where r.id = (case when $14::boolean or outcome = 'WRONG_CODE' then $6::uuid end)), false, $7::uuid, $8::uuid,
		$10::text
		from came_to
)
select outcome, (select min(left_until) from spread) as left_until from came_to;
-- explain execute record_wrong_code('00000000-0000-4000-8000-000000900001', null, 'call-1', '+16460000001', '+14150000017', '00000000-0000-4000-8000-000000000017', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000007', null, null, '+16460000001', '+14150000017', '5', 'false', '1', 'true', '00000000-0000-4000-8000-000000000001', 'true', 'false');

-- record_wrong_code_anywhere: The same without a dialed number: the wrong code counts for each visible group.
--   $1  ID that the attempt gets
--   $2  when the call came, in milliseconds since 1970; null is now
--   $3  callId
--   $4  number of the caller (ANI)
--   $5  dialed number
--   $6  ID of the request, where it is certain
--   $7  ID of the API key
--   $8  correlation ID
--   $9  the ANI as it was given; null where it is the same
--   $10  attestation of the ANI; null where none was told
--   $11  number of the caller, '' for none
--   $12  dialed number, '' for none
--   $13  how many wrong codes lock the pair
--   $14  whether a guard refuses the code
--   $15  how many wrong codes to count: 1, or 0 for a right code that a guard refuses
--   $16  whether the ANI is no live candidate's
--   $17  ID of the API key
--   $18  whether the key is limited to groups
--   $19  whether the caller withholds the ANI, so that no page shows it
prepare record_wrong_code_anywhere as
with 
paired as (
	insert into code_guesses as g (from_number, to_number, failures, hides_caller)
	select $11::text, $12::text, array[date_trunc('milliseconds', statement_timestamp())], $19::boolean where not $14::boolean
	on conflict (from_number, to_number) do update set
		hides_caller = excluded.hides_caller or (g.hides_caller and cardinality(array(select f from unnest(g.failures) f where f > statement_timestamp() - make_interval(secs => 600))) > 0),
		failures = array(select f from unnest(g.failures) f where f > statement_timestamp() - make_interval(secs => 600)) || date_trunc('milliseconds', statement_timestamp()),
		locked_until = case when cardinality(array(select f from unnest(g.failures) f where f > statement_timestamp() - make_interval(secs => 600))) + 1 >= $13::integer
			then date_trunc('milliseconds', statement_timestamp()) + make_interval(secs => 600) end
	where g.locked_until is null or g.locked_until <= statement_timestamp()
	returning 1
),
guessed as materialized (
	select group_id, char_length(access_code) as length, count(*) as live,
		bool_or(guard = 'guard') as is_protected
	from requests r where r.expires_at > statement_timestamp() and r.has_access_code and (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) and (not $18::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = $17::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = $17::uuid)))
	group by 1, 2
),
spread as (
	insert into code_guards as g (kind, target, times, counts, wrong_codes)
	select distinct 'group', group_id::text, array[date_bin('10 seconds', statement_timestamp(), 'epoch'::timestamptz)], array[$15::integer], $15::integer
		from guessed where $14::boolean or exists (select from paired) order by 2
	
on conflict (kind, target) do update set
	(times, counts, wrong_codes, codes_limit, calls_limit, calls_counted_at, is_strict,
		guarded_since, guarded_until, begun_by) = (
		select w.times, w.counts, w.wrong, l.codes, c.calls,
			case when r.recounts then date_trunc('milliseconds', statement_timestamp()) else g.calls_counted_at end,
			coalesce(w.wrong / 10.0 > l.codes, false),
			case when p.begins then date_trunc('milliseconds', statement_timestamp()) else g.guarded_since end,
			case when p.passes then date_trunc('milliseconds', statement_timestamp()) + make_interval(secs => 600)
				else g.guarded_until end,
			case when p.begins then $1::uuid else g.begun_by end
		from (
			select array_agg(t order by t) as times, array_agg(n order by t) as counts,
				sum(n)::integer as wrong
			from (
				select t, sum(n)::integer as n from (
					select * from unnest(g.times, g.counts) u(t, n) where u.t > statement_timestamp() - make_interval(secs => 600)
					union all select date_bin('10 seconds', statement_timestamp(), 'epoch'::timestamptz), $15::integer
				) b group by t
			) b
		) w
		cross join lateral (
			select case when w.wrong * 2 >= 50 then (
	select greatest(50, coalesce(min(
		floor(9 * 10::float8 ^ (length - 1) / live / 1000)), 0))::integer
	from (select length, live from guessed h where h.group_id::text = g.target) c) end as codes
		) l
		cross join lateral (
			select coalesce(w.wrong * 2.0 > l.codes and (g.calls_limit is null
				or w.wrong > g.calls_limit or g.calls_counted_at
					<= statement_timestamp() - make_interval(secs => 10)), false) as recounts
		) r
		cross join lateral (
			select case when r.recounts then (
				select count(*)::integer / 10 from (
					select from attempts a where a.to_number is null and a.group_id = g.target::uuid and a.at > statement_timestamp() - make_interval(secs => 600)
						and a.outcome = 'MATCHED' limit w.wrong * 20
				) a
			) when w.wrong * 2.0 > l.codes then g.calls_limit end as calls
		) c
		cross join lateral (
			select passes, passes and coalesce(g.guarded_until <= statement_timestamp(), true) as begins from (
				select $15::integer > 0 and coalesce(w.wrong > l.codes and w.wrong > c.calls, false) as passes
			) p
		) p
	)
returning g.target,
	g.guarded_until > statement_timestamp() and g.begun_by is distinct from $1::uuid as was_guarded,
	case when coalesce(g.guarded_until <= statement_timestamp(), true)
		then greatest(coalesce(g.codes_limit, 50), coalesce(g.calls_limit, 0))
			- g.wrong_codes end as left_until
),
came_to as materialized (
	select case when $14::boolean or not exists (select from paired)
		or ($16::boolean and exists (select from spread s join guessed h on h.group_id::text = s.target
	where s.was_guarded and h.is_protected)) then 'LOCKED' else 'WRONG_CODE' end as outcome
),
recorded as (
	insert into attempts (id, at, call_id, from_number, from_given, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id, attestation)
	select 
	$1::uuid, coalesce(to_timestamp($2::float8 / 1000), date_trunc('milliseconds', statement_timestamp())), $3::text, $4::text, $9::text,
		$5::text, outcome, (case when $14::boolean or outcome = 'WRONG_CODE' then $6::uuid end),
	(select r.group_id from requests r where r.id = (case when $14::boolean or outcome = 'WRONG_CODE' then $6::uuid end)), false, $7::uuid, $8::uuid,
		$10::text
		from came_to
)
select outcome, (select min(left_until) from spread) as left_until from came_to;
-- explain execute record_wrong_code_anywhere('00000000-0000-4000-8000-000000900001', null, 'call-1', '+16460000001', '+14150000017', '00000000-0000-4000-8000-000000000017', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000007', null, null, '+16460000001', '', '5', 'false', '1', 'true', '00000000-0000-4000-8000-000000000001', 'true', 'false');

-- read_wrong_codes: How many wrong codes of a pair count, and until when it is locked.
--   $1  number of the caller, '' for none
--   $2  dialed number, '' for none
--   $3  time, in ms
prepare read_wrong_codes as
select (
				select count(*) from unnest(failures) f
				where f > at - make_interval(secs => 600)
			)::float8 as wrong_codes,
			case when locked_until > at then (extract(epoch from locked_until) * 1000)::float8 end
				as locked_ms
		from code_guesses, (select to_timestamp($3::float8 / 1000) as at) t
		where from_number = $1::text and to_number = $2::text;
-- explain execute read_wrong_codes('+16460000001', '+14150000017', '1769860800000');

-- list_code_guards: Guarded numbers and groups, for people.
--   $1  how many
--   $2  a number that they are about; null for all
prepare list_code_guards as
select g.kind, g.target, g.wrong_codes, g.is_strict,
			(extract(epoch from g.guarded_since) * 1000)::float8 as since_ms,
			(extract(epoch from g.guarded_until) * 1000)::float8 as until_ms,
			coalesce((
				select json_agg(json_build_object('id', o.id, 'name', o.name, 'guard', o.guard)
					order by o.name)
				from groups o where o.id in (
					select e.group_id from pool_entries e where g.kind = 'number' and e.number = g.target
					union all select g.target::uuid where g.kind = 'group'
				)
			), '[]')::text as groups
		from code_guards g where g.guarded_until > now() and (g.kind = 'group' or $2::text is null
			or g.target = $2::text)
		order by g.guarded_until desc, g.kind, g.target limit $1::integer;
-- explain execute list_code_guards('200', null);

-- count_code_guards: How many numbers and groups are guarded, for the metrics.
prepare count_code_guards as
select count(*) filter (where g.kind = 'number')::float8 as numbers,
			count(*) filter (where g.kind = 'group')::float8 as groups
		from code_guards g where g.guarded_until > now();
-- explain execute count_code_guards;

-- delete_code_guard: Lifts a guard.
--   $1  number or group
--   $2  the number, or the group's ID
prepare delete_code_guard as
delete from code_guards g where g.kind = $1::text and g.target = $2::text and g.guarded_until > now()
		returning (extract(epoch from g.guarded_until) * 1000)::float8 as until_ms,
			(select o.name from groups o where g.kind = 'group' and o.id::text = g.target) as name;
-- explain execute delete_code_guard('number', '+14150000017');

-- read_spread_guesses: How many wrong codes of all callers count on a number, and their limit.
--   $1  dialed number
--   $2  time, in ms
prepare read_spread_guesses as
select coalesce((
				select sum(n) from code_guards g, unnest(g.times, g.counts) u(t, n)
				where g.kind = 'number' and g.target = $1::text
					and u.t > to_timestamp($2::float8 / 1000) - make_interval(secs => 600)
			), 0)::float8 as wrong_codes,
			(
	select greatest(50, coalesce(min(
		floor(9 * 10::float8 ^ (length - 1) / live / 1000)), 0))::integer
	from (select char_length(code) as length, count(*) as live from live_codes
				where number = $1::text and live_until > to_timestamp($2::float8 / 1000) group by 1) c)
				as codes_limit;
-- explain execute read_spread_guesses('+14150000017', '1769860800000');

-- near_requests: Requests that have something in common with a call, for the simulated call.
--   $1  ID of the API key
--   $2  whether the key is limited to groups
--   $3  access code
--   $4  number of the caller
--   $5  dialed number
--   $6  time of the call, in milliseconds since 1970
--   $7  ID of the request that the call is about
--   $8  what the readings of the ANI are compared by, with commas; null where there is one
prepare near_requests as
with here as materialized (
	select r.id, r.has_access_code, r.access_code, r.from_number, r.created_at, r.expires_at,
		r.ended_at, (not r.unique_dnis or exists (
		select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id)) as holds from requests r
	where r.to_number = $5::text and r.expires_at > to_timestamp($6::float8 / 1000) - interval '3600 seconds'
),
alike as (
	(select id from here r order by (access_code = $3::text) desc nulls last,
		(from_number = $4::text) desc nulls last, (r.ended_at is null and r.expires_at > to_timestamp($6::float8 / 1000)) desc,
		created_at desc limit 20)
	union
	(select r.id from numbers n join live_codes l on l.number = n.number and l.code = $3::text
		join requests r on r.id = l.request_id
		where $3::text is not null
			and n.busy_until > to_timestamp($6::float8 / 1000) - interval '600 seconds' and r.expires_at > to_timestamp($6::float8 / 1000) - interval '3600 seconds'
		order by (r.ended_at is null and r.expires_at > to_timestamp($6::float8 / 1000)) desc, r.created_at desc limit 20)
	union
	(select r.id from requests r where r.from_number = any(coalesce(string_to_array($8::text, ','), array[$4::text]))
		and r.created_at > to_timestamp($6::float8 / 1000) - interval '2 hours' and r.expires_at > to_timestamp($6::float8 / 1000) - interval '3600 seconds'
		order by (r.ended_at is null and r.expires_at > to_timestamp($6::float8 / 1000)) desc, r.created_at desc limit 20)
	union
	(select r.id from requests r where r.id = $7::uuid)
),
counted as (
	select count(*) filter (where has_access_code)::float8 as live_with_code, count(*) filter
		(where not has_access_code)::float8 as live_without_code
	from here where ended_at is null and expires_at > to_timestamp($6::float8 / 1000) and holds
)
select c.*, r.id, r.group_id, r.guard, r.group_name, r.to_number, r.from_number, r.from_given,
	array_to_string(r.from_readings, ',') as from_readings, r.has_access_code, r.access_code,
		r.matched_at is not null as was_matched,
	(extract(epoch from r.created_at) * 1000)::float8 as created_ms,
	(extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
	(extract(epoch from r.ended_at) * 1000)::float8 as ended_ms, (not $2::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = $1::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = $1::uuid)))
		as is_visible, (not r.unique_dnis or exists (
		select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id)) as holds_number, r.caller_id,
	exists (select 1 from attempts a where a.request_id = r.id and a.released) as was_released
from counted c left join (alike join requests r using (id)) on true;
-- explain execute near_requests('00000000-0000-4000-8000-000000000001', 'true', '100017', '+16460000001', '+14150000017', '1769860800000', '00000000-0000-4000-8000-000000000017', null);

-- find_matched_call: The latest matched attempt of a call, and its request.
--   $1  callId
--   $2  ID of the API key
prepare find_matched_call as
select a.id as attempt_id, r.id as request_id, r.to_number, (r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))) as is_live,
			(select coalesce(string_agg(s.step, ' '), '') from call_steps s
				where s.attempt_id = a.id) as steps
		from attempts a join requests r on r.id = a.request_id
		where hashtextextended(a.call_id, 0) = hashtextextended($1::text, 0)
			and a.call_id = $1::text and a.api_key_id = $2::uuid and a.outcome = 'MATCHED'
		order by a.at desc, a.id desc limit 1;
-- explain execute find_matched_call('call-1', '00000000-0000-4000-8000-000000000001');

-- insert_call_step: Notes a step of a matched call once.
--   $1  ID of the attempt
--   $2  the step
prepare insert_call_step as
insert into call_steps (attempt_id, step, at)
			select a.id, case when $2::text = 'answered' and exists (select 1 from call_steps f
				where f.attempt_id = a.id and f.step = 'forwarded')
				then 'second-answered' else $2::text end, date_trunc('milliseconds', statement_timestamp())
			from attempts a where a.id = $1::uuid
			on conflict do nothing;
-- explain execute insert_call_step('00000000-0000-4000-8000-000000000017', 'answered');

-- mark_released: Says of an attempt that it has released its request.
--   $1  ID of the attempt
prepare mark_released as
update attempts set released = true where id = $1::uuid;
-- explain execute mark_released('00000000-0000-4000-8000-000000000017');

-- groups_of_number: The groups with this number, as far as a connection serves them: two at most.
--   $1  number
--   $2  ID of the connection
--   $3  whether it is limited to groups
prepare groups_of_number as
select e.group_id from pool_entries e where e.number = $1::text
			and (not $3::boolean or exists (select 1 from api_key_groups k
				where k.api_key_id = $2::uuid and k.group_id = e.group_id))
		limit 2;
-- explain execute groups_of_number('+14150000017', '00000000-0000-4000-8000-000000000001', 'true');

-- take_clean_up_turn: Whether this transaction is the one that cleans up.
--   $1  key of the advisory lock
prepare take_clean_up_turn as
select pg_try_advisory_xact_lock($1::integer) as mine;
-- explain execute take_clean_up_turn('7203');

-- delete_old_requests: Removes the oldest requests.
--   $1  the time to count from; null is now
--   $2  how many days rows are kept
--   $3  where the batch before ended; null is the beginning
prepare delete_old_requests as
with cutoff as materialized (
			select coalesce($1::timestamptz, now()) - make_interval(days => $2::integer) as at
		),
		old as materialized (
			select id, created_at as time from requests
			where created_at < (select at from cutoff)
			and created_at >= coalesce($3::timestamptz, '-infinity') and expires_at < (select at from cutoff)
			order by created_at limit 1000 for update skip locked
		),
		deleted as (
			delete from requests t using old
			where t.id = old.id
			returning 1
		)
		select (select count(*)::integer from deleted) as deleted, max(time)::text as up_to from old;
-- explain execute delete_old_requests(null, '30', null);

-- delete_old_matched_from_list: Removes the oldest requests from the list of the state matched.
--   $1  the time to count from; null is now
--   $2  how many days rows are kept
--   $3  where the batch before ended; null is the beginning
prepare delete_old_matched_from_list as
with cutoff as materialized (
			select coalesce($1::timestamptz, now()) - make_interval(days => $2::integer) as at
		),
		old as materialized (
			select state,created_at,id, created_at as time from request_states
			where created_at < (select at from cutoff)
			and created_at >= coalesce($3::timestamptz, '-infinity') and state = 'matched' and created_at < (select at from cutoff) - interval '1800 seconds'
			order by created_at limit 1000 for update skip locked
		),
		deleted as (
			delete from request_states t using old
			where t.state = old.state and t.created_at = old.created_at and t.id = old.id
			returning 1
		)
		select (select count(*)::integer from deleted) as deleted, max(time)::text as up_to from old;
-- explain execute delete_old_matched_from_list(null, '30', null);

-- delete_old_cancelled_from_list: Removes the oldest requests from the list of the state cancelled.
--   $1  the time to count from; null is now
--   $2  how many days rows are kept
--   $3  where the batch before ended; null is the beginning
prepare delete_old_cancelled_from_list as
with cutoff as materialized (
			select coalesce($1::timestamptz, now()) - make_interval(days => $2::integer) as at
		),
		old as materialized (
			select state,created_at,id, created_at as time from request_states
			where created_at < (select at from cutoff)
			and created_at >= coalesce($3::timestamptz, '-infinity') and state = 'cancelled' and created_at < (select at from cutoff) - interval '1800 seconds'
			order by created_at limit 1000 for update skip locked
		),
		deleted as (
			delete from request_states t using old
			where t.state = old.state and t.created_at = old.created_at and t.id = old.id
			returning 1
		)
		select (select count(*)::integer from deleted) as deleted, max(time)::text as up_to from old;
-- explain execute delete_old_cancelled_from_list(null, '30', null);

-- delete_old_attempts: Removes the oldest attempts.
--   $1  the time to count from; null is now
--   $2  how many days rows are kept
--   $3  where the batch before ended; null is the beginning
prepare delete_old_attempts as
with cutoff as materialized (
			select coalesce($1::timestamptz, now()) - make_interval(days => $2::integer) as at
		),
		old as materialized (
			select id, at as time from attempts
			where at < (select at from cutoff)
			and at >= coalesce($3::timestamptz, '-infinity') and true
			order by at limit 1000 for update skip locked
		),
		deleted as (
			delete from attempts t using old
			where t.id = old.id
			returning 1
		)
		select (select count(*)::integer from deleted) as deleted, max(time)::text as up_to from old;
-- explain execute delete_old_attempts(null, '30', null);

-- delete_old_guesses: Removes counts of wrong codes that are over.
prepare delete_old_guesses as
delete from code_guesses where (from_number, to_number) in (
			select from_number, to_number from code_guesses
			where failures[cardinality(failures)] < statement_timestamp() - make_interval(secs => 600) and (locked_until is null
				or locked_until < statement_timestamp())
			limit 500 for update skip locked
		) returning 1;
-- explain execute delete_old_guesses;

-- delete_old_guards: Removes counts of wrong codes of all callers that are over.
prepare delete_old_guards as
delete from code_guards where (kind, target) in (
			select kind, target from code_guards
			where times[cardinality(times)] < statement_timestamp() - make_interval(secs => 600) and (guarded_until is null
				or guarded_until < statement_timestamp())
			limit 500 for update skip locked
		) returning 1;
-- explain execute delete_old_guards;

-- delete_old_answers: Removes answers that are remembered no more.
prepare delete_old_answers as
delete from idempotency where (api_key_id, endpoint, key) in (
			select api_key_id, endpoint, key from idempotency
			where until <= now() limit 500 for update skip locked
		) returning 1;
-- explain execute delete_old_answers;

-- add_minutes_to_hours: Adds figures of minutes that are older than two days to those of their hour.
prepare add_minutes_to_hours as
with old as (
			delete from group_minutes where ctid = any(array(
				select ctid from group_minutes
				where minute < date_trunc('hour', now(), 'UTC') - interval '2 days'
				and minute > now() - interval '4 days'
				and minute <> date_trunc('hour', minute, 'UTC')
				limit 1000 for update skip locked
			)) returning *
		),
		hours as (
			insert into group_minutes as m (group_id, minute, created, refused_no_number,
				refused_no_code, peak_live, peak_numbers)
			select group_id, date_trunc('hour', minute, 'UTC'), sum(created), sum(refused_no_number),
				sum(refused_no_code), max(peak_live), max(peak_numbers)
			from old group by 1, 2 order by 1, 2
			on conflict (group_id, minute) do update set created = m.created + excluded.created,
				refused_no_number = m.refused_no_number + excluded.refused_no_number,
				refused_no_code = m.refused_no_code + excluded.refused_no_code,
				peak_live = greatest(m.peak_live, excluded.peak_live),
				peak_numbers = greatest(m.peak_numbers, excluded.peak_numbers)
		)
		select count(*)::float8 as added from old;
-- explain execute add_minutes_to_hours;

-- delete_old_hours: Removes figures that are older than sixty days.
prepare delete_old_hours as
delete from group_minutes where ctid = any(array(
			select ctid from group_minutes
			where minute < now() - interval '60 days'
			limit 1000 for update skip locked
		)) returning 1;
-- explain execute delete_old_hours;

-- delete_rested_codes: Removes access codes that rest no more.
--   $1  seconds for which a code rests
prepare delete_rested_codes as
delete from live_codes where (number, code) in (
			select l.* from generate_series(4,
				12) as n(length) cross join lateral (
				select number, code from live_codes
				where char_length(code) = n.length
					and live_until <= now() - make_interval(secs => $1::integer)
				order by live_until limit 1000
					for update skip locked
			) l
		) returning 1;
-- explain execute delete_rested_codes('600');

-- erase_rested_codes: Erases the access codes of requests that expired long ago.
--   $1  where the batch before ended; null is the beginning
--   $2  seconds for which a code rests
prepare erase_rested_codes as
with batch as materialized (
			select id, expires_at from requests
			where expires_at > coalesce($1::timestamptz, '-infinity')
				and expires_at <= now() - make_interval(secs => $2::integer)
			order by expires_at limit 1000
		),
		-- Whole milliseconds: what shares the last one is part of the batch.
		walked as materialized (select max(expires_at) as up_to from batch),
		erased as (
			update requests r set access_code = null from walked w
			where r.expires_at > coalesce($1::timestamptz, '-infinity') and r.expires_at <= w.up_to
				and r.access_code is not null
			returning 1
		)
		select up_to::text as up_to, (select count(*)::integer from erased) as erased from walked;
-- explain execute erase_rested_codes(null, '600');

-- list_missing_states: Completes the lists of states.
--   $1  where the batch before ended; null is the beginning
prepare list_missing_states as
with batch as materialized (
			select created_at from requests
			where created_at > coalesce($1::timestamptz, '-infinity')
			and created_at < now() - interval '1800 seconds'
			order by created_at limit 5000
		),
		walked as materialized (select max(created_at) as up_to from batch),
		listed as (
			insert into request_states (state, created_at, id)
			select case when r.matched_at is null then 'cancelled' else 'matched' end,
				r.created_at, r.id
			from requests r cross join walked w
			where r.created_at > coalesce($1::timestamptz, '-infinity') and r.created_at <= w.up_to
			and (r.matched_at is not null or r.ended_at is not null) and not exists (
				select from request_states s where s.created_at = r.created_at and s.id = r.id
				and s.state = case when r.matched_at is null then 'cancelled' else 'matched' end
			)
			on conflict do nothing returning 1
		)
		select up_to::text as up_to, (select count(*)::integer from listed) as listed from walked;
-- explain execute list_missing_states(null);

-- add_to_minutes: Adds what was answered to the callers of groups to the minute that it is now.
--   $1  a JSON list of name_key, created, no_number and no_code
prepare add_to_minutes as
insert into group_minutes as m (group_id, minute, created, refused_no_number, refused_no_code)
		select g.id, date_trunc('minute', now()), c.created, c.no_number, c.no_code
		from json_to_recordset($1::text::json) as c(
			name_key text, created integer, no_number integer, no_code integer
		)
		join groups g on g.name_key = c.name_key order by g.id
		on conflict (group_id, minute) do update set created = m.created + excluded.created,
			refused_no_number = m.refused_no_number + excluded.refused_no_number,
			refused_no_code = m.refused_no_code + excluded.refused_no_code;
-- explain execute add_to_minutes('[{"name_key":"group 1","created":1,"no_number":0,"no_code":0}]');

-- note_live_in_minutes: Notes how many live requests each group has, where that is the most of this minute.
prepare note_live_in_minutes as
with in_use as materialized (
			select group_id, sum(live)::integer as live, count(*)::integer as numbers
			from (
				select group_id, to_number, count(*) as live from requests
				where expires_at > now() and ended_at is null group by group_id, to_number
			) as on_number
			group by group_id
		),
		noted as (
			insert into group_minutes as m (group_id, minute, peak_live, peak_numbers)
			select group_id, date_trunc('minute', now()), live, numbers from in_use order by group_id
			on conflict (group_id, minute) do update
			set peak_live = greatest(m.peak_live, excluded.peak_live),
				peak_numbers = greatest(m.peak_numbers, excluded.peak_numbers)
			where m.peak_live < excluded.peak_live or m.peak_numbers < excluded.peak_numbers
		)
		select coalesce(sum(live), 0)::float8 as live from in_use;
-- explain execute note_live_in_minutes;

-- read_in_use: How many live requests a group has, and how many numbers these have.
--   $1  ID of the group
prepare read_in_use as
select count(*)::float8 as live, count(distinct to_number)::float8 as numbers
		from requests where group_id = $1::uuid and expires_at > now() and ended_at is null;
-- explain execute read_in_use('00000000-0000-4000-8000-000000000001');

-- list_traffic: The figures of a group's last hour, day or week, by step.
--   $1  ID of the group
--   $2  minutes of a step
--   $3  how many steps
prepare list_traffic as
with step as (
			select make_interval(mins => $2::integer) as length, timestamptz '2000-01-01 00:00Z' as zero
		),
		added as (
			select date_bin(length, minute, zero) as began, sum(created) as created,
				sum(refused_no_number) as no_number, sum(refused_no_code) as no_code,
				max(peak_live) as peak_live
			from group_minutes, step
			where group_id = $1::uuid
			and minute >= date_bin(length, now(), zero) - length * ($3::integer - 1)
			group by 1
		)
		select (extract(epoch from date_bin(length, now(), zero) - began)
				/ extract(epoch from length))::float8 as ago,
			(extract(epoch from began) * 1000)::float8 as "beganMs", created::float8,
			no_number::float8 as "refusedNoNumber", no_code::float8 as "refusedNoCode",
			peak_live::float8 as "peakLive"
		from added, step order by began desc;
-- explain execute list_traffic('00000000-0000-4000-8000-000000000001', '1', '60');

-- read_day: The sums of a group's last day.
--   $1  ID of the group
prepare read_day as
with day as (
			select *, minute > now() - interval '60 minutes' as in_hour,
				created + refused_no_number + refused_no_code as asked,
				sum(created + refused_no_number + refused_no_code) over (
					order by minute range between '59 minutes' preceding and current row
				) as asked_in_hour
			from group_minutes where group_id = $1::uuid and minute > now() - interval '1 day'
		)
		select sum(created)::float8 as created, sum(refused_no_number)::float8 as no_number,
			sum(refused_no_code)::float8 as no_code,
			max(peak_live) filter (where in_hour)::float8 as hour_live,
			max(peak_numbers) filter (where in_hour)::float8 as hour_numbers,
			max(peak_live)::float8 as day_live, max(peak_numbers)::float8 as day_numbers,
			max(asked) filter (where asked > created)::float8 as refused_asked,
			max(asked_in_hour)::float8 as hour_asked
		from day;
-- explain execute read_day('00000000-0000-4000-8000-000000000001');

-- read_group_use: The groups with the most numbers in use.
--   $1  how many groups
prepare read_group_use as
with in_use as materialized (
			select group_id, max(peak_numbers)::integer as numbers, max(peak_live)::integer as live
			from group_minutes
			where minute >= date_trunc('minute', now()) - interval '1 minute'
			group by group_id
		)
		select count(*) over ()::integer as groups, g.name, g.pool_size as numbers,
			coalesce(u.numbers, 0) as in_use, coalesce(u.live, 0) as live
		from groups g left join in_use u on u.group_id = g.id
		order by coalesce(u.numbers, 0) desc, g.name_key limit $1::integer;
-- explain execute read_group_use('20');

-- find_densest_codes: The number of a group with the densest access codes.
--   $1  ID of the group
--   $2  codes for each live one that are enough
prepare find_densest_codes as
with dense as materialized (
			select number, length, count(*)::float8 as live,
				count(*) / (9 * 10::float8 ^ (length - 1)) as part
			from generate_series(4, 12) as n(length)
			join live_codes on char_length(code) = n.length and live_until > now() group by number, length
			having count(*) * $2::integer > 9 * 10::float8 ^ (length - 1)
		)
		select number, length, live from dense d
		where (select true from pool_entries e where e.group_id = $1::uuid and e.number = d.number)
		order by part desc, number limit 1;
-- explain execute find_densest_codes('00000000-0000-4000-8000-000000000001', '1000');

-- requests_newest: A page of requests. The newest.
--   $1  how many rows, and one more
prepare requests_newest as
select "id", "created_at", "expires_at", "ended_at", "matched_at", "expires_at" <= now(), "group_name", "to_number", coalesce("from_given", "from_number") from "requests" order by "requests"."created_at" desc, "requests"."id" desc limit $1;
-- explain execute requests_newest('51');

-- requests_behind_one: A page of requests. Those behind one.
--   $1  time of the record before the page
--   $2  its ID
--   $3  how many rows, and one more
prepare requests_behind_one as
select "id", "created_at", "expires_at", "ended_at", "matched_at", "expires_at" <= now(), "group_name", "to_number", coalesce("from_given", "from_number") from "requests" where ("requests"."created_at", "requests"."id") <
			($1::timestamptz, $2::uuid) order by "requests"."created_at" desc, "requests"."id" desc limit $3;
-- explain execute requests_behind_one('2026-01-28T12:00:00.000Z', '00000000-0000-4000-8000-000000000017', '51');

-- requests_first_to_expire: A page of requests. The first to expire.
--   $1  how many rows, and one more
prepare requests_first_to_expire as
select "id", "created_at", "expires_at", "ended_at", "matched_at", "expires_at" <= now(), "group_name", "to_number", coalesce("from_given", "from_number") from "requests" order by "requests"."expires_at" asc, "requests"."id" asc limit $1;
-- explain execute requests_first_to_expire('51');

-- requests_by_id: A page of requests. By its ID or callbackServiceId.
--   $1  the ID
--   $2  the ID
--   $3  how many rows, and one more
prepare requests_by_id as
select "id", "created_at", "expires_at", "ended_at", "matched_at", "expires_at" <= now(), "group_name", "to_number", coalesce("from_given", "from_number") from "requests" where ("requests"."id" = $1 or "requests"."callback_service_id" = $2) order by "requests"."created_at" desc, "requests"."id" desc limit $3;
-- explain execute requests_by_id('00000000-0000-4000-8000-000000000015', '00000000-0000-4000-8000-000000000015', '51');

-- requests_of_caller: A page of requests. Of one caller.
--   $1  number of the caller
--   $2  how many rows, and one more
prepare requests_of_caller as
select "id", "created_at", "expires_at", "ended_at", "matched_at", "expires_at" <= now(), "group_name", "to_number", coalesce("from_given", "from_number") from "requests" where "requests"."from_number" in ($1) order by "requests"."created_at" desc, "requests"."id" desc limit $2;
-- explain execute requests_of_caller('+16460000017', '51');

-- requests_of_several_callers: A page of requests. Of the callers that a beginning finds.
--   $1  number of a caller
--   $2  another
--   $3  how many rows, and one more
prepare requests_of_several_callers as
select "id", "created_at", "expires_at", "ended_at", "matched_at", "expires_at" <= now(), "group_name", "to_number", coalesce("from_given", "from_number") from "requests" where "requests"."from_number" in ($1, $2) order by "requests"."created_at" desc, "requests"."id" desc limit $3;
-- explain execute requests_of_several_callers('+16460000017', '+16460000018', '51');

-- requests_on_number: A page of requests. On one number.
--   $1  the number
--   $2  how many rows, and one more
prepare requests_on_number as
select "id", "created_at", "expires_at", "ended_at", "matched_at", "expires_at" <= now(), "group_name", "to_number", coalesce("from_given", "from_number") from "requests" where "requests"."to_number" in ($1) order by "requests"."created_at" desc, "requests"."id" desc limit $2;
-- explain execute requests_on_number('+14150000017', '51');

-- requests_of_group: A page of requests. Of one group.
--   $1  name as it was asked for
--   $2  how many rows, and one more
prepare requests_of_group as
select "id", "created_at", "expires_at", "ended_at", "matched_at", "expires_at" <= now(), "group_name", "to_number", coalesce("from_given", "from_number") from "requests" where "requests"."group_name" in ($1) order by "requests"."created_at" desc, "requests"."id" desc limit $2;
-- explain execute requests_of_group('Group 1', '51');

-- requests_of_an_hour: A page of requests. Of a time.
--   $1  from
--   $2  to
--   $3  how many rows, and one more
prepare requests_of_an_hour as
select "id", "created_at", "expires_at", "ended_at", "matched_at", "expires_at" <= now(), "group_name", "to_number", coalesce("from_given", "from_number") from "requests" where ("requests"."created_at" >= $1 and "requests"."created_at" <= $2) order by "requests"."created_at" desc, "requests"."id" desc limit $3;
-- explain execute requests_of_an_hour('2026-01-24T12:00:00.000Z', '2026-01-24T12:57:36.000Z', '51');

-- requests_active: A page of requests. In the state Active.
--   $1  how many rows, and one more
prepare requests_active as
select "id", "created_at", "expires_at", "ended_at", "matched_at", "expires_at" <= now(), "group_name", "to_number", coalesce("from_given", "from_number") from "requests" where ("requests"."matched_at" is null and "requests"."ended_at" is null and "requests"."expires_at" > now() and "requests"."created_at" >= now() - interval '1800 seconds') order by "requests"."created_at" desc, "requests"."id" desc limit $1;
-- explain execute requests_active('51');

-- requests_expired: A page of requests. In the state Expired.
--   $1  how many rows, and one more
prepare requests_expired as
select "id", "created_at", "expires_at", "ended_at", "matched_at", "expires_at" <= now(), "group_name", "to_number", coalesce("from_given", "from_number") from "requests" where ("requests"."matched_at" is null and "requests"."ended_at" is null and "requests"."expires_at" <= now()) order by "requests"."created_at" desc, "requests"."id" desc limit $1;
-- explain execute requests_expired('51');

-- requests_matched: A page of requests. In the state Matched, from its list.
--   $1  the state
--   $2  how many rows, and one more
prepare requests_matched as
with "requests" as (
			select s.id, s.created_at, r.group_id, r.expires_at, r.ended_at, r.matched_at,
				r.group_name, r.to_number, r.from_number, r.from_given, r.callback_service_id
			from "request_states" s join "requests" r on r.id = s.id where s.state = $1) select "id", "created_at", "expires_at", "ended_at", "matched_at", "expires_at" <= now(), "group_name", "to_number", coalesce("from_given", "from_number") from "requests" where "requests"."matched_at" is not null order by "requests"."created_at" desc, "requests"."id" desc limit $2;
-- explain execute requests_matched('matched', '51');

-- requests_cancelled_of_group: A page of requests. In the state Cancelled, of one group.
--   $1  name as it was asked for
--   $2  the state
--   $3  how many rows, and one more
prepare requests_cancelled_of_group as
with "requests" as (
			select s.id, s.created_at, r.group_id, r.expires_at, r.ended_at, r.matched_at,
				r.group_name, r.to_number, r.from_number, r.from_given, r.callback_service_id
			from "request_states" s join "requests" r on r.id = s.id where s.state = $1) select "id", "created_at", "expires_at", "ended_at", "matched_at", "expires_at" <= now(), "group_name", "to_number", coalesce("from_given", "from_number") from "requests" where (("requests"."matched_at" is null and "requests"."ended_at" is not null) and "requests"."group_name" in ($2)) order by "requests"."created_at" desc, "requests"."id" desc limit $3;
-- explain execute requests_cancelled_of_group('cancelled', 'Group 1', '51');

-- attempts_newest: A page of attempts. The newest.
--   $1  how many rows, and one more
prepare attempts_newest as
select "attempts"."id", "attempts"."at", "attempts"."call_id", coalesce("attempts"."from_given", "attempts"."from_number"), "attempts"."attestation", "attempts"."to_number", "attempts"."outcome", "attempts"."request_id", "attempts"."released", coalesce("api_keys"."name", "users"."email"), case when "api_keys"."is_connection"
				and "api_keys"."revoked_at" is null then "api_keys"."id" end, "attempts"."corr_id" from "attempts" left join "api_keys" on "api_keys"."id" = "attempts"."api_key_id" left join "users" on "users"."id" = "attempts"."api_key_id" order by "attempts"."at" desc, "attempts"."id" desc limit $1;
-- explain execute attempts_newest('51');

-- attempts_behind_one: A page of attempts. Those behind one.
--   $1  time of the record before the page
--   $2  its ID
--   $3  how many rows, and one more
prepare attempts_behind_one as
select "attempts"."id", "attempts"."at", "attempts"."call_id", coalesce("attempts"."from_given", "attempts"."from_number"), "attempts"."attestation", "attempts"."to_number", "attempts"."outcome", "attempts"."request_id", "attempts"."released", coalesce("api_keys"."name", "users"."email"), case when "api_keys"."is_connection"
				and "api_keys"."revoked_at" is null then "api_keys"."id" end, "attempts"."corr_id" from "attempts" left join "api_keys" on "api_keys"."id" = "attempts"."api_key_id" left join "users" on "users"."id" = "attempts"."api_key_id" where ("attempts"."at", "attempts"."id") <
			($1::timestamptz, $2::uuid) order by "attempts"."at" desc, "attempts"."id" desc limit $3;
-- explain execute attempts_behind_one('2026-01-28T12:00:00.000Z', '00000000-0000-4000-8000-000000000017', '51');

-- attempts_of_request: A page of attempts. Of one request.
--   $1  ID of the request
--   $2  how many rows, and one more
prepare attempts_of_request as
select "attempts"."id", "attempts"."at", "attempts"."call_id", coalesce("attempts"."from_given", "attempts"."from_number"), "attempts"."attestation", "attempts"."to_number", "attempts"."outcome", "attempts"."request_id", "attempts"."released", coalesce("api_keys"."name", "users"."email"), case when "api_keys"."is_connection"
				and "api_keys"."revoked_at" is null then "api_keys"."id" end, "attempts"."corr_id" from "attempts" left join "api_keys" on "api_keys"."id" = "attempts"."api_key_id" left join "users" on "users"."id" = "attempts"."api_key_id" where "attempts"."request_id" = $1 order by "attempts"."at" desc, "attempts"."id" desc limit $2;
-- explain execute attempts_of_request('00000000-0000-4000-8000-000000000017', '51');

-- attempts_of_caller: A page of attempts. Of one caller.
--   $1  number of the caller
--   $2  how many rows, and one more
prepare attempts_of_caller as
select "attempts"."id", "attempts"."at", "attempts"."call_id", coalesce("attempts"."from_given", "attempts"."from_number"), "attempts"."attestation", "attempts"."to_number", "attempts"."outcome", "attempts"."request_id", "attempts"."released", coalesce("api_keys"."name", "users"."email"), case when "api_keys"."is_connection"
				and "api_keys"."revoked_at" is null then "api_keys"."id" end, "attempts"."corr_id" from "attempts" left join "api_keys" on "api_keys"."id" = "attempts"."api_key_id" left join "users" on "users"."id" = "attempts"."api_key_id" where "attempts"."from_number" in ($1) order by "attempts"."at" desc, "attempts"."id" desc limit $2;
-- explain execute attempts_of_caller('+16460000017', '51');

-- attempts_on_number: A page of attempts. On one number.
--   $1  the number
--   $2  how many rows, and one more
prepare attempts_on_number as
select "attempts"."id", "attempts"."at", "attempts"."call_id", coalesce("attempts"."from_given", "attempts"."from_number"), "attempts"."attestation", "attempts"."to_number", "attempts"."outcome", "attempts"."request_id", "attempts"."released", coalesce("api_keys"."name", "users"."email"), case when "api_keys"."is_connection"
				and "api_keys"."revoked_at" is null then "api_keys"."id" end, "attempts"."corr_id" from "attempts" left join "api_keys" on "api_keys"."id" = "attempts"."api_key_id" left join "users" on "users"."id" = "attempts"."api_key_id" where "attempts"."to_number" in ($1) order by "attempts"."at" desc, "attempts"."id" desc limit $2;
-- explain execute attempts_on_number('+14150000017', '51');

-- attempts_of_call: A page of attempts. Of one callId.
--   $1  callId
--   $2  callId
--   $3  how many rows, and one more
prepare attempts_of_call as
select "attempts"."id", "attempts"."at", "attempts"."call_id", coalesce("attempts"."from_given", "attempts"."from_number"), "attempts"."attestation", "attempts"."to_number", "attempts"."outcome", "attempts"."request_id", "attempts"."released", coalesce("api_keys"."name", "users"."email"), case when "api_keys"."is_connection"
				and "api_keys"."revoked_at" is null then "api_keys"."id" end, "attempts"."corr_id" from "attempts" left join "api_keys" on "api_keys"."id" = "attempts"."api_key_id" left join "users" on "users"."id" = "attempts"."api_key_id" where (hashtextextended("attempts"."call_id", 0) = hashtextextended($1, 0) and "attempts"."call_id" = $2) order by "attempts"."at" desc, "attempts"."id" desc limit $3;
-- explain execute attempts_of_call('call-17', 'call-17', '51');

-- attempts_wrong_codes: A page of attempts. With the outcome WRONG_CODE.
--   $1  the outcome
--   $2  how many rows, and one more
prepare attempts_wrong_codes as
select "attempts"."id", "attempts"."at", "attempts"."call_id", coalesce("attempts"."from_given", "attempts"."from_number"), "attempts"."attestation", "attempts"."to_number", "attempts"."outcome", "attempts"."request_id", "attempts"."released", coalesce("api_keys"."name", "users"."email"), case when "api_keys"."is_connection"
				and "api_keys"."revoked_at" is null then "api_keys"."id" end, "attempts"."corr_id" from "attempts" left join "api_keys" on "api_keys"."id" = "attempts"."api_key_id" left join "users" on "users"."id" = "attempts"."api_key_id" where "attempts"."outcome" = $1 order by "attempts"."at" desc, "attempts"."id" desc limit $2;
-- explain execute attempts_wrong_codes('WRONG_CODE', '51');

-- count_attested_calls: How many of the last calls of a group's requests came with attestation A.
--   $1  name of the group
--   $2  its ID
--   $3  when it was made, in milliseconds since 1970
prepare count_attested_calls as
select count(distinct coalesce(a.call_id, a.id::text))::integer as calls,
			(count(distinct coalesce(a.call_id, a.id::text))
				filter (where a.attestation = 'A'))::integer as attested
		from (
			select r.id from requests r where r.group_name = $1::text and r.group_id = $2::uuid
				and r.created_at >= to_timestamp($3::float8 / 1000)
			order by r.created_at desc, r.id desc limit 200
		) r cross join lateral (
			select id, call_id, attestation from attempts where request_id = r.id offset 0
		) a;
-- explain execute count_attested_calls('Group 1', '00000000-0000-4000-8000-000000000001', '1767268800000');

-- count_requests_of_an_hour: How many requests were made in a time.
--   $1  from
--   $2  to
--   $3  the most rows to count, and one more
prepare count_requests_of_an_hour as
select count(*) from (select 1 as "one" from "requests" where ("requests"."created_at" >= $1 and "requests"."created_at" <= $2) limit $3) "some";
-- explain execute count_requests_of_an_hour('2026-01-24T12:00:00.000Z', '2026-01-24T12:57:36.000Z', '10001');

-- count_attempts_of_an_hour: How many attempts were made in a time.
--   $1  from
--   $2  to
--   $3  the most rows to count, and one more
prepare count_attempts_of_an_hour as
select count(*) from (select 1 as "one" from "attempts" where ("attempts"."at" >= $1 and "attempts"."at" <= $2) limit $3) "some";
-- explain execute count_attempts_of_an_hour('2026-01-24T12:00:00.000Z', '2026-01-24T12:57:36.000Z', '10001');

-- count_attempts_of_requests: How many attempts the requests of a page have.
--   $1  ID of a request
prepare count_attempts_of_requests as
select "request_id", count(*) from "attempts" where "attempts"."request_id" in ($1) group by "attempts"."request_id";
-- explain execute count_attempts_of_requests('00000000-0000-4000-8000-000000000017');

-- request_details: All of one request, for its page.
--   $1  ID of the request
prepare request_details as
select "requests"."id", "requests"."created_at", "requests"."expires_at", "requests"."first_expires_at", array_to_string(array(
				select (extract(epoch from e) * 1000)::bigint from unnest("requests"."extended_at") e), ' '), "requests"."ended_at", "requests"."matched_at", "requests"."expires_at" <= now(), ("requests"."ended_at" is null and not "requests"."expires_at" <= now()), "requests"."group_id", "requests"."group_name", "groups"."id" is not null, "requests"."to_number", coalesce("requests"."from_given", "requests"."from_number"), "requests"."has_access_code", "requests"."caller_id", case when ("requests"."ended_at" is null and not "requests"."expires_at" <= now()) then "requests"."access_code" end, "requests"."user_data", "requests"."user_data" is not null, "requests"."callback_service_id", "api_keys"."name", "requests"."corr_id" from "requests" left join "groups" on "groups"."id" = "requests"."group_id" left join "api_keys" on "api_keys"."id" = "requests"."api_key_id" where "requests"."id" = $1;
-- explain execute request_details('00000000-0000-4000-8000-000000000017');

-- attempt_details: All of one attempt, for its page.
--   $1  ID of the attempt
prepare attempt_details as
select "attempts"."id", "attempts"."at", "attempts"."call_id", coalesce("attempts"."from_given", "attempts"."from_number"), "attempts"."attestation", "attempts"."to_number", "attempts"."outcome", "attempts"."request_id", "attempts"."released", coalesce("api_keys"."name", "users"."email"), case when "api_keys"."is_connection"
				and "api_keys"."revoked_at" is null then "api_keys"."id" end, "attempts"."corr_id" from "attempts" left join "api_keys" on "api_keys"."id" = "attempts"."api_key_id" left join "users" on "users"."id" = "attempts"."api_key_id" where "attempts"."id" = $1;
-- explain execute attempt_details('00000000-0000-4000-8000-000000000017');

-- attempts_of_request_page: The first attempts of one request, for its page.
--   $1  ID of the request
--   $2  the same again
--   $3  how many
prepare attempts_of_request_page as
select "attempts"."id", "attempts"."at", "attempts"."call_id", coalesce("attempts"."from_given", "attempts"."from_number"), "attempts"."attestation", "attempts"."to_number", "attempts"."outcome", "attempts"."request_id", "attempts"."released", coalesce("api_keys"."name", "users"."email"), case when "api_keys"."is_connection"
				and "api_keys"."revoked_at" is null then "api_keys"."id" end, "attempts"."corr_id" from "attempts" left join "api_keys" on "api_keys"."id" = "attempts"."api_key_id" left join "users" on "users"."id" = "attempts"."api_key_id" where "attempts"."id" in (
		select own.id from attempts own where own.request_id = $1::uuid
		union all
		select other.id from attempts own
			join api_keys k on k.id = own.api_key_id and k.is_connection
			join attempts other on hashtextextended(other.call_id, 0) = hashtextextended(own.call_id, 0)
				and other.call_id = own.call_id and other.api_key_id = own.api_key_id
				and other.at between own.at - interval '1 hour' and own.at
				and other.request_id is null
		where own.request_id = $2::uuid and own.outcome = 'MATCHED') order by "attempts"."at" asc, "attempts"."id" asc limit $3;
-- explain execute attempts_of_request_page('00000000-0000-4000-8000-000000000017', '00000000-0000-4000-8000-000000000017', '50');

-- has_requests_ani: Whether any record has one of the numbers (requests.ani).
--   $1  the numbers, with spaces between
prepare has_requests_ani as
select 1 as one from requests where from_number = any(string_to_array($1::text, ' ')) limit 1;
-- explain execute has_requests_ani('+16460000017');

-- requests_ani_by_beginning: The numbers with a beginning (requests.ani), each by one look into the index.
--   $1  the beginning
--   $2  where it ends
prepare requests_ani_by_beginning as
with recursive found as (
			(select from_number as number from requests
				where from_number >= $1::text and from_number < $2::text order by from_number limit 1)
			union all
			select (select next.from_number from requests next
				where next.from_number > found.number and next.from_number < $2::text
				order by next.from_number limit 1)
			from found where found.number is not null
		)
		select number from found where number is not null limit 101;
-- explain execute requests_ani_by_beginning('+164600001', '+164600002');

-- has_requests_dnis: Whether any record has one of the numbers (requests.dnis).
--   $1  the numbers, with spaces between
prepare has_requests_dnis as
select 1 as one from requests where to_number = any(string_to_array($1::text, ' ')) limit 1;
-- explain execute has_requests_dnis('+14150000017');

-- requests_dnis_by_beginning: The numbers with a beginning (requests.dnis), each by one look into the index.
--   $1  the beginning
--   $2  where it ends
prepare requests_dnis_by_beginning as
with recursive found as (
			(select to_number as number from requests
				where to_number >= $1::text and to_number < $2::text order by to_number limit 1)
			union all
			select (select next.to_number from requests next
				where next.to_number > found.number and next.to_number < $2::text
				order by next.to_number limit 1)
			from found where found.number is not null
		)
		select number from found where number is not null limit 101;
-- explain execute requests_dnis_by_beginning('+141500001', '+141500002');

-- has_attempts_ani: Whether any record has one of the numbers (attempts.ani).
--   $1  the numbers, with spaces between
prepare has_attempts_ani as
select 1 as one from attempts where from_number = any(string_to_array($1::text, ' ')) limit 1;
-- explain execute has_attempts_ani('+16460000017');

-- attempts_ani_by_beginning: The numbers with a beginning (attempts.ani), each by one look into the index.
--   $1  the beginning
--   $2  where it ends
prepare attempts_ani_by_beginning as
with recursive found as (
			(select from_number as number from attempts
				where from_number >= $1::text and from_number < $2::text order by from_number limit 1)
			union all
			select (select next.from_number from attempts next
				where next.from_number > found.number and next.from_number < $2::text
				order by next.from_number limit 1)
			from found where found.number is not null
		)
		select number from found where number is not null limit 101;
-- explain execute attempts_ani_by_beginning('+164600001', '+164600002');

-- has_attempts_dnis: Whether any record has one of the numbers (attempts.dnis).
--   $1  the numbers, with spaces between
prepare has_attempts_dnis as
select 1 as one from attempts where to_number = any(string_to_array($1::text, ' ')) limit 1;
-- explain execute has_attempts_dnis('+14150000017');

-- attempts_dnis_by_beginning: The numbers with a beginning (attempts.dnis), each by one look into the index.
--   $1  the beginning
--   $2  where it ends
prepare attempts_dnis_by_beginning as
with recursive found as (
			(select to_number as number from attempts
				where to_number >= $1::text and to_number < $2::text order by to_number limit 1)
			union all
			select (select next.to_number from attempts next
				where next.to_number > found.number and next.to_number < $2::text
				order by next.to_number limit 1)
			from found where found.number is not null
		)
		select number from found where number is not null limit 101;
-- explain execute attempts_dnis_by_beginning('+141500001', '+141500002');

-- requests_callers_by_ending: The callers with given last digits among the newest requests of a time.
--   $1  the digits
--   $2  from, in milliseconds since 1970
--   $3  to
prepare requests_callers_by_ending as
with looked as (
			select from_number as number, created_at as at from requests
			where created_at >= coalesce(to_timestamp($2::float8 / 1000), '-infinity')
				and created_at <= coalesce(to_timestamp($3::float8 / 1000), 'infinity')
			order by created_at desc, id desc limit 20000
		)
		select string_agg(distinct number, ' ') filter (where right(number, 4) = $1::text) as numbers,
			case when count(*) = 20000
				then (extract(epoch from min(at)) * 1000)::float8 end as since
		from looked;
-- explain execute requests_callers_by_ending('0017', '1769774400000', '1769860800000');

-- attempts_callers_by_ending: The callers with given last digits among the newest attempts of a time.
--   $1  the digits
--   $2  from, in milliseconds since 1970
--   $3  to
prepare attempts_callers_by_ending as
with looked as (
			select from_number as number, at as at from attempts
			where at >= coalesce(to_timestamp($2::float8 / 1000), '-infinity')
				and at <= coalesce(to_timestamp($3::float8 / 1000), 'infinity')
			order by at desc, id desc limit 20000
		)
		select string_agg(distinct number, ' ') filter (where right(number, 4) = $1::text) as numbers,
			case when count(*) = 20000
				then (extract(epoch from min(at)) * 1000)::float8 end as since
		from looked;
-- explain execute attempts_callers_by_ending('0017', '1769774400000', '1769860800000');

-- dnis_by_ending: The numbers of pools with given last digits.
--   $1  the digits
prepare dnis_by_ending as
select number from numbers where right(number, 4) = $1::text limit 101;
-- explain execute dnis_by_ending('0017');

-- group_names_of_requests: The names that requests have, each by one look into the index.
prepare group_names_of_requests as
with recursive found as (
			(select group_name as name from requests order by group_name limit 1)
			union all
			select (select next.group_name from requests next where next.group_name > found.name
				order by next.group_name limit 1)
			from found where found.name is not null
		)
		select name from found where name is not null limit 5001;
-- explain execute group_names_of_requests;

-- names_of_group: The name of the group that is named.
--   $1  its key
prepare names_of_group as
select name from groups where name_key = $1::text;
-- explain execute names_of_group('group 1');
