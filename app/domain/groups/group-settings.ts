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
} as const satisfies Record<string, (Switch | Count) & { words: keyof Texts["groupSettings"] }>;

type Rows = typeof GROUP_SETTINGS;
export type SettingName = keyof Rows;
type NamesOf<Kind> = {
	[Name in SettingName]: Rows[Name]["kind"] extends Kind ? Name : never;
}[SettingName];
type SwitchName = NamesOf<"switch">;
type CountName = NamesOf<"count">;

/** The settings for every number of a group (G7). */
export type GroupSettings = Record<SwitchName, boolean> & Record<CountName, number>;

/** Why a value of a setting is refused. */
export type SettingsError = {
	[Name in CountName]: { code: Rows[Name]["rangeError"] };
}[CountName];

export const SETTING_NAMES = Object.keys(GROUP_SETTINGS) as SettingName[];

/** Maps each setting to a value made for its kind. */
export function bySetting<OfSwitch, OfCount>(make: {
	switch: (row: Rows[SwitchName], name: SwitchName) => OfSwitch;
	count: (row: Rows[CountName], name: CountName) => OfCount;
}): Record<SwitchName, OfSwitch> & Record<CountName, OfCount> {
	const made = SETTING_NAMES.map((name): [SettingName, OfSwitch | OfCount] => {
		const row = GROUP_SETTINGS[name];
		return row.kind === "switch"
			? [name, make.switch(row, name as SwitchName)]
			: [name, make.count(row, name as CountName)];
	});
	return Object.fromEntries(made) as Record<SwitchName, OfSwitch> & Record<CountName, OfCount>;
}

export const DEFAULT_GROUP_SETTINGS: GroupSettings = bySetting({
	switch: (row): boolean => row.default,
	count: (row): number => row.default,
});

export const { min: ACCESS_CODE_LENGTH_MIN, max: ACCESS_CODE_LENGTH_MAX } =
	GROUP_SETTINGS.accessCodeLength;
export const { min: EXPIRY_SECONDS_MIN, max: EXPIRY_SECONDS_MAX } = GROUP_SETTINGS.expirySeconds;

/** Picks the settings from a larger object. */
export const settingsOf = (whole: GroupSettings): GroupSettings =>
	bySetting({ switch: (_, name) => whole[name], count: (_, name) => whole[name] });

export const isSettingsEqual = (a: GroupSettings, b: GroupSettings): boolean =>
	SETTING_NAMES.every((name) => a[name] === b[name]);

const COUNTS: Count[] = SETTING_NAMES.map((name) => GROUP_SETTINGS[name]).filter(
	(row) => row.kind === "count",
);

export const isSettingsError = (error: { code: string }): error is SettingsError =>
	COUNTS.some((row) => row.rangeError === error.code);

/** The range of a setting, for an error about it. */
export const rangeOf = (error: SettingsError): { min: number; max: number } =>
	COUNTS.find((row) => row.rangeError === error.code) as Count;

/** Without codes and with shared numbers, nothing distinguishes live callers (G7). */
export const cannotTellCallersApart = (settings: GroupSettings): boolean =>
	!settings.generateAccessCode && !settings.uniqueDnis;
