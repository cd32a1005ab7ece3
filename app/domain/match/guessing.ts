/** Wrong codes of one ANI on one number that lock the pair (C10). */
export const GUESSES_MAX = 5;
/** The limit for all calls to a number without a usable ANI. They share one count (C10). */
export const GUESSES_MAX_WITHOUT_ANI = 50;
/** Seconds of the window that counts wrong codes, and of the lock that follows (C10). */
export const GUESS_WINDOW_SECONDS = 600;

export const guessesMax = (fromNumber: string | null): number =>
	fromNumber === null ? GUESSES_MAX_WITHOUT_ANI : GUESSES_MAX;

/**
 * A locked pair of ANI and dialed number (C10). A null ANI means "not given": those calls share one
 * count for each number; with `hidesCaller`, it means one caller who withholds the number (N4).
 */
export type CodeLock = {
	id: string;
	fromNumber: string | null;
	toNumber: string | null;
	hidesCaller: boolean;
	lockedUntil: Date;
};
