import { EXPIRY_SECONDS_MAX } from "../../app/domain/groups/group-settings.ts";
import { NOW_MS } from "../clock.ts";
import type { Db } from "../connection/database.ts";
import { LIVE } from "./call-in-requests.ts";

/** The expiry that the request `r` was made with, as an interval. */
const OWN_EXPIRY = "(coalesce(r.first_expires_at, r.expires_at) - r.created_at)";

/** Whether the entry of the group's number is draining (G15). Not so if the entry has left. */
const IS_DRAINING = `exists (select from pool_entries d
	where d.group_id = r.group_id and d.number = r.to_number and d.drain is not null)`;

/**
 * Adds its own expiry to a live request once more, at most to the longest expiry after it was made
 * (C16). Its number and its code stay taken as long. Nothing is changed if it is no longer live, or
 * if its number is draining.
 *
 * Lock its number first (`lockNumber`): whoever takes the number or a code on it needs that lock,
 * and then finds the later end. The number's row is written in any case, so that calls which are
 * decided meanwhile look again.
 */
export async function extendLiveRequest(
	tx: Db,
	id: string,
): Promise<"extended" | "draining" | "ended"> {
	const [row] = await tx.query<{ extended: boolean; draining: boolean }>(
		`with extended as (
			update requests r set
				expires_at = least(r.expires_at + ${OWN_EXPIRY},
					r.created_at + interval '${EXPIRY_SECONDS_MAX} seconds'),
				first_expires_at = coalesce(r.first_expires_at, r.expires_at),
				extended_at = array_append(r.extended_at, ${NOW_MS})
			where r.id = $1::uuid and ${LIVE} and not ${IS_DRAINING}
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
			and ${IS_DRAINING} as draining
		from requests r where r.id = $1::uuid`,
		[id],
	);
	if (row?.extended) return "extended";
	return row?.draining ? "draining" : "ended";
}
