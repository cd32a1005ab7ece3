import { and, asc, eq, inArray, lt } from "drizzle-orm";
import type { Db } from "../connection/database.ts";
import { groups } from "../schema/group-tables.ts";

/** A group whose requests end before a caller has keyed in a code. */
export type HurriedGroup = { name: string; expirySeconds: number };

/** The groups with codes whose expiry is shorter, by name. `groupIds`: of these; null is all. */
export const listHurriedGroups = (
	db: Db,
	groupIds: readonly string[] | null,
	seconds: number,
): Promise<HurriedGroup[]> =>
	db.orm
		.select({ name: groups.name, expirySeconds: groups.expirySeconds })
		.from(groups)
		.where(
			and(
				eq(groups.generateAccessCode, true),
				lt(groups.expirySeconds, seconds),
				groupIds === null ? undefined : inArray(groups.id, [...groupIds]),
			),
		)
		.orderBy(asc(groups.nameKey));
