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
			secondTarget: connectionDestinations.secondTarget,
			fallback: connectionDestinations.fallback,
			language: connectionDestinations.language,
		})
		.from(connectionDestinations)
		.innerJoin(groups, eq(groups.id, connectionDestinations.groupId))
		.where(eq(connectionDestinations.connectionId, connectionId))
		.orderBy(groups.nameKey);

const ofGroup = (connectionId: string, groupId: string) =>
	and(
		eq(connectionDestinations.connectionId, connectionId),
		eq(connectionDestinations.groupId, groupId),
	);

/**
 * What a file says of a group on a connection. Without `secondTarget` and `language`, which files
 * of earlier versions do not have, those of the group stay.
 */
export type GivenDestinations = Pick<Destinations, "target" | "fallback"> &
	Partial<Pick<GroupDestination, "secondTarget" | "language">>;

/** Sets a group's own destinations and language; all null removes them. What is left out stays. */
export async function setGroupDestination(
	tx: Db,
	connectionId: string,
	groupId: string,
	{ target, fallback, ...given }: GivenDestinations,
): Promise<void> {
	const [before] = await tx.orm
		.select({
			secondTarget: connectionDestinations.secondTarget,
			language: connectionDestinations.language,
		})
		.from(connectionDestinations)
		.where(ofGroup(connectionId, groupId));
	const own = {
		...{ target, fallback },
		secondTarget:
			given.secondTarget === undefined ? (before?.secondTarget ?? null) : given.secondTarget,
		language: given.language === undefined ? (before?.language ?? null) : given.language,
	};
	if (Object.values(own).every((value) => value === null)) {
		await tx.orm.delete(connectionDestinations).where(ofGroup(connectionId, groupId));
		return;
	}
	await tx.orm
		.insert(connectionDestinations)
		.values({ connectionId, groupId, ...own })
		.onConflictDoUpdate({
			target: [connectionDestinations.connectionId, connectionDestinations.groupId],
			set: own,
		});
}
