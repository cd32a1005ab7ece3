import { z } from "zod";
import { texts } from "../../texts/texts.ts";

const words = texts.messages.api.fields;

/**
 * What is said of a field that must be there: null, which generated clients send, is the same as
 * absent (C1).
 */
export const missingOr = (message: string) => ({
	error: ({ input }: { input?: unknown }) =>
		input === undefined || input === null ? words.missing : message,
});

/** A UUID of whatever version, in lower case, as the database gives it back. */
export const uuid = z.guid(words.mustBeUuid).transform((value) => value.toLowerCase());

/** The same where it must be there. */
export const requiredUuid = z
	.guid(missingOr(words.mustBeUuid))
	.transform((value) => value.toLowerCase());

/**
 * All wrong fields in one line, each named once (C2). A message of a rule is a sentence or more,
 * and stands behind a colon.
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
