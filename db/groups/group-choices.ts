import { asc, sql } from "drizzle-orm";
import type { Db } from "../connection/database.ts";
import { groups } from "../schema/group-tables.ts";

/**
 * The first groups by name, for a choice of one. `search` finds a part of the name in the form of a
 * name key (domain/group.ts, groupNameKey). Counts nothing: an installation may have thousands.
 */
export async function listGroupChoices(
	db: Db,
	{ search, limit }: { search: string; limit: number },
): Promise<{ groups: { id: string; name: string }[]; hasMore: boolean }> {
	const rows = await db.orm
		.select({ id: groups.id, name: groups.name })
		.from(groups)
		.where(search === "" ? undefined : sql`position(${search} in ${groups.nameKey}) > 0`)
		.orderBy(asc(groups.nameKey))
		.limit(limit + 1);
	return { groups: rows.slice(0, limit), hasMore: rows.length > limit };
}
