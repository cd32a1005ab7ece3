import type { StoredGroup } from "../../../db/import/reviewed-groups.ts";
import type { CheckedFields } from "../../domain/import/all-groups/checked-fields.ts";
import type { FileConnection } from "../../domain/import/all-groups/file-connections.ts";
import {
	type CheckedGroup,
	checkGroup,
	type GroupsFileProblem,
	readGroupsFile,
} from "../../domain/import/all-groups/groups-file-check.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import { ok, type Result } from "../../domain/result.ts";

/** Batch sizes for `store`: numbers and groups. */
const NUMBERS_AT_ONCE = 10_000;
const GROUPS_AT_ONCE = 500;

/** Stores some groups of a file, which has `total` groups. */
export type StoreGroups = (groups: StoredGroup[], total: number) => Promise<void>;

/**
 * Parses and checks a file of groups, and hands the groups to `store` in batches, so that memory
 * never holds them all. Numbers without a plus sign are read for `country`.
 */
export async function checkGroups(
	bytes: Uint8Array,
	country: CountryCode,
	store: StoreGroups,
): Promise<Result<null, GroupsFileProblem>> {
	const file = readGroupsFile(bytes);
	if (!file.ok) return file;
	let batch: CheckedGroup[] = [];
	let numbers = 0;
	const flush = async (): Promise<void> => {
		if (batch.length > 0) await store(batch.map(toStored), file.value.length);
		batch = [];
		numbers = 0;
	};
	for (const [index, raw] of file.value.entries()) {
		const group = checkGroup(raw, index, country);
		if (numbers + group.rows.length > NUMBERS_AT_ONCE || batch.length === GROUPS_AT_ONCE)
			await flush();
		batch.push(group);
		numbers += group.rows.length;
	}
	await flush();
	return ok(null);
}

/** Control characters and lone surrogates: no text column can store them. */
const NOT_STORABLE = /[\p{Cc}\p{Cs}]/gu;
const NAME_SHOWN_MAX = 100;

const toStored = (group: CheckedGroup): StoredGroup => ({
	index: group.index,
	...storedFields(group, group.connections),
	rows: JSON.stringify(group.rows),
});

/** A group's name, settings and problems as a review stores them. */
export const storedFields = (
	{ name, nameKey, settings, given, problems }: CheckedFields,
	connections: readonly FileConnection[],
): Omit<StoredGroup, "index" | "rows"> => ({
	name: name
		.replace(NOT_STORABLE, "\u{FFFD}")
		.slice(0, nameKey === null ? NAME_SHOWN_MAX : undefined)
		.replace(NOT_STORABLE, ""),
	nameKey,
	settings: JSON.stringify({
		...{ ...settings, given },
		...(connections.length === 0 ? {} : { connections }),
	}),
	problems: JSON.stringify(problems),
});
