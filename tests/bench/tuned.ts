import postgres from "postgres";

/**
 * $1 to $4, an element for each request: ID, ANI, user data, correlation ID. $5: numbers of the
 * pool by chance. $6: the key's ID. A number's use ends at once, as in our group.
 */
export const TUNED_STATEMENT = `
with asked as materialized (
	select * from unnest((select $1::text::uuid[]), (select $2::text::text[]),
		(select $3::text::text[]), (select $4::text::uuid[]))
		with ordinality as a(id, ani, user_data, corr_id, turn)
),
picked as materialized (
	select n.number from (select distinct e.number from unnest((select $5::text::text[])) e(number)) e
		cross join lateral (
			select n.number, n.busy_until from tuned_numbers n where n.number = e.number limit 1
		) n
	where n.busy_until <= now() order by n.busy_until limit (select count(*) from asked) + 16
),
locked as materialized (
	select n.number from picked p cross join lateral (
		select n.number from tuned_numbers n where n.number = p.number and n.busy_until <= now()
		limit 1 for no key update of n skip locked
	) n limit (select count(*) from asked)
),
placed as materialized (
	select a.*, l.number, clock_timestamp() as at from asked a join
		(select number, row_number() over () as turn from locked) l on l.turn = a.turn
),
held as (
	update tuned_numbers n set busy_until = p.at - interval '1 s', given_at = p.at, holder_id = p.id,
		held_until = p.at - interval '1 s' from placed p where n.number = p.number
)
insert into tuned_requests (id, created_at, expires_at, group_id, group_name, unique_dnis,
	to_number, from_number, has_access_code, user_data, api_key_id, corr_id)
select id, at, at - interval '1 s', '00000000-0000-7000-8000-000000000000', 'large', true, number,
	ani, false, user_data, $6::uuid, corr_id from placed
returning id, to_number, (extract(epoch from expires_at) * 1000)::float8 as expires_ms`;

/** Makes the tables of baseline C, with our columns and indexes, and as many numbers taken. */
export async function makeTunedTables(
	url: string,
	pool: { numbers: number; taken: number },
): Promise<void> {
	const client = postgres(url, { max: 1, onnotice: () => {} });
	await client.unsafe("create table tuned_numbers (like numbers including all)");
	await client.unsafe("create table tuned_requests (like requests including all)");
	await client.unsafe(`insert into tuned_numbers (number, busy_until, held_until)
		select '+' || (18005000000 + n), u, u from generate_series(1, ${pool.numbers}) n
		cross join lateral (select case when n % 100 < ${(100 * pool.taken) / pool.numbers}
			then now() + interval '1 day' else 'epoch' end as u) t`);
	await client.unsafe("vacuum analyze tuned_numbers");
	await client.end();
}
