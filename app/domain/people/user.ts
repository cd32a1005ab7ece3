import { err, ok, type Result } from "../result.ts";
import type { TimeZoneError } from "../time-zone.ts";
import type { EmailError } from "./email.ts";
import type { PasswordError } from "./password.ts";
import { ROLE_NAMES, ROLES, type Role } from "./roles.ts";

/** How long a one-time link for choosing a password works. */
export const LINK_DAYS = 7;

/** A user as lists show them: never with the password's hash. */
export type User = {
	id: string;
	email: string;
	role: Role;
	/** IANA name; null means DEFAULT_TIME_ZONE (G14). */
	timeZone: string | null;
	disabledAt: Date | null;
	createdAt: Date;
};

/** A user by its ID, or by its address, however that is written. */
export type UserRef = { id: string } | { email: string };

/**
 * Invited people and those whose password was reset are `waiting` for a password of their own;
 * without one nobody signs in.
 */
export type UserState = "active" | "waiting" | "disabled";

export const userState = (user: { disabledAt: Date | null; hasPassword: boolean }): UserState =>
	user.disabledAt !== null ? "disabled" : user.hasPassword ? "active" : "waiting";

/** What the last Administrator who can sign in is kept from. */
export type TakingAway = "remove" | "set-role" | "disable" | "reset-password";

export type UserError =
	| { code: "email-taken"; email: string }
	| { code: "user-unknown"; email: string }
	| { code: "user-gone" }
	| { code: "user-disabled"; email: string }
	| { code: "last-administrator"; email: string; change: TakingAway }
	| { code: "role-changed-meanwhile"; email: string; role: Role }
	| { code: "first-user-no-administrator" }
	| { code: "role-unknown"; role: string };

export type SignInError =
	| { code: "sign-in-refused" }
	| { code: "sign-in-limited"; retryAfterSeconds: number }
	| { code: "sign-in-busy"; retryAfterSeconds: number };
export type SetUpError = { code: "setup-link-unknown" } | { code: "setup-done" };
export type LinkError = { code: "link-unknown" };
export type OwnPasswordError =
	| { code: "password-wrong" }
	| { code: "sign-in-limited"; retryAfterSeconds: number };

export type PeopleError =
	| EmailError
	| PasswordError
	| UserError
	| SignInError
	| SetUpError
	| LinkError
	| OwnPasswordError
	| TimeZoneError;

/** A role by its word (`administrator`) or its name (`Callback Administrator`), in any case. */
export function parseRole(input: string): Result<Role, UserError> {
	const wanted = input.trim().toLowerCase();
	const role = ROLES.find(
		(candidate) => candidate === wanted || ROLE_NAMES[candidate].toLowerCase() === wanted,
	);
	return role ? ok(role) : err({ code: "role-unknown", role: input.trim() });
}

/** What is wrong with a person's input, and what to do. */
export function messageOfPeopleError(error: PeopleError): string {
	switch (error.code) {
		case "email-missing":
			return "Enter an e-mail address.";
		case "email-not-an-address":
			return "Enter an e-mail address, such as name@example.com.";
		case "email-too-long":
			return `The e-mail address has ${error.length} characters; at most ${error.limit} are allowed.`;
		case "password-missing":
			return "Enter a password.";
		case "password-too-short":
			return `Use at least ${error.limit} characters.`;
		case "password-too-long":
			return `The password has ${error.length} characters; at most ${error.limit} are allowed.`;
		case "password-common":
			return "This is one of the commonest passwords. Choose another one; a few words in a row are good.";
		case "password-is-address":
			return "The password must be neither the e-mail address nor the part of it before the @.";
		case "email-taken":
			return `There is a user ${error.email} already.`;
		case "user-unknown":
			return `There is no user ${error.email}.`;
		case "user-gone":
			return "This user has been removed meanwhile.";
		case "user-disabled":
			return `${error.email} is disabled. Enable the user first.`;
		case "last-administrator":
			return `${error.email} is the last Administrator who can sign in, and ${KEPT_FROM[error.change]}. Add another one first.`;
		case "role-changed-meanwhile":
			return `Somebody made ${error.email} a ${ROLE_NAMES[error.role]} meanwhile. Nothing was changed by you.`;
		case "first-user-no-administrator":
			return "The first user must be an administrator.";
		case "role-unknown":
			return `There is no role “${error.role}”. The roles are ${ROLES.join(", ")}.`;
		case "sign-in-refused":
			return "The e-mail address or the password is wrong.";
		case "sign-in-limited":
			return `There were too many failed attempts. Try again in ${duration(error.retryAfterSeconds)}.`;
		case "sign-in-busy":
			return `Too many people are signing in just now. Try again in ${duration(error.retryAfterSeconds)}.`;
		case "setup-link-unknown":
			return "This set-up link is not valid any more. Use the one that the server printed last.";
		case "link-unknown":
			return `This link is not valid any more. A link works once, for ${LINK_DAYS} days, and a newer one takes its place. An Administrator can give you a new one.`;
		case "time-zone-unknown":
			return "Choose a time zone of the list.";
		case "password-wrong":
			return "This is not your present password.";
		case "setup-done":
			return "There is an Administrator already. Sign in.";
	}
}

const KEPT_FROM: Record<TakingAway, string> = {
	remove: "cannot be removed",
	"set-role": "must stay one",
	disable: "cannot be disabled",
	"reset-password": "cannot be left without a password",
};

function duration(seconds: number): string {
	if (seconds < 60) return seconds === 1 ? "1 second" : `${seconds} seconds`;
	const minutes = Math.ceil(seconds / 60);
	return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}
