import type { StoredCallInRequest } from "../../app/domain/requests/call-in.ts";
import { NOW_MS } from "../clock.ts";
import type { Db } from "../connection/database.ts";

/** The key's limits: a key limited to groups sees only their requests (C2, C11). */
export type KeyLimits = { id: string; limitedToGroups: boolean };

/**
 * Whether a key may see the request `r`: $n is the key, $n+1 whether it is limited to groups. The
 * live requests of a deleted group (G10) stay visible while any of the key's groups is left (C11).
 */
export const visibleTo = (key: string, limited: string): string =>
	`(not ${limited}::boolean or (exists (select 1 from api_key_groups k
		where k.api_key_id = ${key}::uuid and k.group_id = r.group_id)
		and exists (select 1 from api_key_groups k join groups g on g.id = k.group_id
			where k.api_key_id = ${key}::uuid)))`;

/**
 * Whether the request `r` is live, by the statement's time: in a transaction that has waited, now()
 * is out of date. A request of a unique-DNIS group is live only while the number's row names it
 * (C3).
 */
export const LIVE = `(r.ended_at is null and r.expires_at > statement_timestamp()
	and (not r.unique_dnis or exists (
	select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id)))`;

/**
 * Parts of a statement that free the numbers and codes of the requests `ended` (id, to_number,
 * code). The number's row must be locked, so that our view of the number is current: it stays taken
 * as long as other live requests have it (C3).
 */
export const FREED = `rested as (
	update live_codes l set live_until = ${NOW_MS} from ended e where l.number = e.to_number
		and l.code = e.code and l.request_id = e.id
),
freed as (
	update numbers n set
		busy_until = coalesce((
			select r.expires_at from requests r where r.to_number = e.to_number and r.id <> all(e.ids)
				and ${LIVE} order by r.expires_at desc limit 1
		), ${NOW_MS}),
		holder_id = case when n.holder_id = any(e.ids) then null else n.holder_id end,
		held_until = case when n.holder_id = any(e.ids) then ${NOW_MS} else n.held_until end
	from (select to_number, array_agg(id) as ids from ended group by to_number) e
		where n.number = e.to_number
)`;

type Row = {
	id: string;
	to_number: string;
	group_name: string;
	expires_ms: number;
	access_code: string | null;
	from_number: string | null;
	callback_service_id: string | null;
	user_data: string | null;
	matched_ms: number | null;
	ended_ms: number | null;
	is_past: boolean;
};

/**
 * One request with the columns that its state derives from; null if there is none, or the key may
 * not see it.
 */
export async function findCallInRequest(
	db: Db,
	id: string,
	apiKey: KeyLimits,
): Promise<StoredCallInRequest | null> {
	const [row] = await db.query<Row>(
		`select r.id, r.to_number, r.group_name,
			(extract(epoch from r.expires_at) * 1000)::float8 as expires_ms, r.access_code,
			coalesce(r.from_given, r.from_number) as from_number,
			r.callback_service_id, r.user_data, not ${LIVE} as is_past,
			(extract(epoch from r.matched_at) * 1000)::float8 as matched_ms,
			(extract(epoch from r.ended_at) * 1000)::float8 as ended_ms
		from requests r where r.id = $1::uuid and ${visibleTo("$2", "$3")}`,
		[id, apiKey.id, apiKey.limitedToGroups],
	);
	if (!row) return null;
	return {
		id: row.id,
		toPhoneNumber: row.to_number,
		groupName: row.group_name,
		expirationTime: row.expires_ms,
		accessCode: row.access_code,
		fromPhoneNumber: row.from_number,
		callbackServiceId: row.callback_service_id,
		userData: row.user_data,
		matchedAt: row.matched_ms === null ? null : new Date(row.matched_ms),
		endedAt: row.ended_ms === null ? null : new Date(row.ended_ms),
		isPast: row.is_past,
	};
}

/**
 * Ends a live request now and frees its number and code at once; false if it is no longer live.
 * Lock its number first (`lockNumber`): this statement counts the other live requests, and the
 * number stays taken as long as they have it.
 */
export async function endCallInRequest(tx: Db, id: string): Promise<boolean> {
	const ended = await tx.query<{ id: string }>(
		`with ended as (
			update requests r set ended_at = ${NOW_MS} where r.id = $1::uuid and ${LIVE}
			returning r.id, r.created_at, r.matched_at, r.to_number, r.access_code as code
		),
		listed as (
			insert into request_states (state, created_at, id) select 'cancelled', created_at, id
				from ended where matched_at is null on conflict do nothing
		),
		${FREED}
		select id from ended`,
		[id],
	);
	return ended.length > 0;
}
