import { z } from "zod";
import { groupNameKey, parseGroupName } from "../../groups/group.ts";
import {
	bySetting,
	DEFAULT_GROUP_SETTINGS,
	type GroupSettings,
	type SettingName,
} from "../../groups/group-settings.ts";
import { clip, isObject, valueText } from "../file-value.ts";
import { type GivenFields, GROUP_FIELDS, givenFields, pathOf } from "./given-fields.ts";
import type { GroupProblem, GroupProblemKind } from "./group-problem.ts";
import { fileSettingsSchema } from "./groups-file.ts";

/**
 * A group's name and settings after their checks. `name` is for display; `nameKey` is null if the
 * name is wrong. A wrong setting has its default here, and its own value in `given`.
 */
export type CheckedFields = {
	name: string;
	nameKey: string | null;
	settings: GroupSettings;
	given: GivenFields;
	problems: GroupProblem[];
};

/** Checks a group's name and settings (G1, G7). Settings that this version lacks are ignored. */
export function checkFields(raw: Record<string, unknown>): CheckedFields {
	const group: CheckedFields = {
		name: "",
		nameKey: null,
		settings: { ...DEFAULT_GROUP_SETTINGS },
		given: givenFields(raw),
		problems: [],
	};
	checkName(raw, group);
	checkSettings(raw, group);
	return group;
}

/** Whether a problem is about the name or the settings, which can be corrected in the review. */
export const isOfFields = ({ path }: GroupProblem): boolean =>
	path === "settings" || GROUP_FIELDS.some((field) => path === pathOf(field));

function checkName(raw: Record<string, unknown>, group: CheckedFields): void {
	const path = "name";
	const value = valueText(raw.name);
	if (raw.name === undefined) group.problems.push({ path, value, code: "group-field-missing" });
	else if (typeof raw.name !== "string")
		group.problems.push({ path, value, code: "group-field-type", expected: "text" });
	else {
		const name = parseGroupName(raw.name);
		group.name = name.ok ? name.value : clip(raw.name);
		if (name.ok) group.nameKey = groupNameKey(name.value);
		else group.problems.push({ path, value: group.name, code: "group-rule", error: name.error });
	}
}

function checkSettings(raw: Record<string, unknown>, group: CheckedFields): void {
	if (raw.settings === undefined) return;
	if (!isObject(raw.settings)) {
		group.problems.push({
			path: "settings",
			value: valueText(raw.settings),
			code: "group-field-type",
			expected: "an object",
		});
		return;
	}
	const { settings } = raw;
	const { shape } = fileSettingsSchema;
	const given = (name: SettingName): unknown =>
		Object.hasOwn(settings, name) ? settings[name] : undefined;
	const whereIs = (name: SettingName) => ({
		path: `settings.${name}`,
		value: valueText(given(name)),
	});
	group.settings = bySetting({
		switch(row, name) {
			const parsed = shape[name].safeParse(given(name));
			if (parsed.success) return parsed.data;
			const expected = "true or false";
			group.problems.push({ ...whereIs(name), code: "group-field-type", expected });
			return row.default;
		},
		count(row, name) {
			const parsed = shape[name].safeParse(given(name));
			if (parsed.success) return parsed.data;
			const problem: GroupProblemKind = z.int().safeParse(given(name)).success
				? { code: "group-rule", error: { code: row.rangeError } }
				: { code: "group-field-type", expected: "a whole number" };
			group.problems.push({ ...whereIs(name), ...problem });
			return row.default;
		},
		choice(row, name) {
			const parsed = shape[name].safeParse(given(name));
			if (parsed.success) return parsed.data;
			const error = { code: row.choiceError };
			group.problems.push({ ...whereIs(name), code: "group-rule", error });
			return row.default;
		},
	});
}
