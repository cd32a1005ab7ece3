import { SETTING_NAMES, type SettingName } from "../../groups/group-settings.ts";
import { type CheckedFields, checkFields, isOfFields } from "./checked-fields.ts";
import {
	correctedFields,
	fieldText,
	type GivenFields,
	GROUP_FIELDS,
	type GroupField,
	pathOf,
	rawGroup,
	readGivenFields,
} from "./given-fields.ts";
import type { GroupProblem } from "./group-problem.ts";

/** A group of a file as its review stores it. `settings` and `problems` are JSON. */
type StoredFields = { name: string; settings: string; problems: string };

/**
 * A wrong setting that several groups of a file have with the same value. `given` is that value's
 * JSON text, shortened.
 */
export type SharedError = {
	setting: SettingName;
	given: string;
	problem: GroupProblem;
	groups: number;
};

/** The wrong settings that two groups or more share, those of the most groups first (I10). */
export function findSharedErrors(groups: readonly StoredFields[]): SharedError[] {
	const found = new Map<string, SharedError>();
	for (const { name, settings, problems: stored } of groups) {
		const problems = JSON.parse(stored) as GroupProblem[];
		const fields = readGivenFields(settings, name, problems);
		for (const setting of SETTING_NAMES) {
			const problem = problems.find(({ path }) => path === pathOf(setting));
			const given = fields[setting];
			if (problem === undefined || given === undefined) continue;
			const key = `${setting} ${given}`;
			const shared = found.get(key) ?? { setting, given, problem, groups: 0 };
			found.set(key, { ...shared, groups: shared.groups + 1 });
		}
	}
	return [...found.values()].filter(({ groups }) => groups > 1).sort((a, b) => b.groups - a.groups);
}

/** The problem that a setting has with this text; null if the text is right. */
export function problemOfText(setting: SettingName, text: string): GroupProblem | null {
	const given = correctedFields({}, typedFields({}, setting, text));
	const { problems } = checkFields(rawGroup({ ...given, name: '"any"' }));
	return problems.find(({ path }) => path === pathOf(setting)) ?? null;
}

/**
 * The group's name and settings with `text` in place of a shared wrong value; null if the group
 * does not have it. Problems outside of the name and the settings stay.
 */
export function correctShared(
	group: StoredFields,
	{ setting, given: wrong }: Pick<SharedError, "setting" | "given">,
	text: string,
): CheckedFields | null {
	const problems = JSON.parse(group.problems) as GroupProblem[];
	const given = readGivenFields(group.settings, group.name, problems);
	if (given[setting] !== wrong || !problems.some(({ path }) => path === pathOf(setting)))
		return null;
	return checkCorrected(given, typedFields(given, setting, text), problems);
}

/** A group's name and settings after a person's corrections, checked anew. */
export function checkCorrected(
	given: GivenFields,
	typed: Readonly<Record<GroupField, string>>,
	problems: readonly GroupProblem[],
): CheckedFields {
	const fields = checkFields(rawGroup(correctedFields(given, typed)));
	if (given.unknown) fields.given.unknown = given.unknown;
	fields.problems.push(...problems.filter((problem) => !isOfFields(problem)));
	return fields;
}

/** All fields as they stand, but one setting as typed. */
const typedFields = (
	given: GivenFields,
	setting: SettingName,
	text: string,
): Record<GroupField, string> =>
	Object.fromEntries(
		GROUP_FIELDS.map((field) => [field, field === setting ? text : fieldText(field, given)]),
	) as Record<GroupField, string>;
