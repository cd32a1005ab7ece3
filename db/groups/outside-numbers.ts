import type { Actor } from "../../app/domain/audit/actor.ts";
import type { Db } from "../connection/database.ts";
import { LIVE } from "../requests/call-in-requests.ts";

// What an API key that is limited to groups may not take: its group would stand in for another
// one's callers (G6).

/** The API key that acts, where it is limited to groups (C11); null for everybody else. */
export async function limitedKeyOf(tx: Db, actor: Actor): Promise<string | null> {
	if (actor.kind !== "api-key") return null;
	const found = await tx.query("select 1 from api_keys where id = $1::uuid and limited_to_groups", [
		actor.id,
	]);
	return found.length > 0 ? actor.id : null;
}

const IS_OUTSIDE = `not exists (
		select 1 from api_key_groups k
		where k.api_key_id = $1::uuid and k.group_id = at.group_id
	)`;
const LISTED = "string_to_array($2::text, ',')";

/**
 * Which of these numbers a limited key may not take: a group outside its limits has them, or has a
 * live request on them. Call it behind `lockPools`, so that no pool changes any more.
 */
export async function findNotAvailable(
	tx: Db,
	keyId: string,
	numbers: string[],
): Promise<Set<string>> {
	if (numbers.length === 0) return new Set();
	const look = async () => {
		const found = await tx.query<{ number: string }>(
			`select asked.number from unnest(${LISTED}) as asked(number)
			where exists (select 1 from pool_entries at where at.number = asked.number and ${IS_OUTSIDE})
			or exists (
				select 1 from (
					select r.group_id from requests r
					where r.to_number = asked.number and ${LIVE}
				) at where ${IS_OUTSIDE}
			)`,
			[keyId, numbers.join(",")],
		);
		return new Set(found.map(({ number }) => number));
	};
	const found = await look();
	if (found.size > 0) return found;
	// A request that is being made now holds its number's row: it is waited for, and looked at again.
	// No other group has these numbers by now.
	await tx.query(
		`select 1 from numbers
		where number = any(string_to_array($1::text, ','))
		order by number for share`,
		[numbers.join(",")],
	);
	return look();
}

/** Whether any of these groups is outside a limited key's limits. */
export async function isAnyOutside(tx: Db, keyId: string, groupIds: string[]): Promise<boolean> {
	const found = await tx.query(
		`select 1 from unnest(${LISTED}::uuid[]) as at(group_id) where ${IS_OUTSIDE} limit 1`,
		[keyId, groupIds.join(",")],
	);
	return found.length > 0;
}
