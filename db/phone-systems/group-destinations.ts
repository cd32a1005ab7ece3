import { and, eq } from "drizzle-orm";
import type { HeardLanguage } from "../../app/domain/conversation/heard-language.ts";
import type { Destinations } from "../../app/domain/phone-systems/call-destination.ts";
import type { Db } from "../connection/database.ts";
import { groups } from "../schema/group-tables.ts";
import { connectionDestinations } from "../schema/phone-system-tables.ts";

/** A group's own destinations on a connection. */
export type GroupDestination = Destinations & {
	groupId: string;
	groupName: string;
	/** Null is the connection's language. */
	language: HeardLanguage | null;
};

/** The own destinations of existing groups on a connection, by group name. */
export const listGroupDestinations = (db: Db, connectionId: string): Promise<GroupDestination[]> =>
	db.orm
		.select({
			groupId: connectionDestinations.groupId,
			groupName: groups.name,
			target: connectionDestinations.target,
			fallback: connectionDestinations.fallback,
			language: connectionDestinations.language,
		})
		.from(connectionDestinations)
		.innerJoin(groups, eq(groups.id, connectionDestinations.groupId))
		.where(eq(connectionDestinations.connectionId, connectionId))
		.orderBy(groups.nameKey);

/** A group's own language on a connection; null if it has none. */
async function languageOf(
	tx: Db,
	connectionId: string,
	groupId: string,
): Promise<HeardLanguage | null> {
	const [row] = await tx.orm
		.select({ language: connectionDestinations.language })
		.from(connectionDestinations)
		.where(
			and(
				eq(connectionDestinations.connectionId, connectionId),
				eq(connectionDestinations.groupId, groupId),
			),
		);
	return row?.language ?? null;
}

/**
 * Sets a group's own destinations and language; all null removes them. Without `language`, as from
 * a file, its language stays.
 */
export async function setGroupDestination(
	tx: Db,
	connectionId: string,
	groupId: string,
	{ target, fallback, ...given }: Destinations & { language?: HeardLanguage | null },
): Promise<void> {
	const language =
		given.language === undefined ? await languageOf(tx, connectionId, groupId) : given.language;
	if (target === null && fallback === null && language === null) {
		await tx.orm
			.delete(connectionDestinations)
			.where(
				and(
					eq(connectionDestinations.connectionId, connectionId),
					eq(connectionDestinations.groupId, groupId),
				),
			);
		return;
	}
	await tx.orm
		.insert(connectionDestinations)
		.values({ connectionId, groupId, target, fallback, language })
		.onConflictDoUpdate({
			target: [connectionDestinations.connectionId, connectionDestinations.groupId],
			set: { target, fallback, language },
		});
}
