import { z } from "zod";
import { messageOf, type RuleError } from "../../domain/groups/errors.ts";
import {
	ACCESS_CODE_LENGTH_MAX,
	ACCESS_CODE_LENGTH_MIN,
	DEFAULT_GROUP_SETTINGS,
	EXPIRY_SECONDS_MAX,
	EXPIRY_SECONDS_MIN,
	GROUP_NAME_MAX,
	parseGroupName,
} from "../../domain/groups/group.ts";
import { parseDnis } from "../../domain/groups/phone-number.ts";
import { DESCRIPTION_MAX, parseDescription } from "../../domain/groups/pool.ts";
import type { Result } from "../../domain/result.ts";
import { texts } from "../../texts/texts.ts";
import { missingOr } from "../contract/fields.ts";
import { wholeNumber } from "../contract/query.ts";

const words = texts.messages.api.fields;

/** A text that a rule of the pages reads; what the rule refuses is said in its words. */
const ruled = (read: (text: string) => Result<string, RuleError>, otherwise = words.mustBeString) =>
	z.string(missingOr(otherwise)).transform((text, context) => {
		const result = read(text);
		if (result.ok) return result.value;
		context.addIssue({ code: "custom", message: messageOf(result.error) });
		return z.NEVER;
	});

const readNumber = (text: string) => {
	const dnis = parseDnis(text);
	return dnis.ok ? { ok: true as const, value: dnis.value.number } : dnis;
};

/** What names and descriptions are made of, as far as a pattern can say it. */
const CHARACTERS = "^[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} \\u200d]*$";

/** A group's name (G1). */
export const nameField = ruled(parseGroupName).meta({
	description:
		`1 to ${GROUP_NAME_MAX} characters; two names that differ only in case are the same. The ` +
		"name cannot be changed later.",
	minLength: 1,
	pattern: CHARACTERS,
});

/** A DNIS (G4). */
export const numberField = ruled(readNumber, words.mustBeNumberAsString).meta({
	description:
		"A DNIS in E.164: `+` and 1 to 15 digits, without spaces or punctuation. The `+` is " +
		"optional in a request, and always present in an answer.",
	examples: ["+18005555554"],
	pattern: "^\\+?[1-9][0-9]{0,14}$",
});

/** A description (G5). */
export const descriptionField = ruled(parseDescription).meta({
	description: `Up to ${DESCRIPTION_MAX} characters, spaces as typed; empty is none.`,
	maxLength: DESCRIPTION_MAX,
	pattern: CHARACTERS,
});

const onOrOff = (description: string) =>
	z.boolean(words.mustBeBoolean).nullish().meta({ description });

const inRange = (min: number, max: number, code: "access-code-length-range" | "expiry-range") => {
	const message = messageOf({ code });
	return z.int(message).min(min, message).max(max, message);
};

/** The settings (G7), each of which may be absent. */
export const settingsFields = z.object(
	{
		generateAccessCode: onOrOff(
			"Each request gets an access code that its caller has to enter. Default true.",
		),
		accessCodeLength: inRange(
			ACCESS_CODE_LENGTH_MIN,
			ACCESS_CODE_LENGTH_MAX,
			"access-code-length-range",
		)
			.nullish()
			.meta({
				description:
					"Digits of an access code; kept while codes are off. Default " +
					`${DEFAULT_GROUP_SETTINGS.accessCodeLength}.`,
				"x-unit": "digits",
			}),
		expirySeconds: inRange(EXPIRY_SECONDS_MIN, EXPIRY_SECONDS_MAX, "expiry-range")
			.nullish()
			.meta({
				description:
					"How long a number is reserved, in seconds. Default " +
					`${DEFAULT_GROUP_SETTINGS.expirySeconds}.`,
				"x-unit": "seconds",
			}),
		uniqueDnis: onOrOff(
			"Unique DNIS, “Do not reuse DNIS for concurrent requests”: a number is given to one " +
				"live request at a time. Default false.",
		),
	},
	words.mustBeObject,
);

/**
 * A group's settings with those that are given in place of theirs; null is the same as absent (C1).
 */
export function mergeSettings(
	settings: typeof DEFAULT_GROUP_SETTINGS,
	given: z.output<typeof settingsFields>,
) {
	return {
		generateAccessCode: given.generateAccessCode ?? settings.generateAccessCode,
		accessCodeLength: given.accessCodeLength ?? settings.accessCodeLength,
		expirySeconds: given.expirySeconds ?? settings.expirySeconds,
		uniqueDnis: given.uniqueDnis ?? settings.uniqueDnis,
	};
}

/** Whether a body of changes has any. */
export const hasChange = (given: object): boolean =>
	Object.values(given).some((value) => value !== undefined && value !== null);

const PAGES_MAX = 10_000;
const PAGE_SIZE_MAX = 500;
const PAGE_SIZE_DEFAULT = 50;

/** Which page of a list, from 1, and how much is on it. */
export const pageFields = {
	page: wholeNumber(1, PAGES_MAX, 1).describe(
		"Which page of the list, from 1. A page after the last one is empty.",
	),
	pageSize: wholeNumber(1, PAGE_SIZE_MAX, PAGE_SIZE_DEFAULT).describe(
		"How many a page has at most.",
	),
};
