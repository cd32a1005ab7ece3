import type { Actor } from "../../app/domain/audit/actor.ts";
import type { Db } from "../connection/database.ts";
import { LIVE } from "../requests/call-in-requests.ts";

// The numbers that an API key limited to groups may not take: its group would answer another
// group's callers (G6).

/** The acting API key, if it is limited to groups (C11); null for any other actor. */
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
 * The numbers of this list that a limited key may not take: a group outside its limits has them, or
 * has a live request on them. Call it after `lockPools`, so that no pool changes any more.
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
	// A request in the making holds its number's row lock: wait for it, then look again. By now no
	// other group has these numbers.
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
