import { z } from "zod";
import type { Result } from "../domain/result.ts";
import { messageOfPeopleError, type PeopleError, parseEmail, parsePassword } from "../domain/user.ts";

/** A field that a domain rule reads: what it gives, or its words at the field. */
const field = <T>(parse: (input: string) => Result<T, PeopleError>) =>
	z
		.string({ error: "Enter one value." })
		.default("")
		.transform((input, context) => {
			const parsed = parse(input);
			if (parsed.ok) return parsed.value;
			context.addIssue({ code: "custom", message: messageOfPeopleError(parsed.error) });
			return z.NEVER;
		});

/** Signing in: a password shorter than a new one may be is simply wrong. */
export const signInForm = z.object({
	email: field(parseEmail),
	password: field((input) => {
		const parsed = parsePassword(input);
		return !parsed.ok && parsed.error.code === "password-too-short" ? { ok: true, value: input } : parsed;
	}),
	next: z.string().optional(),
});

/** The first Administrator (R3). */
export const setUpForm = z.object({ email: field(parseEmail), password: field(parsePassword) });
