/** A key that expires within this time is warned of: two weeks (C11a). */
export const EXPIRY_WARNING_SECONDS = 14 * 86_400;

/** How long an old secret can stay valid beside the new one, in seconds (C11a). */
export const OLD_SECRET_SECONDS = [0, 3600, 86_400, 604_800] as const;
export const OLD_SECRET_DEFAULT = 86_400;

/**
 * The same where a key rotates itself: never at once, so that whoever found a secret cannot shut
 * out its owner unnoticed.
 */
export const OWN_OLD_SECRET_SECONDS = [3600, 86_400, 604_800] as const;

/** Whether a key that works now is about to expire. */
export const expiresSoon = (expiresAt: Date | null, now: Date): boolean =>
	expiresAt !== null && expiresAt.getTime() - now.getTime() <= EXPIRY_WARNING_SECONDS * 1000;
