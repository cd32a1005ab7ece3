import { groupNameKey } from "../../groups/group.ts";
import type { Destinations } from "../../phone-systems/call-destination.ts";
import type { FileConnection } from "./file-connections.ts";

/** A connection of this installation, as far as an import of groups needs it. */
export type ServingConnection = {
	id: string;
	name: string;
	/** The groups that it serves; null is all groups. */
	groupIds: ReadonlySet<string> | null;
	destinations: ReadonlyMap<string, Destinations>;
};

export const NO_DESTINATIONS: Destinations = { target: null, fallback: null };

/** What an import does with a group on one connection. */
export type ConnectionStep = {
	id: string;
	name: string;
	/** It begins to serve the group. */
	isServedAnew: boolean;
	/** The group's own destinations before and after; null if they stay. */
	destinations: { before: Destinations; after: Destinations } | null;
};

/** A connection of a file that this installation does not have, by its place in the group. */
export type UnknownConnection = { index: number; name: string };

const isSame = (one: Destinations, other: Destinations): boolean =>
	one.target === other.target && one.fallback === other.fallback;

/**
 * Plans the connections of one group (I7). Those that the file names serve the group, with its own
 * destinations as in the file. Others stay as they are: two installations seldom have the same
 * ones, and a call that is taken today must not be lost by an import.
 */
export function planConnections(
	groupId: string | null,
	connections: readonly FileConnection[],
	known: ReadonlyMap<string, ServingConnection>,
): { steps: ConnectionStep[]; unknown: UnknownConnection[] } {
	const steps: ConnectionStep[] = [];
	const unknown: UnknownConnection[] = [];
	for (const [index, { name, target, fallback, leftOut }] of connections.entries()) {
		if (leftOut) continue;
		const there = known.get(groupNameKey(name));
		if (!there) {
			unknown.push({ index, name });
			continue;
		}
		const after = { target, fallback };
		const own = groupId === null ? undefined : there.destinations.get(groupId);
		const before = own ?? NO_DESTINATIONS;
		const isServed = there.groupIds === null || (groupId !== null && there.groupIds.has(groupId));
		const destinations = isSame(before, after) ? null : { before, after };
		if (!isServed || destinations)
			steps.push({ id: there.id, name: there.name, isServedAnew: !isServed, destinations });
	}
	return { steps, unknown };
}
