import { z } from "zod";
import { messageOf, type RuleError } from "../../domain/groups/errors.ts";
import { GROUP_NAME_MAX, parseNewGroupName } from "../../domain/groups/group.ts";
import {
	bySetting,
	type GROUP_SETTINGS,
	type GroupSettings,
	type SettingName,
} from "../../domain/groups/group-settings.ts";
import { DESCRIPTION_MAX, parseDescription } from "../../domain/groups/pool.ts";
import { readDnis } from "../../domain/numbers/dnis.ts";
import type { DnisContext } from "../../domain/numbers/dnis-question.ts";
import { err, type Result } from "../../domain/result.ts";
import { texts } from "../../texts/texts.ts";
import { ruledText } from "../contract/fields.ts";
import { wholeNumber } from "../contract/query.ts";

const words = texts.messages.api.fields;

/** A text parsed by a domain rule of the pages. A refusal has the rule's words. */
const ruled = (read: (text: string) => Result<string, RuleError>, otherwise?: string) =>
	ruledText((text) => {
		const result = read(text);
		if (result.ok) return result;
		const { error } = result;
		const suggestion = "suggestions" in error ? error.suggestions[0] : undefined;
		return err({ message: messageOf(error), code: error.code, suggestion });
	}, otherwise);

const readNumberIn = (context: DnisContext) => (text: string) => {
	const dnis = readDnis(text, context);
	return dnis.ok ? { ok: true as const, value: dnis.value.number } : dnis;
};

/** For the description of a body: the context changes no schema. */
export const ANY_CONTEXT: DnisContext = { country: "US" };

// No pattern: one of Unicode classes needs the flag `u`, which generated clients do not set.
const CHARACTERS = "letters, marks, digits, punctuation and symbols of any script";

/** A group's name (G1). */
export const nameField = ruled(parseNewGroupName).meta({
	description:
		`1 to ${GROUP_NAME_MAX} characters: ${CHARACTERS}, with single spaces inside. Two names that ` +
		"differ only in case are the same. A new name does not begin with `test_`. The name cannot " +
		"be changed later.",
	minLength: 1,
});

/** A DNIS (G4, N6). */
export const numberField = (context: DnisContext) =>
	ruled(readNumberIn(context), words.mustBeNumberAsString).meta({
		description:
			"A DNIS in E.164: `+` and 1 to 15 digits, without spaces or punctuation. The `+` is always " +
			"present in an answer. In a request it is optional, unless the digits are also a number of " +
			"the default country: the message of the 400 then names every number that they can mean.",
		examples: ["+18005555554"],
		pattern: "^\\+?[1-9][0-9]{0,14}$",
	});

/** The number of a body that no schema has checked yet. */
export const sentNumber = (body: unknown): unknown =>
	typeof body === "object" && body !== null && "number" in body ? body.number : undefined;

/** A description (G5). */
export const descriptionField = ruled(parseDescription).meta({
	description: `Up to ${DESCRIPTION_MAX} characters, spaces as typed: ${CHARACTERS}.`,
	maxLength: DESCRIPTION_MAX,
});

type SettingRow = (typeof GROUP_SETTINGS)[SettingName];

const takesText = (row: SettingRow): string =>
	`${texts.groupSettings[row.words].takes} Default ${row.default}.`;

/** The settings (G7), all optional. */
export const settingsFields = z.object(
	bySetting({
		switch: (row) =>
			z
				.boolean(words.mustBeBoolean)
				.nullish()
				.meta({ description: takesText(row) }),
		count(row) {
			const message = messageOf({ code: row.rangeError });
			return z
				.int(message)
				.min(row.min, message)
				.max(row.max, message)
				.nullish()
				.meta({ description: takesText(row), "x-unit": row.unit });
		},
		choice: (row) =>
			z
				.enum(row.values, messageOf({ code: row.choiceError }))
				.nullish()
				.meta({ description: takesText(row) }),
	}),
	words.mustBeObject,
);

/** A group's settings with the given changes applied. Null counts as absent (C1). */
export const mergeSettings = (
	settings: GroupSettings,
	given: Partial<z.output<typeof settingsFields>>,
): GroupSettings =>
	bySetting({
		switch: (_, name) => given[name] ?? settings[name],
		count: (_, name) => given[name] ?? settings[name],
		choice: (_, name) => given[name] ?? settings[name],
	});

/** Whether a body has any change. */
export const hasChange = (given: object): boolean =>
	Object.values(given).some((value) => value !== undefined && value !== null);

const PAGES_MAX = 10_000;
const PAGE_SIZE_MAX = 500;
const PAGE_SIZE_DEFAULT = 50;

/** The page of a list, from 1, and its size. */
export const pageFields = {
	page: wholeNumber(1, PAGES_MAX, 1).describe(
		"Which page of the list, from 1. A page after the last one is empty.",
	),
	pageSize: wholeNumber(1, PAGE_SIZE_MAX, PAGE_SIZE_DEFAULT).describe(
		"How many a page has at most.",
	),
};
