import { and, count, eq, gt, isNull, sql } from "drizzle-orm";
import { EXPIRY_SECONDS_MAX } from "../../app/domain/groups/group-settings.ts";
import type { Db } from "../connection/database.ts";
import { type Age, deleteOldest } from "../retention/clean-up.ts";
import { apiKeyGroups } from "../schema/key-tables.ts";
import { type ListedState, requests } from "../schema/request-tables.ts";

const live = and(gt(requests.expiresAt, sql`now()`), isNull(requests.endedAt));

/** The number of a group's live requests, by the database's clock. */
export async function countLiveRequestsOfGroup(db: Db, groupId: string): Promise<number> {
	const [counted] = await db.orm
		.select({ live: count() })
		.from(requests)
		.where(and(live, eq(requests.groupId, groupId)));
	return counted?.live ?? 0;
}

/** The number of live requests on a number: of all groups, or of a limited key's groups. */
export async function countLiveRequestsOnNumber(
	db: Db,
	number: string,
	limitedKey: string | null,
): Promise<number> {
	const isOfKey = sql`exists (select 1 from ${apiKeyGroups}
		where ${apiKeyGroups.apiKeyId} = ${limitedKey}::uuid
		and ${apiKeyGroups.groupId} = ${requests.groupId})`;
	const [counted] = await db.orm
		.select({ live: count() })
		.from(requests)
		.where(and(live, eq(requests.toNumber, number), limitedKey === null ? undefined : isOfKey));
	return counted?.live ?? 0;
}

/**
 * Removes requests made before the age limit (K4), the oldest first, but no request that could
 * still be live. See `deleteOldest`.
 */
export const deleteOldRequests = (tx: Db, age: Age, from: string | null) =>
	deleteOldest(
		tx,
		{ table: "requests", time: "created_at", and: "expires_at < (select at from cutoff)" },
		age,
		from,
	);

/**
 * Removes such requests from the list of a state, but only after even a request with the longest
 * expiry has been removed.
 */
export const deleteOldListed = (tx: Db, state: ListedState, age: Age, from: string | null) => {
	const over = `created_at < (select at from cutoff) - interval '${EXPIRY_SECONDS_MAX} seconds'`;
	const key = ["state", "created_at", "id"];
	return deleteOldest(
		tx,
		{ table: "request_states", time: "created_at", key, and: `state = '${state}' and ${over}` },
		age,
		from,
	);
};

/**
 * Adds to the lists of states the requests that a process of an older version has matched or
 * cancelled without listing them: the first thousands of the requests made after `after` (a time as
 * the database writes it) that are over. Returns the count and the next start; null at the end.
 */
export async function listMissingStates(
	tx: Db,
	after: string | null,
): Promise<{ listed: number; upTo: string | null }> {
	const [walked] = await tx.query<{ listed: number; up_to: string | null }>(
		`with batch as materialized (
			select created_at from requests
			where created_at > coalesce($1::timestamptz, '-infinity')
			and created_at < now() - interval '${EXPIRY_SECONDS_MAX} seconds'
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
		select up_to::text as up_to, (select count(*)::integer from listed) as listed from walked`,
		[after],
	);
	return { listed: walked?.listed ?? 0, upTo: walked?.up_to ?? null };
}
