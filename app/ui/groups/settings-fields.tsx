import type { FieldMetadata } from "@conform-to/react";
import {
	ACCESS_CODE_LENGTH_MAX,
	ACCESS_CODE_LENGTH_MIN,
	EXPIRY_SECONDS_MAX,
	EXPIRY_SECONDS_MIN,
	type GroupSettings,
} from "../../domain/groups/group.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";
import { Checkbox, Field } from "../field.tsx";

const words = texts.pages.groups.settings;

type Meta = FieldMetadata<unknown>;

/** The settings' names as people see them (G7). */
export const SETTING_LABELS: Record<keyof GroupSettings, string> = words.labels;

/** The four settings, for a new group and for one that exists. */
export function SettingsFields({ fields }: { fields: Record<keyof GroupSettings, Meta> }) {
	return (
		<div className="space-y-4">
			<Checkbox
				label={SETTING_LABELS.generateAccessCode}
				meta={fields.generateAccessCode}
				hint={words.accessCodeHint}
			/>
			<Field
				label={SETTING_LABELS.accessCodeLength}
				meta={fields.accessCodeLength}
				inputMode="numeric"
				autoComplete="off"
				hint={words.lengthHint({ min: ACCESS_CODE_LENGTH_MIN, max: ACCESS_CODE_LENGTH_MAX })}
				short
			/>
			<Field
				label={SETTING_LABELS.expirySeconds}
				meta={fields.expirySeconds}
				inputMode="numeric"
				autoComplete="off"
				hint={words.expiryHint({ min: EXPIRY_SECONDS_MIN, max: EXPIRY_SECONDS_MAX })}
				short
			/>
			<Checkbox
				label={SETTING_LABELS.uniqueDnis}
				meta={fields.uniqueDnis}
				hint={words.uniqueHint}
			/>
		</div>
	);
}

/** The settings, for a role that may only read them. */
export function SettingsList({ settings }: { settings: GroupSettings }) {
	const shown = settingValues(settings);
	return (
		<dl className="figures divide-y divide-line">
			{(Object.keys(SETTING_LABELS) as (keyof GroupSettings)[]).map((name) => (
				<div key={name} className="flex justify-between gap-4 py-2">
					<dt className="text-muted">{SETTING_LABELS[name]}</dt>
					<dd className="font-medium">{shown[name]}</dd>
				</div>
			))}
		</dl>
	);
}

const onOff = (value: boolean) => (value ? words.on : words.off);

/** The settings' values in words. */
export const settingValues = (settings: GroupSettings): Record<keyof GroupSettings, string> => ({
	generateAccessCode: onOff(settings.generateAccessCode),
	accessCodeLength: String(settings.accessCodeLength),
	expirySeconds: figure(settings.expirySeconds),
	uniqueDnis: onOff(settings.uniqueDnis),
});
