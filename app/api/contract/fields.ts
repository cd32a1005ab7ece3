import { z } from "zod";

const NO_UUID = "must be a UUID, such as 7d1c0d7e-0b1f-4d52-8d0e-6a4f2f8f0c55";

/**
 * What is said of a field that must be there: null, which generated clients send, is the same as
 * absent (C1).
 */
export const missingOr = (message: string) => ({
	error: ({ input }: { input?: unknown }) =>
		input === undefined || input === null ? "is missing" : message,
});

/** A UUID of whatever version, in lower case, as the database gives it back. */
export const uuid = z.guid(NO_UUID).transform((value) => value.toLowerCase());

/** The same where it must be there. */
export const requiredUuid = z.guid(missingOr(NO_UUID)).transform((value) => value.toLowerCase());

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
