import type { Db } from "../connection/database.ts";
import type { KeyLimits } from "./call-in-requests.ts";

/** Without codes, Caller ID other than `any` compares each call with the request's number (G7). */
const REQUIRED = "g.caller_id <> 'any' and not g.generate_access_code";

/** Whether a request of the group `g` has the caller's number that its Caller ID needs. */
const hasRequiredCaller = (fromNumber: string): string =>
	`(${fromNumber} is not null or not (${REQUIRED}))`;

/**
 * Whether the group `g` takes such a request: it has the caller's number that the group needs, and
 * asks for no longer expiry than the group's (G7, C16).
 */
export const meetsDemands = ({ fromNumber, expirySeconds }: Asked): string =>
	`${hasRequiredCaller(fromNumber)}
		and coalesce(${expirySeconds} <= g.expiry_seconds, true)`;

type Asked = { fromNumber: string; expirySeconds: string };

/** What a group demands of its requests. */
export type GroupDemands = { callerRequired: boolean; expirySeconds: number };

/** Null if there is no such group, or if the key may not use it. */
export async function findGroupDemands(
	db: Db,
	{ groupNameKey, apiKey }: { groupNameKey: string; apiKey: KeyLimits },
): Promise<GroupDemands | null> {
	const [row] = await db.query<{ required: boolean; expiry_seconds: number }>(
		`select ${REQUIRED} as required, g.expiry_seconds from groups g where g.name_key = $1::text
		and (not $3::boolean or exists (select 1 from api_key_groups k where k.api_key_id = $2::uuid
			and k.group_id = g.id))`,
		[groupNameKey, apiKey.id, apiKey.limitedToGroups],
	);
	return row ? { callerRequired: row.required, expirySeconds: row.expiry_seconds } : null;
}
