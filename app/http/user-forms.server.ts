import { z } from "zod";
import type { Result } from "../domain/result.ts";
import { parseTimeZone } from "../domain/time-zone.ts";
import { messageOfPeopleError, type PeopleError, parseEmail, parsePassword, parseRole } from "../domain/user.ts";

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

/** A password that is there already: one shorter than a new one may be is simply wrong. */
const presentPassword = field((input) => {
	const parsed = parsePassword(input);
	return !parsed.ok && parsed.error.code === "password-too-short" ? { ok: true, value: input } : parsed;
});

/** Signing in. */
export const signInForm = z.object({ email: field(parseEmail), password: presentPassword, next: z.string().optional() });

/** The first Administrator (R3). */
export const setUpForm = z.object({ email: field(parseEmail), password: field(parsePassword) });

/** Whoever is invited, and as what. */
export const inviteForm = z.object({ email: field(parseEmail), role: field(parseRole) });

/** The password that is chosen with a link. */
export const choosePasswordForm = z.object({ password: field(parsePassword) });

/** A change of one's own password. */
export const ownPasswordForm = z.object({ present: presentPassword, password: field(parsePassword) });

export const timeZoneForm = z.object({ timeZone: field(parseTimeZone) });
