import { groupsOfNumber } from "../../../db/phone-systems/groups-of-number.ts";
import {
	destinationsFor,
	type ReadDestinations,
} from "../../domain/phone-systems/call-destination.ts";
import type { Connection } from "../../domain/phone-systems/connection.ts";
import type { Service } from "../../platform/service.ts";

/**
 * Where a call goes (P3). An admitted call has the group of its request. For any other call, the
 * group is the one that has the dialed number, if only one has it. `dialed` are the number's
 * readings, the likeliest first. Asks the database only if the connection has destinations of
 * groups.
 */
export async function findDestinations(
	{ db }: Service,
	connection: Connection,
	{ groupId, dialed }: { groupId: string | null; dialed: readonly string[] },
): Promise<ReadDestinations> {
	if (groupId !== null || connection.groupDestinations.size === 0)
		return destinationsFor(connection, groupId);
	for (const number of dialed) {
		const groups = await groupsOfNumber(db, number, connection.apiKey);
		if (groups.length > 0)
			return destinationsFor(connection, groups.length === 1 ? (groups[0] as string) : null);
	}
	return destinationsFor(connection, null);
}
