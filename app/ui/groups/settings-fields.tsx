import type { FieldMetadata } from "@conform-to/react";
import {
	bySetting,
	GROUP_SETTINGS,
	type GroupSettings,
	SETTING_NAMES,
	type SettingName,
} from "../../domain/groups/group-settings.ts";
import { choicesOf } from "../../domain/groups/setting-choices.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";
import { ChoiceFields } from "../choice-fields.tsx";
import { Checkbox, Field } from "../field.tsx";

const words = texts.pages.groups.settings;

type Meta = FieldMetadata<unknown>;

/** A setting's displayed name (G7). */
export const settingLabel = (name: SettingName): string => wordsOf(name).label;

const wordsOf = (name: SettingName) => texts.groupSettings[GROUP_SETTINGS[name].words];

/** A value of a choice in words; a value that it does not have, as it stands. */
export const choiceWords = (name: SettingName, value: string) =>
	choicesOf(name)[value] ?? { label: value, hint: "" };

/** The settings of a new or an existing group. */
export function SettingsFields({ fields }: { fields: Record<SettingName, Meta> }) {
	const shown = bySetting({
		switch: ({ words }, name) => (
			<Checkbox
				key={name}
				label={settingLabel(name)}
				meta={fields[name]}
				hint={texts.groupSettings[words].hint()}
			/>
		),
		count: (row, name) => (
			<Field
				key={name}
				label={settingLabel(name)}
				meta={fields[name]}
				inputMode="numeric"
				autoComplete="off"
				hint={texts.groupSettings[row.words].hint(row)}
				short
			/>
		),
		choice: ({ values, words }, name) => (
			<ChoiceFields
				key={name}
				legend={settingLabel(name)}
				meta={fields[name]}
				hint={texts.groupSettings[words].hint()}
				choices={values.map((value) => ({ value, ...choiceWords(name, value) }))}
			/>
		),
	});
	return <div className="space-y-4">{SETTING_NAMES.map((name) => shown[name])}</div>;
}

/** The settings, for a role without write permission. */
export function SettingsList({ settings }: { settings: GroupSettings }) {
	const shown = settingValues(settings);
	return (
		<dl className="figures divide-y divide-line">
			{SETTING_NAMES.map((name) => (
				<div key={name} className="flex justify-between gap-4 py-2">
					<dt className="text-muted">{settingLabel(name)}</dt>
					<dd className="font-medium">{shown[name]}</dd>
				</div>
			))}
		</dl>
	);
}

const onOff = (value: boolean) => (value ? words.on : words.off);

/** The settings' values in words. */
export const settingValues = (settings: GroupSettings): Record<SettingName, string> =>
	bySetting({
		switch: (_, name) => onOff(settings[name]),
		count: (_, name) => figure(settings[name]),
		choice: (_, name) => choiceWords(name, settings[name]).label,
	});
