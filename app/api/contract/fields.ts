import { z } from "zod";
import type { Result } from "../../domain/result.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.messages.api.fields;

/**
 * The message for a missing required field. Generated clients send null for an absent field, so
 * null counts as absent (C1).
 */
export const missingOr = (message: string) => ({
	error: ({ input }: { input?: unknown }) =>
		input === undefined || input === null ? words.missing : message,
});

/** Why a rule refuses a text: a sentence, or that with a stable word and a value to offer (C14). */
export type RuleRefusal =
	| string
	| { message: string; code: string; suggestion?: string | undefined };

/** A text parsed by a rule of the pages. */
export const ruledText = <T>(
	parse: (text: string) => Result<T, RuleRefusal>,
	otherwise: string = words.mustBeString,
) =>
	z.string(missingOr(otherwise)).transform((text, context): T => {
		const parsed = parse(text);
		if (parsed.ok) return parsed.value;
		const { message, ...params } =
			typeof parsed.error === "string" ? { message: parsed.error } : parsed.error;
		context.addIssue({ code: "custom", message, params });
		return z.NEVER;
	});

/** A UUID of any version, in lower case, as the database returns it. */
export const uuid = z.guid(words.mustBeUuid).transform((value) => value.toLowerCase());

/** A required UUID. */
export const requiredUuid = z
	.guid(missingOr(words.mustBeUuid))
	.transform((value) => value.toLowerCase());
