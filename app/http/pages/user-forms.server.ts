import { z } from "zod";
import { parseEmail } from "../../domain/people/email.ts";
import { parsePassword, parsePresentPassword } from "../../domain/people/password.ts";
import { messageOfPeopleError, type PeopleError, parseRole } from "../../domain/people/user.ts";
import type { Result } from "../../domain/result.ts";
import { parseTimeZone } from "../../domain/time-zone.ts";
import { texts } from "../../texts/texts.ts";

/** A field parsed by a domain rule: its value, or the rule's words at the field. */
const field = <T>(parse: (input: string) => Result<T, PeopleError>) =>
	z
		.string({ error: texts.pages.shared.enterOneValue })
		.default("")
		.transform((input, context) => {
			const parsed = parse(input);
			if (parsed.ok) return parsed.value;
			context.addIssue({ code: "custom", message: messageOfPeopleError(parsed.error) });
			return z.NEVER;
		});

/** A new password of the user with this address. */
const newPassword = (email?: string) => field((input) => parsePassword(input, email));

/** Signing in. */
export const signInForm = z.object({
	email: field(parseEmail),
	password: field(parsePresentPassword),
	next: z.string().optional(),
});

/** The first Administrator (R3). */
export const setUpForm = z
	.object({ email: field(parseEmail), password: newPassword() })
	.superRefine(({ email, password }, context) => {
		const parsed = parsePassword(password, email);
		if (!parsed.ok)
			context.addIssue({
				code: "custom",
				path: ["password"],
				message: messageOfPeopleError(parsed.error),
			});
	});

/** The invited user's address and role. */
export const inviteForm = z.object({ email: field(parseEmail), role: field(parseRole) });

/** The password chosen with a one-time link. */
export const choosePasswordForm = (email: string) => z.object({ password: newPassword(email) });

/** A change of one's own password. */
export const ownPasswordForm = (email: string) =>
	z.object({ present: field(parsePresentPassword), password: newPassword(email) });

export const timeZoneForm = z.object({ timeZone: field(parseTimeZone) });
