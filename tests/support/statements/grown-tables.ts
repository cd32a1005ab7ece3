/** Groups, the first with a pool of 10,000 numbers and the others with 3 each. */
const GROUPS = 3000;
const NUMBERS = 10_000 + (GROUPS - 1) * 3;
/** Requests of thirty days, plus the live ones. */
const REQUESTS = 60_000;
const LIVE = 3000;

const id = (n: string) => `('00000000-0000-4000-8000-' || lpad((${n})::text, 12, '0'))::uuid`;
const number = (n: string) => `'+1415' || lpad((${n})::text, 7, '0')`;
const caller = (n: string) => `'+1646' || lpad((${n})::text, 7, '0')`;
const rows = (count: number) => `from generate_series(1, ${count}) i`;
const AGE = `case when i <= ${LIVE} then i * interval '0.09 seconds'
	else (i - ${LIVE}) * interval '43 seconds' end`;

/**
 * Fills tables so that the planner prefers any index to a sequential scan, and updates the
 * statistics. One connection must run them all, in this order.
 */
export const GROW = [
	"begin",
	`insert into groups (id, name, name_key, generate_access_code, access_code_length,
		expiry_seconds, unique_dnis, updated_by)
	select ${id("i")}, 'Group ' || i, 'group ' || i, i % 2 = 1, 6, 300, false, 'a test' ${rows(GROUPS)}`,
	`insert into numbers (number, busy_until, given_at)
	select ${number("i")}, case when i <= ${LIVE} then now() + interval '4 minutes' else 'epoch' end,
		now() - i * interval '1 minute' ${rows(NUMBERS)}`,
	`insert into pool_entries (id, group_id, number, position, updated_by)
	select ${id("i")}, ${id("case when i <= 10000 then 1 else 2 + (i - 10001) / 3 end")}, ${number("i")},
		case when i <= 10000 then i - 1 else (i - 10001) % 3 end, 'a test' ${rows(NUMBERS)}`,
	`insert into requests (id, created_at, expires_at, ended_at, matched_at, group_id, group_name,
		unique_dnis, to_number, from_number, has_access_code, access_code, callback_service_id,
		api_key_id, corr_id)
	select ${id("i")}, at, at + interval '300 seconds', case when i % 10 = 0 then at end,
		case when i % 3 = 0 then at end, ${id("g")}, 'Group ' || g, false, ${number(`1 + i % ${NUMBERS}`)},
		${caller("i % 30000")}, i % 2 = 1, case when i % 2 = 1 and i <= ${LIVE} then (100000 + i)::text end,
		case when i % 5 = 0 then ${id("i")} end, ${id("1 + i % 1000")}, ${id("i")}
	from (select i, now() - ${AGE} as at, 1 + i % ${GROUPS} as g ${rows(REQUESTS + LIVE)}) r`,
	`insert into request_states (state, created_at, id)
	select case when matched_at is null then 'cancelled' else 'matched' end, created_at, id
	from requests where matched_at is not null or ended_at is not null`,
	`insert into live_codes (number, code, request_id, live_until)
	select to_number, coalesce(access_code, (200000 + row_number() over ())::text), id, expires_at
	from requests where has_access_code order by created_at desc limit 20000`,
	`insert into attempts (id, at, call_id, from_number, to_number, outcome, request_id, group_id,
		released, api_key_id, corr_id)
	select ${id("i")}, now() - ${AGE}, 'call-' || i, ${caller("i % 30000")}, ${number(`1 + i % ${NUMBERS}`)},
		case when i % 20 = 0 then 'WRONG_CODE' else 'MATCHED' end, ${id("i")}, ${id(`1 + i % ${GROUPS}`)},
		i % 10 = 0, ${id("1 + i % 1000")}, ${id("i")} ${rows(REQUESTS + LIVE)}`,
	`insert into call_steps (attempt_id, step, at)
	select id, 'answered', at from attempts where outcome = 'MATCHED' limit 20000`,
	`insert into code_guesses (from_number, to_number, failures)
	select ${caller("i")}, ${number(`1 + i % ${NUMBERS}`)}, array[now() - i * interval '1 second'] ${rows(20_000)}`,
	`insert into code_guards (kind, target, times, counts, wrong_codes, guarded_until)
	select 'number', ${number("i")}, array[now()], array[1], 1,
		case when i % 100 = 0 then now() + interval '5 minutes' end ${rows(5000)}
	union all select 'group', ${id("i")}::text, array[now()], array[1], 1, null ${rows(300)}`,
	`insert into idempotency (api_key_id, endpoint, key, request_hash, response, created_at, until)
	select ${id("1 + i % 1000")}, case when i % 2 = 0 then 'create' else 'match' end, 'key ' || i, 'hash',
		'{}', now() - i * interval '4 seconds', now() + interval '1 day' - i * interval '4 seconds'
	${rows(22_000)}`,
	`insert into api_keys (id, name, key_hash, hint, scopes, limited_to_groups, created_by)
	select ${id("i")}, 'Key ' || i, 'hash ' || i, 'ha', array['create'], i % 2 = 1, 'a test' ${rows(3000)}`,
	`insert into users (id, email, email_key, role)
	select ${id("i")}, i || '@a.example', i || '@a.example', 'monitor' ${rows(3000)}`,
	`insert into api_key_groups (api_key_id, group_id)
	select ${id("i")}, ${id("g")} ${rows(3000)}, generate_series(1, 3) g`,
	`insert into api_key_minutes (api_key_id, minute, calls) select ${id("i")}, 1, 1 ${rows(3000)}`,
	`insert into group_minutes (group_id, minute, created)
	select ${id("i")}, date_trunc('minute', now()) - m * interval '1 minute', 1
	${rows(GROUPS)}, generate_series(0, 19) m`,
	`insert into audit_entries (id, at, actor_kind, actor_name, action, subject_name)
	select ${id("i")}, now() - i * interval '10 minutes', 'system', 'system', 'group.create', 'a group'
	${rows(20_000)}`,
	"commit",
	"vacuum (analyze)",
];
