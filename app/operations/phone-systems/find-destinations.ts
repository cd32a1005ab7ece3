import { groupsOfNumber } from "../../../db/phone-systems/groups-of-number.ts";
import {
	destinationsFor,
	type ReadDestinations,
} from "../../domain/phone-systems/call-destination.ts";
import type { Connection } from "../../domain/phone-systems/connection.ts";
import type { Service } from "../../platform/service.ts";

/**
 * Where a call goes (P3). An admitted call has the group of its request. For any other call, the
 * group is the one that has the dialed number, if only one has it. Asks the database only if the
 * connection has destinations of groups.
 */
export async function findDestinations(
	{ db }: Service,
	connection: Connection,
	{ groupId, toNumber }: { groupId: string | null; toNumber: string | null },
): Promise<ReadDestinations> {
	if (groupId !== null || toNumber === null || connection.groupDestinations.size === 0)
		return destinationsFor(connection, groupId);
	const groups = await groupsOfNumber(db, toNumber, connection.apiKey);
	return destinationsFor(connection, groups.length === 1 ? (groups[0] as string) : null);
}
