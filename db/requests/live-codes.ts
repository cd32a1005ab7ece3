import {
	ACCESS_CODE_LENGTH_MAX,
	ACCESS_CODE_LENGTH_MIN,
} from "../../app/domain/groups/group-settings.ts";
import { accessCodeCount, firstAccessCode } from "../../app/domain/requests/access-code.ts";
import type { Db } from "../connection/database.ts";

/**
 * Codes of one length on one number; codes that ended less than `quarantineSeconds` ago count as
 * taken.
 */
export type CodeSpace = { number: string; length: number; quarantineSeconds: number };

/**
 * One of all free codes, each equally likely, or null if none is free. `random` is a whole number
 * from a cryptographic source, far greater than the number of codes (C5). Lock the number first
 * (`lockNumber`).
 *
 * The codes are counted, not listed. For each taken code, the count of free codes below it is
 * known, so the taken codes alone give the code at a rank; there may be 900 billion others.
 */
export async function findFreeCode(
	tx: Db,
	{ number, length, quarantineSeconds }: CodeSpace,
	random: number,
): Promise<string | null> {
	const [row] = await tx.query<{ code: string }>(
		`with taken as (
			select code::bigint - $3::bigint - (row_number() over (order by code) - 1) as free_below
				from live_codes
			where number = $1::text and char_length(code) = $2::integer
				and live_until > now() - make_interval(secs => $4::integer)
		),
		free as (select $5::bigint - count(*) as codes from taken),
		chosen as (select $6::bigint % codes as rank from free where codes > 0)
		select ($3::bigint + rank + (select count(*) from taken where free_below <= rank))::text as code
			from chosen`,
		[number, length, firstAccessCode(length), quarantineSeconds, accessCodeCount(length), random],
	);
	return row?.code ?? null;
}

/**
 * The number of live codes of a length on a number, that number with resting codes included, and
 * the milliseconds until the first live code ends.
 */
export type CodesInUse = { live: number; liveOrResting: number; waitMs: number | null };

/**
 * Counts them without a lock. If this snapshot shows all codes live, none was free at that moment.
 */
export async function countCodesInUse(
	db: Db,
	{ number, length, quarantineSeconds }: CodeSpace,
): Promise<CodesInUse> {
	const [row] = await db.query<{ live: number; taken: number; wait_ms: number | null }>(
		`select count(*) filter (where live_until > now())::float8 as live, count(*)::float8 as taken,
			(extract(epoch from min(live_until) filter (where live_until > now()) - now()) * 1000)::float8
				as wait_ms
		from live_codes where number = $1::text and char_length(code) = $2::integer
			and live_until > now() - make_interval(secs => $3::integer)`,
		[number, length, quarantineSeconds],
	);
	return { live: row?.live ?? 0, liveOrResting: row?.taken ?? 0, waitMs: row?.wait_ms ?? null };
}

/**
 * Removes codes whose quarantine has passed, for space only (C5). A few at a time; returns the
 * number removed.
 */
export async function deleteRestedCodes(tx: Db, quarantineSeconds: number): Promise<number> {
	const deleted = await tx.query(
		`delete from live_codes where (number, code) in (
			select l.* from generate_series(${ACCESS_CODE_LENGTH_MIN},
				${ACCESS_CODE_LENGTH_MAX}) as n(length) cross join lateral (
				select number, code from live_codes
				where char_length(code) = n.length
					and live_until <= now() - make_interval(secs => $1::integer)
				order by live_until limit 1000
					for update skip locked
			) l
		) returning 1`,
		[quarantineSeconds],
	);
	return deleted.length;
}

/**
 * Erases the codes of long expired requests that neither C5 nor C9 needs (K3): the first thousand
 * that expired after `after` (a time as the database writes it). Returns the count and the next
 * start; null at the end. The scan follows the expiry, because an index on the codes left to erase
 * would cost every reservation.
 */
export async function eraseRestedCodes(
	tx: Db,
	after: string | null,
	quarantineSeconds: number,
): Promise<{ erased: number; upTo: string | null }> {
	const [walked] = await tx.query<{ erased: number; up_to: string | null }>(
		`with batch as materialized (
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
		select up_to::text as up_to, (select count(*)::integer from erased) as erased from walked`,
		[after, quarantineSeconds],
	);
	return { erased: walked?.erased ?? 0, upTo: walked?.up_to ?? null };
}

/** The numbers of which more than one code in `of` of one length is live. */
export const denseCodes = (of: string): string =>
	`with dense as materialized (
			select number, length, count(*)::float8 as live,
				count(*) / (9 * 10::float8 ^ (length - 1)) as part
			from generate_series(${ACCESS_CODE_LENGTH_MIN}, ${ACCESS_CODE_LENGTH_MAX}) as n(length)
			join live_codes on char_length(code) = n.length and live_until > now() group by number, length
			having count(*) * ${of} > 9 * 10::float8 ^ (length - 1)
		)`;

/**
 * The number of a group's pool with the densest codes of one length, if more than one in
 * `codesPerLiveCode` of the possible codes is live (C10). The codes of other groups on that number
 * count: a guess can hit them too. The cost grows with the live codes, not with the numbers.
 */
export async function findDensestCodes(
	db: Db,
	groupId: string,
	codesPerLiveCode: number,
): Promise<{ number: string; length: number; live: number } | null> {
	const [densest] = await db.query<{ number: string; length: number; live: number }>(
		`${denseCodes("$2::integer")}
		select number, length, live from dense d
		where (select true from pool_entries e where e.group_id = $1::uuid and e.number = d.number)
		order by part desc, number limit 1`,
		[groupId, codesPerLiveCode],
	);
	return densest ?? null;
}
