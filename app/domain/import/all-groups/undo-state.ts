import type { GroupSettings } from "../../groups/group-settings.ts";
import type { Drain } from "../../groups/pool.ts";
import {
	type ConnectionStep,
	isSame,
	NO_PLACES,
	type ServingConnection,
} from "./connections-plan.ts";

/** An entry that the import removed, as it was. */
type KeptEntry = {
	id: string;
	number: string;
	description: string;
	drain?: Drain | null;
	version: number;
	createdAt: string;
	updatedAt: string;
	updatedBy: string;
};

/**
 * What an undo needs of one group of a file: only the differences, because a file may change 10,000
 * pools a little. Empty for a group that the import made: it is deleted.
 */
export type UndoState = {
	/** The settings before; null if the import made the group, or left its settings unchanged. */
	settings: GroupSettings | null;
	/** The numbers that the import added. */
	added: string[];
	removed: KeptEntry[];
	/** The descriptions before, by entry. */
	changed: { id: string; description: string }[];
};

/**
 * Whether connections still are as an import left them for one group. A group that it made must be
 * served by exactly the connections of the file: an undo would take it away from any other.
 */
export function isServedAsImported(
	groupId: string,
	isMade: boolean,
	steps: readonly ConnectionStep[],
	serving: readonly ServingConnection[],
): boolean {
	const byId = new Map(serving.map((connection) => [connection.id, connection]));
	const areStepsKept = steps.every(({ id, isServedAnew, destinations }) => {
		const now = byId.get(id);
		if (!now || (isServedAnew && now.groupIds?.has(groupId) !== true)) return false;
		return (
			destinations === null ||
			isSame(now.destinations.get(groupId) ?? NO_PLACES, destinations.after)
		);
	});
	if (!areStepsKept || !isMade) return areStepsKept;
	const own = new Map(steps.map((step) => [step.id, step]));
	return serving.every(({ id, groupIds, destinations }) => {
		const step = own.get(id);
		const isServed = groupIds?.has(groupId) ?? false;
		const after = step?.destinations?.after ?? NO_PLACES;
		return (
			isServed === (groupIds !== null && (step?.isServedAnew ?? false)) &&
			isSame(destinations.get(groupId) ?? NO_PLACES, after)
		);
	});
}
