import { counted, figure } from "../../wording.ts";

const duration = (seconds: number): string =>
	seconds < 60 ? counted(seconds, "second") : counted(Math.ceil(seconds / 60), "minute");

const roles = {
	administrator: "Callback Administrator",
	developer: "Callback Developer",
	supervisor: "Callback Supervisor",
	monitor: "Callback Monitor",
};

const withoutAdministrator = (deed: string, email: string): string =>
	`${deed}: ${email} is the last Administrator who can sign in. ` +
	"Add another Administrator first.";

/** Users, passwords and sign-in: the roles' names, and errors of the forms. */
export const people = {
	roles,
	emailMissing: "Enter an e-mail address.",
	emailNotAnAddress: "Enter an e-mail address, such as name@example.com.",
	emailTooLong: ({ length, limit }: { length: number; limit: number }): string =>
		`The e-mail address has ${figure(length)} characters. Shorten it to ${limit} or fewer.`,
	passwordMissing: "Enter a password.",
	passwordTooShort: ({ limit }: { limit: number }): string => `Use at least ${limit} characters.`,
	passwordTooLong: ({ length, limit }: { length: number; limit: number }): string =>
		`The password has ${figure(length)} characters. Shorten it to ${limit} or fewer.`,
	passwordCommon: "This password is too common. Choose another one, such as a few words in a row.",
	passwordIsAddress:
		"The password is the e-mail address, or its part before the @. Choose another one.",
	passwordWrong: "This is not your current password.",

	emailTaken: ({ email }: { email: string }): string =>
		`${email} is already a user. Use another address.`,
	userUnknown: ({ email }: { email: string }): string =>
		`There is no user ${email}. Check the address.`,
	userGone: "Someone removed this user. Go back to the list of users.",
	userDisabled: ({ email }: { email: string }): string =>
		`${email} is disabled. Enable the user first.`,
	/** For changes that would leave no Administrator able to sign in. */
	lastAdministrator: {
		remove: ({ email }: { email: string }): string =>
			withoutAdministrator("This user cannot be removed", email),
		changeRole: ({ email }: { email: string }): string =>
			withoutAdministrator("This role cannot be changed", email),
		disable: ({ email }: { email: string }): string =>
			withoutAdministrator("This user cannot be disabled", email),
		resetPassword: ({ email }: { email: string }): string =>
			withoutAdministrator("This password cannot be reset by a link", email),
	},
	roleChanged: ({ email, role }: { email: string; role: keyof typeof roles }): string =>
		`Someone made ${email} a ${roles[role]}. Your change was not saved: check the role.`,
	firstUserRole: "The first user must be an Administrator.",
	roleUnknown: (found: { role: string; roles: readonly string[] }): string =>
		`There is no role “${found.role}”. Use one of ${found.roles.join(", ")}.`,

	signInRefused: "The e-mail address or the password is wrong.",
	signInLimited: ({ retryAfterSeconds }: { retryAfterSeconds: number }): string =>
		`There were too many failed attempts. Try again in ${duration(retryAfterSeconds)}.`,
	signInBusy: ({ retryAfterSeconds }: { retryAfterSeconds: number }): string =>
		`Too many people are signing in. Try again in ${duration(retryAfterSeconds)}.`,
	setupLinkUnknown:
		"This set-up link is no longer valid. Use the link that the server printed last.",
	setupDone: "There is already an Administrator. Sign in.",
	linkUnknown: ({ days }: { days: number }): string =>
		`This link is no longer valid. A link works once, within ${days} days, ` +
		"until a newer one replaces it. Ask an Administrator for a new link.",
	timeZoneUnknown: "Choose a time zone from the list.",
};
