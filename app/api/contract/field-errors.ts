import type { z } from "zod";
import { texts } from "../../texts/texts.ts";
import { fail } from "./envelope.ts";
import { FIELD_CODES, type FieldError } from "./field-error.ts";

const words = texts.messages.api.fields;

/** Extra facts of a rule's issue, as `params` of a custom issue of zod. */
type RuleFacts = { code?: string; suggestion?: string | undefined };

/** All invalid fields, each named once, in the order of the schema (C2). */
export function listFieldErrors(error: z.ZodError): FieldError[] {
	const byField = new Map<string, FieldError>();
	for (const issue of error.issues) {
		const field = issue.path.join(".");
		if (!byField.has(field)) byField.set(field, describeIssue(field, issue));
	}
	return [...byField.values()];
}

function describeIssue(field: string, issue: z.core.$ZodIssue): FieldError {
	const { message } = issue;
	const facts = (issue.code === "custom" ? issue.params : undefined) as RuleFacts | undefined;
	const code = facts?.code ?? codeOf(issue);
	return { field, code, message, suggestion: facts?.suggestion };
}

function codeOf({ code, message }: z.core.$ZodIssue): string {
	if (message === words.missing) return FIELD_CODES.missing;
	switch (code) {
		case "invalid_type":
		case "invalid_union":
			return FIELD_CODES.wrongType;
		case "invalid_format":
			return FIELD_CODES.wrongFormat;
		case "too_big":
		case "too_small":
			return FIELD_CODES.outOfRange;
		default:
			return FIELD_CODES.notAllowed;
	}
}

/**
 * All invalid fields in one line. The message of a domain rule is one or more sentences, and
 * follows a colon.
 */
export const inOneLine = (errors: readonly FieldError[]): string =>
	`${errors
		.map(({ field, message }) =>
			/^[\p{Lu}\p{N}\u201c+]/u.test(message)
				? `${field}: ${message.replace(/\.$/, "")}`
				: `${field} ${message}`,
		)
		.join("; ")}.`;

/** The failure of a body or a query that its schema refuses. */
export function failFields(error: z.ZodError): ReturnType<typeof fail> {
	const errors = listFieldErrors(error);
	return fail("fields-wrong", { detail: inOneLine(errors), errors });
}

/** The failure of a rule that concerns several fields. `message` ends the whole message. */
export const failFieldRule = (
	fields: readonly string[],
	message: string,
	code: string = FIELD_CODES.missing,
): ReturnType<typeof fail> =>
	fail("fields-wrong", {
		detail: message,
		errors: fields.map((field) => ({ field, code, message })),
	});
