import { GROUP_SETTINGS, SETTING_NAMES, type SettingName } from "../../groups/group-settings.ts";
import { clip, isObject, valueText } from "../file-value.ts";
import type { GroupProblem } from "./group-problem.ts";

/** A field of a group that a person can correct in its review (I10). */
export type GroupField = "name" | SettingName;
export const GROUP_FIELDS: readonly GroupField[] = ["name", ...SETTING_NAMES];

/**
 * What a group of a file says in its name and settings, each as JSON text, shortened. What the file
 * does not say is absent. `unknown`: settings that this version does not have.
 */
export type GivenFields = Partial<Record<GroupField, string>> & {
	unknown?: { key: string; value: string }[];
};

const UNKNOWN_KEPT = 20;

/** The fields of a group in a file. */
export function givenFields(raw: Record<string, unknown>): GivenFields {
	const settings = isObject(raw.settings) ? raw.settings : {};
	const given: GivenFields = {};
	if (raw.name !== undefined) given.name = jsonText(raw.name);
	for (const name of SETTING_NAMES)
		if (Object.hasOwn(settings, name)) given[name] = jsonText(settings[name]);
	const others = Object.keys(settings).filter((key) => !Object.hasOwn(GROUP_SETTINGS, key));
	if (others.length > 0)
		given.unknown = others
			.slice(0, UNKNOWN_KEPT)
			.map((key) => ({ key: shown(key), value: jsonText(settings[key]) }));
	return given;
}

/** Shortened JSON text, in which no half of a character is left: no column could store it. */
const jsonText = (value: unknown): string => valueText(value).replace(/\p{Cs}/gu, "\u{FFFD}");

/** A text as a field of a form holds it: in one line, without control characters. */
const shown = (text: string): string => clip(text).replace(/[\p{Cc}\p{Cs}]/gu, "\u{FFFD}");

/**
 * The fields as a review stores them, beside the group's settings. The version before stored the
 * settings alone: there a wrong one is among the problems.
 */
export function readGivenFields(
	stored: string,
	name: string,
	problems: readonly GroupProblem[],
): GivenFields {
	const { given, ...settings } = JSON.parse(stored) as Record<string, unknown>;
	if (isObject(given)) return given as GivenFields;
	const known = SETTING_NAMES.map((setting) => [setting, JSON.stringify(settings[setting])]);
	const wrong = GROUP_FIELDS.flatMap((field) => {
		const problem = problems.find(({ path }) => path === pathOf(field));
		return problem ? [[field, problem.value === "" ? undefined : problem.value]] : [];
	});
	return Object.fromEntries([["name", JSON.stringify(name)], ...known, ...wrong]);
}

/** A field's place within its group. */
export const pathOf = (field: GroupField): string =>
	field === "name" ? field : `settings.${field}`;

/** The group as it would stand in a file, to check it anew. */
export function rawGroup(given: GivenFields): Record<string, unknown> {
	const entryOf = (field: GroupField): [GroupField, unknown][] => {
		const text = given[field];
		if (text === undefined) return [];
		const value = parsed(text);
		return [[field, value === undefined ? text : value]];
	};
	return {
		...Object.fromEntries(entryOf("name")),
		settings: Object.fromEntries(SETTING_NAMES.flatMap(entryOf)),
	};
}

/** A JSON text's value; undefined for other texts, such as a shortened one. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/**
 * A field's text in the form: a text without its quotation marks where that is certain, other
 * values as in the file, and nothing for a missing field.
 */
export function fieldText(field: GroupField, { [field]: json }: GivenFields): string {
	if (json === undefined) return "";
	const value = parsed(json);
	const isBare = typeof value === "string" && (isText(field) || !isPlainValue(value));
	return shown(isBare ? value : json);
}

const isText = (field: GroupField): boolean =>
	field === "name" || GROUP_SETTINGS[field].kind === "choice";

/** The fields with a person's corrections. An unchanged text keeps the value of the file. */
export function correctedFields(
	given: GivenFields,
	typed: Readonly<Record<GroupField, string>>,
): GivenFields {
	const corrected = { ...given };
	for (const field of GROUP_FIELDS) {
		const text = typed[field];
		if (text === fieldText(field, given)) continue;
		if (text.trim() === "") delete corrected[field];
		else corrected[field] = jsonOf(field, text);
	}
	return corrected;
}

/** Whether a typed text is a number or a truth value, and not a text. */
const isPlainValue = (text: string): boolean =>
	/^-?\d{1,15}$/.test(text) || text === "true" || text === "false";

function jsonOf(field: GroupField, text: string): string {
	if (isText(field)) return JSON.stringify(clip(text));
	const plain = text.trim();
	return isPlainValue(plain)
		? JSON.stringify(JSON.parse(plain.replace(/^(-?)0+(?=\d)/, "$1")))
		: JSON.stringify(clip(plain));
}
