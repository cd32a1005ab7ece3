import { SPANS, type Span, type TrafficStep } from "../../app/domain/traffic/span.ts";
import type { Db } from "../connection/database.ts";

/**
 * The answers to the callers of one group since the last write. The group's name key identifies it.
 */
export type GroupCounts = {
	nameKey: string;
	created: number;
	refusedNoNumber: number;
	refusedNoCode: number;
};

/**
 * Adds counts to the present minute; counts of a deleted group are dropped. Rows are locked in the
 * order of groups, to avoid deadlocks.
 */
export async function addToMinutes(db: Db, counts: GroupCounts[]): Promise<void> {
	await db.query(
		`insert into group_minutes as m (group_id, minute, created, refused_no_number, refused_no_code)
		select g.id, date_trunc('minute', now()), c.created, c.no_number, c.no_code
		from json_to_recordset($1::text::json) as c(
			name_key text, created integer, no_number integer, no_code integer
		)
		join groups g on g.name_key = c.name_key order by g.id
		on conflict (group_id, minute) do update set created = m.created + excluded.created,
			refused_no_number = m.refused_no_number + excluded.refused_no_number,
			refused_no_code = m.refused_no_code + excluded.refused_no_code`,
		[
			JSON.stringify(
				counts.map(({ nameKey, created, refusedNoNumber, refusedNoCode }) => ({
					name_key: nameKey,
					created,
					no_number: refusedNoNumber,
					no_code: refusedNoCode,
				})),
			),
		],
	);
}

/**
 * A live request. The cost of finding live requests depends on their number alone, not on all
 * requests ever made.
 */
const LIVE = "expires_at > now() and ended_at is null";

/**
 * Notes the live requests of every group, if they are the most in this minute. Returns the number
 * of live requests in all.
 */
export async function noteLiveInMinutes(db: Db): Promise<number> {
	const [row] = await db.query<{ live: number }>(
		`with in_use as materialized (
			select group_id, sum(live)::integer as live, count(*)::integer as numbers
			from (
				select group_id, to_number, count(*) as live from requests
				where ${LIVE} group by group_id, to_number
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
		select coalesce(sum(live), 0)::float8 as live from in_use`,
		[],
	);
	return row?.live ?? 0;
}

/** A group's requests and numbers in use, at one moment or at a peak. */
export type InUse = { live: number; numbers: number };

/** The number of a group's live requests, and of their numbers. */
export async function readInUse(db: Db, groupId: string): Promise<InUse> {
	const [row] = await db.query<InUse>(
		`select count(*)::float8 as live, count(distinct to_number)::float8 as numbers
		from requests where group_id = $1::uuid and ${LIVE}`,
		[groupId],
	);
	return row ?? { live: 0, numbers: 0 };
}

/** The steps of a span in which a group had traffic, the newest first. */
export function listTraffic(db: Db, groupId: string, span: Span): Promise<TrafficStep[]> {
	const { stepMinutes, steps } = SPANS[span];
	return db.query<TrafficStep>(
		`with step as (
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
		from added, step order by began desc`,
		[groupId, stepMinutes, steps],
	);
}

/**
 * A group's last 24 hours: sums, peaks, and the most demand (created or refused) in any minute with
 * a refusal and in any sixty minutes in a row.
 */
export type GroupDay = {
	created: number;
	refusedNoNumber: number;
	refusedNoCode: number;
	highestOfHour: InUse;
	highestOfDay: InUse;
	askedInBusiestRefusedMinute: number;
	askedInBusiestHour: number;
};

export async function readDay(db: Db, groupId: string): Promise<GroupDay> {
	const [row] = await db.query<Record<string, number | null>>(
		`with day as (
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
		from day`,
		[groupId],
	);
	const of = (name: string): number => row?.[name] ?? 0;
	return {
		created: of("created"),
		refusedNoNumber: of("no_number"),
		refusedNoCode: of("no_code"),
		highestOfHour: { live: of("hour_live"), numbers: of("hour_numbers") },
		highestOfDay: { live: of("day_live"), numbers: of("day_numbers") },
		askedInBusiestRefusedMinute: of("refused_asked"),
		askedInBusiestHour: of("hour_asked"),
	};
}

/** The number of groups, and the use of the `limit` groups with the most numbers in use. */
export type GroupUse = {
	count: number;
	told: { name: string; numbers: number; numbersInUse: number; liveRequests: number }[];
};

/**
 * From the notes of this minute and the last one: reading all live requests would cost more, the
 * more there are.
 */
export async function readGroupUse(db: Db, limit: number): Promise<GroupUse> {
	const rows = await db.query<{
		groups: number;
		name: string;
		numbers: number;
		in_use: number;
		live: number;
	}>(
		`with in_use as materialized (
			select group_id, max(peak_numbers)::integer as numbers, max(peak_live)::integer as live
			from group_minutes
			where minute >= date_trunc('minute', now()) - interval '1 minute'
			group by group_id
		)
		select count(*) over ()::integer as groups, g.name, g.pool_size as numbers,
			coalesce(u.numbers, 0) as in_use, coalesce(u.live, 0) as live
		from groups g left join in_use u on u.group_id = g.id
		order by coalesce(u.numbers, 0) desc, g.name_key limit $1::integer`,
		[limit],
	);
	const told = rows.map(({ name, numbers, in_use, live }) => ({
		name,
		numbers,
		numbersInUse: in_use,
		liveRequests: live,
	}));
	return { count: rows[0]?.groups ?? 0, told };
}

/**
 * Adds minutes that are older than two days to the row of their hour, a few at a time; returns the
 * number added. Hours that were missed for two days stay minutes.
 */
export async function addMinutesToHours(db: Db): Promise<number> {
	const [row] = await db.query<{ added: number }>(
		`with old as (
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
		select count(*)::float8 as added from old`,
		[],
	);
	return row?.added ?? 0;
}

/** Removes figures that are older than sixty days, a few at a time; returns the number removed. */
export async function deleteOldHours(db: Db): Promise<number> {
	const deleted = await db.query(
		`delete from group_minutes where ctid = any(array(
			select ctid from group_minutes
			where minute < now() - interval '60 days'
			limit 1000 for update skip locked
		)) returning 1`,
		[],
	);
	return deleted.length;
}
