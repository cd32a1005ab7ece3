import type { HeardLanguage } from "../../conversation/heard-language.ts";
import { groupNameKey } from "../../groups/group.ts";
import { type Destinations, NO_DESTINATIONS } from "../../phone-systems/call-destination.ts";
import type { FileConnection } from "./file-connections.ts";

/** A group's own destinations and language on one connection; null is that of the connection. */
export type PlacesOfGroup = Destinations & { language: HeardLanguage | null };
export const NO_PLACES: PlacesOfGroup = { ...NO_DESTINATIONS, language: null };

/** A connection of this installation, as far as an import of groups needs it. */
export type ServingConnection = {
	id: string;
	name: string;
	/** The groups that it serves; null is all groups. */
	groupIds: ReadonlySet<string> | null;
	destinations: ReadonlyMap<string, PlacesOfGroup>;
};

/** What an import does with a group on one connection. */
export type ConnectionStep = {
	id: string;
	name: string;
	/** It begins to serve the group. */
	isServedAnew: boolean;
	/** The group's own destinations and language before and after; null if they stay. */
	destinations: { before: PlacesOfGroup; after: PlacesOfGroup } | null;
};

/** A connection of a file that this installation does not have, by its place in the group. */
export type UnknownConnection = { index: number; name: string };

/**
 * Whether a group has these own destinations. A step of an earlier version says nothing of the
 * language and the second destination, which then count as the same.
 */
export const isSame = (one: PlacesOfGroup, other: Partial<PlacesOfGroup>): boolean =>
	(Object.keys(NO_PLACES) as (keyof PlacesOfGroup)[]).every(
		(part) => other[part] === undefined || one[part] === other[part],
	);

/**
 * Plans the connections of one group (I7). Those that the file names serve the group, with its own
 * destinations as in the file. Others stay as they are: two installations seldom have the same
 * ones, and a call that is taken today must not be lost by an import. So does what a file of an
 * earlier version does not say: the second destination, and the language.
 */
export function planConnections(
	groupId: string | null,
	connections: readonly FileConnection[],
	known: ReadonlyMap<string, ServingConnection>,
): { steps: ConnectionStep[]; unknown: UnknownConnection[] } {
	const steps: ConnectionStep[] = [];
	const unknown: UnknownConnection[] = [];
	for (const [index, { name, leftOut, ...given }] of connections.entries()) {
		if (leftOut) continue;
		const there = known.get(groupNameKey(name));
		if (!there) {
			unknown.push({ index, name });
			continue;
		}
		const own = groupId === null ? undefined : there.destinations.get(groupId);
		const before = own ?? NO_PLACES;
		const { secondTarget = before.secondTarget, language = before.language } = given;
		const after = { target: given.target, secondTarget, fallback: given.fallback, language };
		const isServed = there.groupIds === null || (groupId !== null && there.groupIds.has(groupId));
		const destinations = isSame(before, after) ? null : { before, after };
		if (!isServed || destinations)
			steps.push({ id: there.id, name: there.name, isServedAnew: !isServed, destinations });
	}
	return { steps, unknown };
}
