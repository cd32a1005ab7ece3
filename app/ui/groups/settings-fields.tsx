import type { FieldMetadata } from "@conform-to/react";
import {
	ACCESS_CODE_LENGTH_MAX,
	ACCESS_CODE_LENGTH_MIN,
	EXPIRY_SECONDS_MAX,
	EXPIRY_SECONDS_MIN,
	type GroupSettings,
} from "../../domain/groups/group.ts";
import { Checkbox, Field } from "../field.tsx";

type Meta = FieldMetadata<unknown>;

/** The settings' names as people see them (G7). */
export const SETTING_LABELS = {
	generateAccessCode: "Generate Access Code",
	accessCodeLength: "Access Code Length",
	expirySeconds: "Expiry (seconds)",
	uniqueDnis: "Do not reuse DNIS for concurrent requests",
} as const;

/** The four settings, for a new group and for one that exists. */
export function SettingsFields({ fields }: { fields: Record<keyof GroupSettings, Meta> }) {
	return (
		<div className="space-y-4">
			<Checkbox
				label={SETTING_LABELS.generateAccessCode}
				meta={fields.generateAccessCode}
				hint="Each request gets a code that its caller has to key in."
			/>
			<Field
				label={SETTING_LABELS.accessCodeLength}
				meta={fields.accessCodeLength}
				inputMode="numeric"
				autoComplete="off"
				hint={`${ACCESS_CODE_LENGTH_MIN} to ${ACCESS_CODE_LENGTH_MAX} digits. Kept while codes are off.`}
				short
			/>
			<Field
				label={SETTING_LABELS.expirySeconds}
				meta={fields.expirySeconds}
				inputMode="numeric"
				autoComplete="off"
				hint={`${EXPIRY_SECONDS_MIN} to ${EXPIRY_SECONDS_MAX.toLocaleString("en-US")}: how long a number is reserved.`}
				short
			/>
			<Checkbox
				label={SETTING_LABELS.uniqueDnis}
				meta={fields.uniqueDnis}
				hint="Unique DNIS: a number is given to one live request at a time."
			/>
		</div>
	);
}

/** The settings for those who may only read them. */
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

const onOff = (value: boolean) => (value ? "On" : "Off");

/** The settings' values in words. */
export const settingValues = (settings: GroupSettings): Record<keyof GroupSettings, string> => ({
	generateAccessCode: onOff(settings.generateAccessCode),
	accessCodeLength: String(settings.accessCodeLength),
	expirySeconds: settings.expirySeconds.toLocaleString("en-US"),
	uniqueDnis: onOff(settings.uniqueDnis),
});
