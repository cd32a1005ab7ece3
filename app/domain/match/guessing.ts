/** Wrong codes of one ANI on one number that lock the pair (C10). */
export const GUESSES_MAX = 5;
/**
 * The same for all calls to a number that come without a usable ANI, which share one count (C10).
 */
export const GUESSES_MAX_WITHOUT_ANI = 50;
/** Seconds in which they are counted, and for which the pair is locked then (C10). */
export const GUESS_WINDOW_SECONDS = 600;

export const guessesMax = (fromNumber: string | null): number =>
	fromNumber === null ? GUESSES_MAX_WITHOUT_ANI : GUESSES_MAX;

/**
 * A pair of ANI and dialed number that is locked (C10). Null is "not given": those calls share one
 * count a number.
 */
export type CodeLock = { fromNumber: string | null; toNumber: string | null; lockedUntil: Date };
