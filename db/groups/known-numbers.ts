import type { Db } from "../connection/database.ts";
import { isUuid } from "./groups.ts";

/**
 * Which of these E.164 numbers a group's pool has now, and which any pool has or had. `groupId` is
 * null for a group that does not exist yet.
 */
export async function findKnownNumbers(
	db: Db,
	groupId: string | null,
	numbers: readonly string[],
): Promise<{ inPool: Set<string>; known: Set<string> }> {
	const found =
		numbers.length === 0
			? []
			: await db.query<{ number: string; in_pool: boolean }>(
					`select number, exists (
						select 1 from pool_entries e
						where e.group_id = $1::uuid and e.number = numbers.number
					) as in_pool
					from numbers where number = any(string_to_array($2::text, ','))`,
					[groupId !== null && isUuid(groupId) ? groupId : null, numbers.join(",")],
				);
	return {
		inPool: new Set(found.filter((row) => row.in_pool).map(({ number }) => number)),
		known: new Set(found.map(({ number }) => number)),
	};
}
