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

/** A text parsed by a rule of the pages, whose error is a sentence. */
export const ruledText = <T>(
	parse: (text: string) => Result<T, string>,
	otherwise: string = words.mustBeString,
) =>
	z.string(missingOr(otherwise)).transform((text, context): T => {
		const parsed = parse(text);
		if (parsed.ok) return parsed.value;
		context.addIssue({ code: "custom", message: parsed.error });
		return z.NEVER;
	});

/** A UUID of any version, in lower case, as the database returns it. */
export const uuid = z.guid(words.mustBeUuid).transform((value) => value.toLowerCase());

/** A required UUID. */
export const requiredUuid = z
	.guid(missingOr(words.mustBeUuid))
	.transform((value) => value.toLowerCase());

/**
 * All invalid fields in one line, each named once (C2). The message of a domain rule is one or more
 * sentences, and follows a colon.
 */
export function describeIssues(error: z.ZodError): string {
	const byField = new Map<string, string>();
	for (const { path, message } of error.issues) {
		const field = path.join(".");
		const isSentence = /^[\p{Lu}\p{N}“+]/u.test(message);
		if (!byField.has(field))
			byField.set(
				field,
				isSentence ? `${field}: ${message.replace(/\.$/, "")}` : `${field} ${message}`,
			);
	}
	return `${[...byField.values()].join("; ")}.`;
}
