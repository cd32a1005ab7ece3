import type { Db } from "../connection/database.ts";
import type { KeyLimits } from "./call-in-requests.ts";

/** Without codes, Caller ID other than `any` compares each call with the request's number (G7). */
const REQUIRED = "g.caller_id <> 'any' and not g.generate_access_code";

/** Whether a request of the group `g` has the caller's number that its Caller ID needs. */
export const hasRequiredCaller = (fromNumber: string): string =>
	`(${fromNumber} is not null or not (${REQUIRED}))`;

/**
 * Whether a group takes only requests with a caller's number. Null if there is no such group, or if
 * the key may not use it.
 */
export async function findCallerRequirement(
	db: Db,
	{ groupNameKey, apiKey }: { groupNameKey: string; apiKey: KeyLimits },
): Promise<boolean | null> {
	const [row] = await db.query<{ required: boolean }>(
		`select ${REQUIRED} as required from groups g where g.name_key = $1::text
		and (not $3::boolean or exists (select 1 from api_key_groups k where k.api_key_id = $2::uuid
			and k.group_id = g.id))`,
		[groupNameKey, apiKey.id, apiKey.limitedToGroups],
	);
	return row?.required ?? null;
}
