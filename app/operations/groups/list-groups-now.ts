import type { Db } from "../../../db/connection/database.ts";
import { readGroupsNow } from "../../../db/traffic/groups-now.ts";
import type { Group } from "../../domain/groups/group.ts";
import { type ListedGroup, risksOf } from "../../domain/traffic/group-risks.ts";

const NO_USE = { live: 0, numbersInUse: 0, numbersTaken: 0, refused: 0 };

/** These groups with their use and their risks. */
export async function listGroupsNow(db: Db, groups: readonly Group[]): Promise<ListedGroup[]> {
	const now = await readGroupsNow(
		db,
		groups.map(({ id }) => id),
	);
	return groups.map((group) => {
		const use = now.get(group.id) ?? NO_USE;
		return { ...group, ...use, risks: risksOf(group, use) };
	});
}
