import type { PlaceKind } from "../../app/domain/audit/audit-place.ts";
import type { Db } from "../connection/database.ts";
import { isUuid } from "../groups/groups.ts";

/** The kind of the thing with this ID, if one of these kinds still exists; else null. */
export async function findPlaceKind(
	db: Db,
	id: string | null,
	kinds: readonly PlaceKind[],
): Promise<PlaceKind | null> {
	if (id === null || !isUuid(id)) return null;
	const [row] = await db.query<{ kind: PlaceKind }>(
		`select kind from (
			select 'connection' as kind from connections where id = $1::uuid
			union all select 'group' from groups where id = $1::uuid
			union all select 'user' from users where id = $1::uuid
			union all select 'api-key' from api_keys where id = $1::uuid
				and not exists (select from connections where id = $1::uuid)
		) found where kind = any($2::text[])`,
		[id, `{${kinds.join(",")}}`],
	);
	return row?.kind ?? null;
}
