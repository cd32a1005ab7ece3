import { err, type Result } from "../result.ts";
import { type CharacterError, checkText, type TextTooLong } from "../text.ts";
import type { GroupSettings } from "./group-settings.ts";

export const GROUP_NAME_MAX = 64;

/**
 * A group as every user sees it. `version` counts changes of its settings, `poolVersion` changes of
 * its pool.
 */
export type Group = {
	id: string;
	name: string;
	settings: GroupSettings;
	poolSize: number;
	/** How many numbers of the pool are draining: always fewer than all (G15). */
	drainingSize: number;
	version: number;
	poolVersion: number;
	createdAt: Date;
	updatedAt: Date;
	updatedBy: string;
};

export type GroupNameError =
	| { code: "name-missing" }
	| { code: "name-spaces"; position: number }
	| { code: "name-of-tests" }
	| ({ where: "name" } & (CharacterError | TextTooLong));

/** A group's name as it is stored (G1): trimmed, NFC, 1 to 64 code points, one space at a time. */
export function parseGroupName(input: string): Result<string, GroupNameError> {
	const name = input.trim();
	if (name === "") return err({ code: "name-missing" });
	const checked = checkText(name, GROUP_NAME_MAX);
	if (!checked.ok) return err({ where: "name", ...checked.error });
	const doubled = checked.value.indexOf("  ");
	// Refused rather than corrected: the name cannot change later, and API clients send the name that
	// they know.
	return doubled >= 0
		? err({ code: "name-spaces", position: [...checked.value.slice(0, doubled)].length + 1 })
		: checked;
}

/** How the names of the built-in test groups begin: no new group may have such a name (C17). */
export const TEST_NAME_PREFIX = "test_";

/** Whether a name key is kept for the built-in test groups. */
export const isTestNameKey = (nameKey: string): boolean => nameKey.startsWith(TEST_NAME_PREFIX);

/** The name of a group to be made: as above, but not one of the built-in test groups. */
export function parseNewGroupName(input: string): Result<string, GroupNameError> {
	const name = parseGroupName(input);
	return name.ok && isTestNameKey(groupNameKey(name.value)) ? err({ code: "name-of-tests" }) : name;
}

/**
 * Unique key of a name: NFKC and lower case (G1). Two names with one key are the same, and the API
 * finds a group by it. The lower case of a capital sigma depends on its position, so its two small
 * forms count as one. Otherwise a name and its capitals could be two names.
 */
export const groupNameKey = (name: string): string =>
	name.trim().normalize("NFKC").toLowerCase().replaceAll("ς", "σ").normalize("NFKC");
