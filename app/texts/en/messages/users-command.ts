type Email = { email: string };

/** `npm run users`: the operator's command for user accounts. */
export const usersCommand = {
	usage: ({ roles }: { roles: readonly string[] }): string => `Usage: npm run users -- list
       npm run users -- add EMAIL ROLE
       npm run users -- set-role EMAIL ROLE
       npm run users -- reset-password EMAIL
       npm run users -- disable EMAIL
       npm run users -- enable EMAIL
       npm run users -- sign-out EMAIL
       npm run users -- remove EMAIL
Roles: ${roles.join(", ")}. The command asks for passwords,
or reads them from standard input if that is not a terminal.`,
	password: ({ email }: Email): string => `Password for ${email}: `,
	newPassword: ({ email }: Email): string => `New password for ${email}: `,
	passwordAgain: "Enter it again: ",
	passwordsDiffer: "The two passwords differ. Nothing was changed.",
	noPassword: "No password was given. Nothing was changed.",
	added: ({ email, role }: Email & { role: string }): string =>
		`${email} can now sign in as ${role}.`,
	roleSet: ({ email, role }: Email & { role: string }): string =>
		`${email} is now ${role}, and has to sign in again.`,
	passwordReset: ({ email }: Email): string =>
		`${email} has a new password, and has to sign in again.`,
	disabled: ({ email }: Email): string => `${email} is disabled, and signed out everywhere.`,
	enabled: ({ email }: Email): string => `${email} is enabled.`,
	signedOut: ({ email }: Email): string => `${email} is signed out everywhere.`,
	removed: ({ email }: Email): string => `${email} is removed, and signed out everywhere.`,
	noUsers: "There are no users yet.",
	heads: {
		email: "EMAIL",
		role: "ROLE",
		since: "SINCE",
		lastSignIn: "LAST SIGN-IN",
	},
	never: "never",
	waiting: "has no password yet",
	isDisabled: "disabled",
};
