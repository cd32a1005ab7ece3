import type { Group } from "../../app/domain/groups/group.ts";
import type { Db } from "../connection/database.ts";

/** The calls of at most this many requests, the newest. */
const REQUESTS_MAX = 200;

/** How many calls there were, and how many came with attestation A. */
export type AttestedCalls = { calls: number; attested: number };

/**
 * The last calls that certainly belong to requests of a group. A call that was told several times
 * under one call ID counts once. The group's creation bounds the search: an earlier group may have
 * had its name. `offset 0` keeps the look-up by request: a plain join reads all attempts where the
 * statistics show many attempts a request.
 */
export async function countAttestedCalls(
	db: Db,
	{ id, name, createdAt }: Pick<Group, "id" | "name" | "createdAt">,
): Promise<AttestedCalls> {
	const [row] = await db.query<AttestedCalls>(
		`select count(distinct coalesce(a.call_id, a.id::text))::integer as calls,
			(count(distinct coalesce(a.call_id, a.id::text))
				filter (where a.attestation = 'A'))::integer as attested
		from (
			select r.id from requests r where r.group_name = $1::text and r.group_id = $2::uuid
				and r.created_at >= to_timestamp($3::float8 / 1000)
			order by r.created_at desc, r.id desc limit ${REQUESTS_MAX}
		) r cross join lateral (
			select id, call_id, attestation from attempts where request_id = r.id offset 0
		) a`,
		[name, id, createdAt.getTime()],
	);
	return row as AttestedCalls;
}
