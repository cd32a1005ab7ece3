/** The actions of a user's page. */
export const USER_INTENTS = [
	"set-role",
	"disable",
	"enable",
	"reset-password",
	"sign-out",
	"remove",
] as const;
export type UserIntent = (typeof USER_INTENTS)[number];

/**
 * True if an action needs a confirmation: it cannot be undone, or acts on the user's own account.
 */
export const isAskedFirst = (
	intent: UserIntent,
	user: { isSelf: boolean; hasPassword: boolean },
): boolean =>
	user.isSelf || intent === "remove" || (intent === "reset-password" && user.hasPassword);

/** The actions of the page of a user's own account. */
export const ACCOUNT_INTENTS = ["change-password", "set-time-zone", "sign-out-everywhere"] as const;
