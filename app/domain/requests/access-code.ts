/**
 * Code quarantine: seconds after a request's end in which the next caller on that number does not
 * get its code (C5).
 */
export const CODE_QUARANTINE_SECONDS = 600;

/**
 * The number of codes of a length. The first digit is never 0, because clients read the code as a
 * number (C1).
 */
export const accessCodeCount = (length: number): number => 9 * 10 ** (length - 1);

/** The smallest code of a length: 1000 for 4. */
export const firstAccessCode = (length: number): number => 10 ** (length - 1);

/**
 * Draws a code of `length` digits. `randomBelow(n)` returns a whole number from 0 to n - 1, from a
 * cryptographic source (C5).
 */
export const drawAccessCode = (length: number, randomBelow: (n: number) => number): string =>
	String(firstAccessCode(length) + randomBelow(accessCodeCount(length)));
