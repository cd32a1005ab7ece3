import { texts } from "../../texts/texts.ts";
import { err, ok, type Result } from "../result.ts";
import type { TimeZoneError } from "../time-zone.ts";
import type { EmailError } from "./email.ts";
import type { PasswordError } from "./password.ts";
import { ROLE_NAMES, ROLES, type Role } from "./roles.ts";

/** Lifetime of a one-time link for choosing a password. */
export const LINK_DAYS = 7;

/** A user as lists show it: never with the password's hash. */
export type User = {
	id: string;
	email: string;
	role: Role;
	/** IANA name; null means DEFAULT_TIME_ZONE (G14). */
	timeZone: string | null;
	disabledAt: Date | null;
	createdAt: Date;
};

/** A user by ID, or by address in any writing. */
export type UserRef = { id: string } | { email: string };

/**
 * A user is `waiting` for a new password after an invitation or a password reset. Nobody signs in
 * without a password.
 */
export type UserState = "active" | "waiting" | "disabled";

export const userState = (user: { disabledAt: Date | null; hasPassword: boolean }): UserState =>
	user.disabledAt !== null ? "disabled" : user.hasPassword ? "active" : "waiting";

/** Changes that would leave no administrator. */
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

const words = texts.messages.people;

/** What is wrong with a user's input, and what to do. */
export function messageOfPeopleError(error: PeopleError): string {
	switch (error.code) {
		case "email-missing":
			return words.emailMissing;
		case "email-not-an-address":
			return words.emailNotAnAddress;
		case "email-too-long":
			return words.emailTooLong(error);
		case "password-missing":
			return words.passwordMissing;
		case "password-too-short":
			return words.passwordTooShort(error);
		case "password-too-long":
			return words.passwordTooLong(error);
		case "password-common":
			return words.passwordCommon;
		case "password-is-address":
			return words.passwordIsAddress;
		case "email-taken":
			return words.emailTaken(error);
		case "user-unknown":
			return words.userUnknown(error);
		case "user-gone":
			return words.userGone;
		case "user-disabled":
			return words.userDisabled(error);
		case "last-administrator":
			return LAST_ADMINISTRATOR[error.change](error);
		case "role-changed-meanwhile":
			return words.roleChanged(error);
		case "first-user-no-administrator":
			return words.firstUserRole;
		case "role-unknown":
			return words.roleUnknown({ role: error.role, roles: ROLES });
		case "sign-in-refused":
			return words.signInRefused;
		case "sign-in-limited":
			return words.signInLimited(error);
		case "sign-in-busy":
			return words.signInBusy(error);
		case "setup-link-unknown":
			return words.setupLinkUnknown;
		case "link-unknown":
			return words.linkUnknown({ days: LINK_DAYS });
		case "time-zone-unknown":
			return words.timeZoneUnknown;
		case "password-wrong":
			return words.passwordWrong;
		case "setup-done":
			return words.setupDone;
	}
}

const LAST_ADMINISTRATOR: Record<TakingAway, (user: { email: string }) => string> = {
	remove: words.lastAdministrator.remove,
	"set-role": words.lastAdministrator.changeRole,
	disable: words.lastAdministrator.disable,
	"reset-password": words.lastAdministrator.resetPassword,
};
