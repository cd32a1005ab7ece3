/**
 * Larger pools are looked at whole by the database itself, rather than by a list of all their
 * numbers.
 */
const LISTED_MAX = 1000;
/**
 * Room for chance: what is drawn falls short of its mean half of the time. One draw in some hundred
 * is too small then; each costs all who share it a second look, and more of them would make the
 * slowest of all calls.
 */
const DEVIATIONS = 2.5;

/**
 * Free numbers that n requests together have to choose from: alone, one gets the longest free of 16
 * (C3); of 16 requests the last one still chooses from 31, and each gets one of the 16 in 46 that
 * have been free longest.
 */
export const enoughFree = (requests: number): number => 14 + 2 * requests;

/**
 * Draws numbers of a pool by chance, so many that most likely `enoughFree` of them are free where
 * one in `perFree` is; `times` as many after a sample that was not enough. All of the pool where
 * that is not much more; null where the database should look at all of it by itself. `random` gives
 * a number from 0 up to but not including 1.
 */
export function drawSample(
	pool: readonly string[],
	{ requests, perFree, times }: { requests: number; perFree: number; times: number },
	random: () => number,
): readonly string[] | null {
	const enough = enoughFree(requests);
	const draws = Math.ceil(times * perFree * (enough + DEVIATIONS * Math.sqrt(enough)));
	if (2 * draws >= pool.length) return pool.length <= LISTED_MAX ? pool : null;
	const drawn = new Set<string>();
	while (drawn.size < draws) drawn.add(pool[Math.floor(random() * pool.length)] as string);
	return [...drawn];
}
