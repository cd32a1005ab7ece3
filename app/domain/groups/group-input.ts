import { z } from "zod";
import { readDnis, suggestionsOf } from "../numbers/dnis.ts";
import type { DnisContext } from "../numbers/dnis-question.ts";
import type { Result } from "../result.ts";
import { messageOf, type RuleError } from "./errors.ts";
import { groupNameKey, parseNewGroupName } from "./group.ts";
import {
	bySetting,
	DEFAULT_GROUP_SETTINGS,
	type GroupSettings,
	type SettingName,
	type SettingsError,
} from "./group-settings.ts";
import { parseDescription } from "./pool.ts";

/** A form field with a rule. The rule's error becomes the field's message. */
const field = <T>(read: (typed: string) => Result<T, RuleError>) =>
	z
		.string()
		.optional()
		.transform((typed, context): T => {
			const result = read(typed ?? "");
			if (result.ok) return result.value;
			context.addIssue({ code: "custom", message: messageOf(result.error) });
			return z.NEVER;
		});

const wholeNumber = (min: number, max: number, error: SettingsError) =>
	field<number>((typed) => {
		const text = typed.trim();
		const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN;
		return value >= min && value <= max ? { ok: true, value } : { ok: false, error };
	});

const numberIn = (context: DnisContext) =>
	field((typed) => {
		const dnis = readDnis(typed, context);
		return dnis.ok ? { ok: true, value: dnis.value.number } : dnis;
	});
const description = field(parseDescription);
const version = z.coerce.number().int();

/** A form sends nothing for a checkbox that is off. */
const settings = bySetting({
	switch: () => z.boolean().default(false),
	count: ({ min, max, rangeError }) => wholeNumber(min, max, { code: rangeError }),
	choice: ({ values, choiceError }) => z.enum(values, messageOf({ code: choiceError })),
});

/** The numbers to offer instead of the typed one, likeliest first; none if it is accepted (G4). */
export function offersFor(typed: unknown, context: DnisContext): string[] {
	const dnis = readDnis(typeof typed === "string" ? typed : "", context);
	return dnis.ok ? [] : suggestionsOf(dnis.error);
}

/** "Create New Group": the name, the first DNIS and the settings (G1). */
export const newGroupForm = (context: DnisContext) =>
	z.object({
		name: field(parseNewGroupName),
		number: numberIn(context),
		description,
		...settings,
	});
export type NewGroupFields = z.output<ReturnType<typeof newGroupForm>>;
/** "Save Settings". `version` is the editor's, for the optimistic lock (G11). */
export const settingsForm = z.object({ version, ...settings });
/** "Add DNIS". */
export const addEntryForm = (context: DnisContext) =>
	z.object({ number: numberIn(context), description });
/** "Edit" of an entry. */
export const editEntryForm = (context: DnisContext) =>
	z.object({ entryId: z.string(), version, number: numberIn(context), description });
/** "Delete" of an entry, with the number of live requests that the person saw and accepts (G8). */
export const deleteEntryForm = z.object({
	entryId: z.string(),
	version,
	acceptedLiveRequests: z.coerce.number().int().default(0),
});
/**
 * "Delete Group", confirmed for the versions that the person saw (G9). `name` is typed for a large
 * group.
 */
export const deleteGroupForm = z.object({
	version,
	poolVersion: z.coerce.number().int(),
	name: z.string().default(""),
});
/** Numbers of a group up to which its deletion needs no typed name. */
const UNTYPED_NUMBERS_MAX = 100;
/** Whether a group is deleted only if its name is typed (G9). */
export const needsTypedName = ({ poolSize }: { poolSize: number }): boolean =>
	poolSize > UNTYPED_NUMBERS_MAX;
/** Whether a typed text names the group, as names are compared (G2). */
export const isNameOf = ({ name }: { name: string }, typed: string): boolean =>
	groupNameKey(typed) === groupNameKey(name);

/** Settings as the first values of a form, as a browser would send them. */
export const settingsDefaults = (
	settings: GroupSettings = DEFAULT_GROUP_SETTINGS,
): Record<SettingName, string> =>
	bySetting({
		switch: (_, name) => (settings[name] ? "on" : ""),
		count: (_, name) => String(settings[name]),
		choice: (_, name): string => settings[name],
	});
