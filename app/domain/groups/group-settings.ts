import type { z } from "zod";
import type { Texts } from "../../texts/texts.ts";

/** A setting that is on or off. */
type Switch = { kind: "switch"; default: boolean };

/** A setting that is a whole number. `rangeError` is the code of a value out of the range. */
type Count = {
	kind: "count";
	unit: "digits" | "seconds";
	min: number;
	max: number;
	default: number;
	rangeError: string;
};

/** A setting with a few named values. `choiceError` is the code of any other value. */
type Choice = {
	kind: "choice";
	values: readonly [string, ...string[]];
	default: string;
	choiceError: string;
};

/**
 * The settings of a group (G7), in display order. The form, the API's fields, the groups file and
 * its check are generated from these rows. `words` is the setting's key in `texts.groupSettings`. A
 * new setting needs a row here, its words, a column and its use.
 */
export const GROUP_SETTINGS = {
	generateAccessCode: { kind: "switch", default: true, words: "generateAccessCode" },
	accessCodeLength: {
		kind: "count",
		unit: "digits",
		min: 4,
		max: 12,
		default: 6,
		rangeError: "access-code-length-range",
		words: "accessCodeLength",
	},
	expirySeconds: {
		kind: "count",
		unit: "seconds",
		min: 10,
		max: 1800,
		default: 30,
		rangeError: "expiry-range",
		words: "expirySeconds",
	},
	uniqueDnis: { kind: "switch", default: false, words: "uniqueDnis" },
	callerId: {
		kind: "choice",
		values: ["any", "equal", "attested"],
		default: "any",
		choiceError: "caller-id-choice",
		words: "callerId",
	},
	guard: {
		kind: "choice",
		values: ["guard", "alertOnly"],
		default: "guard",
		choiceError: "guard-choice",
		words: "guard",
	},
} as const satisfies Record<
	string,
	(Switch | Count | Choice) & { words: keyof Texts["groupSettings"] }
>;

type Rows = typeof GROUP_SETTINGS;
export type SettingName = keyof Rows;
type NamesOf<Kind> = {
	[Name in SettingName]: Rows[Name]["kind"] extends Kind ? Name : never;
}[SettingName];
type SwitchName = NamesOf<"switch">;
type CountName = NamesOf<"count">;
type ChoiceName = NamesOf<"choice">;
type ChoiceValue<Name extends ChoiceName = ChoiceName> = Rows[Name]["values"][number];

/** The settings for every number of a group (G7). */
export type GroupSettings = Record<SwitchName, boolean> &
	Record<CountName, number> & { [Name in ChoiceName]: ChoiceValue<Name> };

export type CallerIdSetting = GroupSettings["callerId"];
export type GuardSetting = GroupSettings["guard"];

/** Why a value of a setting is refused. */
export type SettingsError =
	| { [Name in CountName]: { code: Rows[Name]["rangeError"] } }[CountName]
	| { [Name in ChoiceName]: { code: Rows[Name]["choiceError"] } }[ChoiceName];

export const SETTING_NAMES = Object.keys(GROUP_SETTINGS) as SettingName[];

/** What is made for one choice. A value, or a schema of values, has only this choice's values. */
type OfOneChoice<Made, Name extends ChoiceName> = Made extends ChoiceValue
	? ChoiceValue<Name>
	: Made extends z.ZodType<infer Out>
		? z.ZodType<Extract<Out, ChoiceValue<Name> | null | undefined>>
		: Made;

type BySetting<OfSwitch, OfCount, OfChoice> = Record<SwitchName, OfSwitch> &
	Record<CountName, OfCount> & { [Name in ChoiceName]: OfOneChoice<OfChoice, Name> };

/** Maps each setting to a value made for its kind. */
export function bySetting<OfSwitch, OfCount, OfChoice>(make: {
	switch: (row: Rows[SwitchName], name: SwitchName) => OfSwitch;
	count: (row: Rows[CountName], name: CountName) => OfCount;
	choice: (row: Rows[ChoiceName], name: ChoiceName) => OfChoice;
}): BySetting<OfSwitch, OfCount, OfChoice> {
	const made = SETTING_NAMES.map((name): [SettingName, OfSwitch | OfCount | OfChoice] => {
		const row = GROUP_SETTINGS[name];
		if (row.kind === "switch") return [name, make.switch(row, name as SwitchName)];
		return row.kind === "count"
			? [name, make.count(row, name as CountName)]
			: [name, make.choice(row, name as ChoiceName)];
	});
	return Object.fromEntries(made) as BySetting<OfSwitch, OfCount, OfChoice>;
}

export const DEFAULT_GROUP_SETTINGS: GroupSettings = bySetting({
	switch: (row): boolean => row.default,
	count: (row): number => row.default,
	choice: (row): ChoiceValue => row.default,
});

export const { min: ACCESS_CODE_LENGTH_MIN, max: ACCESS_CODE_LENGTH_MAX } =
	GROUP_SETTINGS.accessCodeLength;
export const { min: EXPIRY_SECONDS_MIN, max: EXPIRY_SECONDS_MAX } = GROUP_SETTINGS.expirySeconds;

/** Picks the settings from a larger object. */
export const settingsOf = (whole: GroupSettings): GroupSettings =>
	bySetting({
		switch: (_, name) => whole[name],
		count: (_, name) => whole[name],
		choice: (_, name) => whole[name],
	});

/**
 * Settings that were stored as JSON. A setting that the writer did not know has its default: an
 * earlier version may have written them.
 */
export const readStoredSettings = (json: string): GroupSettings =>
	settingsOf({ ...DEFAULT_GROUP_SETTINGS, ...JSON.parse(json) });

export const isSettingsEqual = (a: GroupSettings, b: GroupSettings): boolean =>
	SETTING_NAMES.every((name) => a[name] === b[name]);

/** The row of the setting that an error is about; undefined for other errors. */
export const settingOf = (error: { code: string }): Rows[CountName | ChoiceName] | undefined =>
	SETTING_NAMES.map((name) => GROUP_SETTINGS[name])
		.filter((row) => row.kind !== "switch")
		.find((row) => (row.kind === "count" ? row.rangeError : row.choiceError) === error.code);

export const isSettingsError = (error: { code: string }): error is SettingsError =>
	settingOf(error) !== undefined;

/**
 * Without codes, with shared numbers, and without a required ANI, nothing distinguishes live
 * callers (G7).
 */
export const cannotTellCallersApart = (settings: GroupSettings): boolean =>
	!settings.generateAccessCode && !settings.uniqueDnis && settings.callerId === "any";
