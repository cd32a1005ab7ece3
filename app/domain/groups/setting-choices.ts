import { texts } from "../../texts/texts.ts";
import { GROUP_SETTINGS, type SettingName } from "./group-settings.ts";

/** The values of a setting in words; empty if the setting is no choice (G7). */
export function choicesOf(name: SettingName): Record<string, { label: string; hint: string }> {
	const words = texts.groupSettings[GROUP_SETTINGS[name].words];
	return "choices" in words ? words.choices : {};
}
