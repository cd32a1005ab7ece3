import type { Db } from "../connection/database.ts";

// An invented day of records, one statement a table: for the demonstration alone.

export async function hasGroups(db: Db): Promise<boolean> {
	return (await db.query("select 1 from groups limit 1", [])).length > 0;
}

/**
 * Requests of the last 24 hours on a group's numbers, with a peak two hours ago, and no live ones.
 * They come at even distances and take the numbers in turn, so with unique DNIS no number has two
 * at a time. Returns the number made.
 */
export async function insertDayOfRequests(
	tx: Db,
	groupId: string,
	requestsAMinute: number,
	apiKeyId: string,
): Promise<number> {
	const [row] = await tx.query<{ made: number }>(
		`with minutes as (
			select date_trunc('minute', now()) - ago * interval '1 minute' as minute,
				floor(
					$2::float8 * (0.15 + 0.85 * power(cos(pi() * (ago - 120) / 1440), 2)) + random()
				)::integer as calls
			from generate_series(1, 1439) ago
		),
		asked as (
			select gen_random_uuid() as id,
				minute + (call + 0.5 * random()) * interval '1 minute' / calls as at,
				random() as fate, random() as wait,
				random() as caller, random() as known, row_number() over (order by minute, call) as place
			from minutes, generate_series(0, calls - 1) call
		),
		made as (
			insert into requests (
				id, created_at, expires_at, matched_at, ended_at,
				group_id, group_name, unique_dnis, caller_id, guard, to_number, from_number,
				has_access_code, user_data, callback_service_id, api_key_id, corr_id)
			select a.id, a.at, a.at + lasts.whole,
				case when a.fate < 0.78 then a.at + ends.after end,
				case when a.fate < 0.88 then a.at + ends.after end,
				g.id, g.name, g.unique_dnis, g.caller_id, g.guard, e.number,
				case when a.known < 0.92 then '+1' || (4155550100 + floor(100 * a.caller))::bigint end,
				g.generate_access_code,
				case when a.known < 0.7 then json_build_object(
					'customerId', (10000 + floor(90000 * a.caller))::integer,
					'page', case when a.wait < 0.5 then 'policy' else 'claim' end)::text end,
				case when a.known > 0.97 then gen_random_uuid() end, $3::uuid, gen_random_uuid()
			from asked a join groups g on g.id = $1::uuid
			join pool_entries e on e.group_id = g.id and e.position = a.place % g.pool_size,
			lateral (select make_interval(secs => g.expiry_seconds) as whole) lasts,
			lateral (select make_interval(secs => 4 + 20 * a.wait) as after) ends
			where a.fate < 0.88 and a.at + ends.after < now() or a.at + lasts.whole < now()
			returning id, created_at, matched_at, ended_at
		),
		listed as (
			insert into request_states (state, created_at, id)
			select case when matched_at is null then 'cancelled' else 'matched' end,
				created_at, id
			from made where ended_at is not null
		)
		select count(*)::integer as made from made`,
		[groupId, requestsAMinute, apiKeyId],
	);
	return row?.made ?? 0;
}

const ATTEMPT = `insert into attempts (id, at, call_id, from_number, to_number, outcome,
	request_id, group_id, released, api_key_id, corr_id)`;

/**
 * The calls of a day of requests: one for each matched request; before some of them a call with a
 * wrong code, without a code, or from another number; after some expired requests a late call; and
 * some calls without a request. Returns the number made.
 */
export async function insertDayOfAttempts(tx: Db, apiKeyId: string): Promise<number> {
	const calls = `select gen_random_uuid(), told.at,
		'call-' || substr(md5(told.id::text || told.outcome), 1, 12),
		told.from_number, told.to_number, told.outcome,
		told.request_id, told.group_id, told.released, $1::uuid, gen_random_uuid()`;
	const [row] = await tx.query<{ made: number }>(
		`with drawn as materialized (select *, random() as chance from requests),
		told as (
			select id, matched_at as at, from_number, to_number,
				'MATCHED' as outcome, id as request_id, group_id, true as released
			from drawn where matched_at is not null
			union all
			select id, matched_at - interval '2 s', from_number, to_number,
				case
					when not has_access_code then 'ANI_MISMATCH'
					when chance < 0.04 then 'WRONG_CODE'
					when chance < 0.06 then 'CODE_REQUIRED'
					else 'AMBIGUOUS'
				end,
				null, null, false
			from drawn where matched_at is not null and chance < 0.07
			union all
			select id, expires_at + interval '9 s', from_number, to_number, 'EXPIRED', id, group_id, false
			from drawn where ended_at is null and chance < 0.3 and expires_at + interval '9 s' < now()
			union all
			select id, created_at + interval '40 s',
				'+1' || (2125550100 + floor(1000 * chance))::bigint, to_number,
				case when chance < 0.985 or not has_access_code
					then 'NOTHING_MATCHED' else 'LOCKED' end,
				null, null, false
			from drawn where chance > 0.97 and created_at + interval '40 s' < now()
		),
		made as (${ATTEMPT} ${calls} from told returning 1)
		select count(*)::integer as made from made`,
		[apiKeyId],
	);
	return row?.made ?? 0;
}

/**
 * The groups' figures by minute, from the existing requests: one look in each minute, as in the
 * service, and refusals where a pool was nearly used up.
 */
export async function insertDayOfMinutes(tx: Db): Promise<void> {
	await tx.query(
		`with began as (
			select group_id, date_trunc('minute', created_at) as minute,
				count(*)::integer as created
			from requests group by 1, 2
		),
		in_use as (
			select group_id, minute, count(*)::integer as live,
				count(distinct to_number)::integer as numbers
			from requests, generate_series(
				date_trunc('minute', created_at), coalesce(ended_at, expires_at),
				interval '1 minute'
			) as minute
			where minute + interval '30 s' between created_at and coalesce(ended_at, expires_at)
			group by 1, 2
		)
		insert into group_minutes (
			group_id, minute, created, refused_no_number, peak_live, peak_numbers
		)
		select group_id, minute, coalesce(b.created, 0),
			case when g.unique_dnis and u.numbers > g.pool_size / 3 and random() < 0.2
				then 1 else 0 end,
			coalesce(u.live, 0), coalesce(u.numbers, 0)
		from began b full join in_use u using (group_id, minute) join groups g on g.id = group_id
		where minute <= now() on conflict do nothing`,
		[],
	);
}

/** What the numbers' own rows tell of these requests: when each was last given, and in use. */
export async function noteUseOfNumbers(tx: Db): Promise<void> {
	await tx.query(
		`update numbers n set given_at = r.given, busy_until = r.until
		from (
			select to_number, max(created_at) as given,
				max(coalesce(ended_at, expires_at)) as until
			from requests group by 1
		) r
		where r.to_number = n.number`,
		[],
	);
}

/** A caller locked out for too many guesses, for the page of locks. */
export async function insertDemonstrationLock(
	tx: Db,
	{ fromNumber, toNumber }: { fromNumber: string; toNumber: string },
): Promise<void> {
	await tx.query(
		`insert into code_guesses (from_number, to_number, failures, locked_until)
		values ($1::text, $2::text, array_fill(now() - interval '5 s', array[5]),
			now() + interval '10 minutes')`,
		[fromNumber, toNumber],
	);
}
