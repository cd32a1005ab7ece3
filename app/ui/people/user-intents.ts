/** The actions of a user's page. */
export const USER_INTENTS = [
	"set-role",
	"disable",
	"enable",
	"reset-password",
	"sign-out",
	"end-session",
	"remove",
] as const;
export type UserIntent = (typeof USER_INTENTS)[number];

/** An action that may need a confirmation. The end of one session never does. */
export type AskedIntent = Exclude<UserIntent, "end-session">;

/**
 * True if an action needs a confirmation: it cannot be undone, or acts on the user's own account.
 */
export const isAskedFirst = (
	intent: UserIntent,
	user: { isSelf: boolean; hasPassword: boolean },
): intent is AskedIntent =>
	intent !== "end-session" &&
	(user.isSelf || intent === "remove" || (intent === "reset-password" && user.hasPassword));

/** The actions of the page of a user's own account. */
export const ACCOUNT_INTENTS = [
	"change-password",
	"set-time-zone",
	"sign-out-elsewhere",
	"sign-out-everywhere",
] as const;
