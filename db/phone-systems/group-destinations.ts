import { and, eq } from "drizzle-orm";
import type { Destinations } from "../../app/domain/phone-systems/call-destination.ts";
import type { Db } from "../connection/database.ts";
import { groups } from "../schema/group-tables.ts";
import { connectionDestinations } from "../schema/phone-system-tables.ts";

/** A group's own destinations on a connection. */
export type GroupDestination = Destinations & { groupId: string; groupName: string };

/** The own destinations of existing groups on a connection, by group name. */
export const listGroupDestinations = (db: Db, connectionId: string): Promise<GroupDestination[]> =>
	db.orm
		.select({
			groupId: connectionDestinations.groupId,
			groupName: groups.name,
			target: connectionDestinations.target,
			fallback: connectionDestinations.fallback,
		})
		.from(connectionDestinations)
		.innerJoin(groups, eq(groups.id, connectionDestinations.groupId))
		.where(eq(connectionDestinations.connectionId, connectionId))
		.orderBy(groups.nameKey);

/** Sets a group's own destinations; both null removes them. */
export async function setGroupDestination(
	tx: Db,
	connectionId: string,
	groupId: string,
	{ target, fallback }: Destinations,
): Promise<void> {
	if (target === null && fallback === null) {
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
		.values({ connectionId, groupId, target, fallback })
		.onConflictDoUpdate({
			target: [connectionDestinations.connectionId, connectionDestinations.groupId],
			set: { target, fallback },
		});
}
