/** What a user's page can be asked for. */
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
 * Whether a question comes first: before what cannot be taken back, and before whatever one does to
 * oneself.
 */
export const isAskedFirst = (
	intent: UserIntent,
	user: { isSelf: boolean; hasPassword: boolean },
): boolean =>
	user.isSelf || intent === "remove" || (intent === "reset-password" && user.hasPassword);

/** What a person's own page can be asked for. */
export const ACCOUNT_INTENTS = ["change-password", "set-time-zone", "sign-out-everywhere"] as const;
