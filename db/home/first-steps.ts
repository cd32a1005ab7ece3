import type { StepsDone } from "../../app/domain/home/first-steps.ts";
import type { ApiScope } from "../../app/domain/people/roles.ts";
import type { Db } from "../connection/database.ts";

/** Requests that are looked at for a match: without one, a look at all of them would be slow. */
const LOOKED_AT_MAX = 1000;

/**
 * Which first steps are done (G17). A key's last use is kept for longer than the requests it made,
 * so a quiet month does not bring a step back. A test key has nothing live, so it takes no step.
 */
export async function readFirstSteps(db: Db): Promise<StepsDone> {
	const [row] = await db.query<Record<"group" | "key" | "request" | "system" | "call", boolean>>(
		`select exists (select 1 from groups) as "group",
			exists (select 1 from api_keys where not is_connection and not is_test) as key,
			exists (select 1 from requests) or ${hasUsedKey("create")} as request,
			exists (select 1 from connections) as system,
			exists (select 1 from (
				select matched_at from requests order by created_at desc, id desc limit ${LOOKED_AT_MAX}
			) newest where matched_at is not null)
				or (not exists (select 1 from requests) and ${hasUsedKey("match")}) as call`,
		[],
	);
	return {
		group: row?.group ?? false,
		key: row?.key ?? false,
		request: row?.request ?? false,
		"phone-system": row?.system ?? false,
		call: row?.call ?? false,
	};
}

const hasUsedKey = (scope: ApiScope): string =>
	`exists (select 1 from api_keys
		where last_used_at is not null and not is_test and '${scope}' = any(scopes))`;
