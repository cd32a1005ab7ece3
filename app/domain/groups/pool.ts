import type { Result } from "../result.ts";
import { err } from "../result.ts";
import { type CharacterError, checkText, type TextTooLong } from "../text.ts";

/** A group has at least 1 and at most 10,000 numbers, at all times (G3). */
export const POOL_SIZE_MIN = 1;
export const POOL_SIZE_MAX = 10_000;
export const DESCRIPTION_MAX = 32;

/**
 * What becomes of a draining number (G15): it stays in the pool until somebody lifts the drain, or
 * leaves it once the group's last live request on it has ended.
 */
export const DRAINS = ["keep", "remove"] as const;
export type Drain = (typeof DRAINS)[number];

/**
 * One number of a group's pool. `number` is E.164 with `+`; `version` counts changes of the entry.
 */
export type PoolEntry = {
	id: string;
	groupId: string;
	number: string;
	description: string;
	/** Null unless the number is draining. */
	drain: Drain | null;
	version: number;
	updatedAt: Date;
	updatedBy: string;
};

/** An entry in a file or in the audit log. `drain` stands only where the number is draining. */
export type ListedEntry = { number: string; description: string; drain?: Drain };

export type DescriptionError = { where: "description" } & (CharacterError | TextTooLong);

/**
 * A description as it is stored (G5): NFC, up to 32 code points, spaces as typed. Empty means none.
 */
export function parseDescription(input: string): Result<string, DescriptionError> {
	const checked = checkText(input, DESCRIPTION_MAX);
	return checked.ok ? checked : err({ where: "description", ...checked.error });
}

export const POOL_SORTS = [
	"number",
	"-number",
	"description",
	"-description",
	"added",
	"-added",
	"state",
	"-state",
	"used",
	"-used",
	"given",
	"-given",
] as const;
export type PoolSort = (typeof POOL_SORTS)[number];

/** Why a number cannot join a group (G6), with the groups that have it. */
export type ExclusiveClash = {
	code: "number-exclusive-elsewhere" | "number-not-exclusive";
	number: string;
	groups: { id: string; name: string }[];
};

/**
 * Why a number cannot join a group (G6); null if it can. It may be in several groups only if unique
 * DNIS is off in all of them. `others` are the groups that have it now.
 */
export function findExclusiveClash(
	number: string,
	uniqueDnis: boolean,
	others: { id: string; name: string; uniqueDnis: boolean }[],
): ExclusiveClash | null {
	const refs = (groups: typeof others) => groups.map(({ id, name }) => ({ id, name }));
	const exclusive = others.filter((group) => group.uniqueDnis);
	if (exclusive.length > 0)
		return { code: "number-exclusive-elsewhere", number, groups: refs(exclusive) };
	if (uniqueDnis && others.length > 0)
		return { code: "number-not-exclusive", number, groups: refs(others) };
	return null;
}
