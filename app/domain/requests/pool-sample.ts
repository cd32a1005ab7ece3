/**
 * Pools of up to this size are listed number by number. For a larger one, the database looks at the
 * complete pool by itself.
 */
const LISTED_MAX = 1000;
/**
 * Safety margin in standard deviations: half of all samples have fewer free numbers than the mean.
 * With this margin about one sample in some hundred is too small. Each such sample costs a second
 * look for all requests that share it. More such samples would cause the slowest of all calls.
 */
const DEVIATIONS = 2.5;

/**
 * Draw 14 + 2n free numbers: one request picks the longest-free of 16 (C3); sixteen pick from 46,
 * so the last still has 31 to choose from. Each of the sixteen gets one of the 16 longest-free.
 */
export const enoughFree = (requests: number): number => 14 + 2 * requests;

/**
 * Draws a random sample of a pool, large enough that `enoughFree` numbers in it are most likely
 * free if one number in `perFree` is free. `times` enlarges it after a sample that was too small.
 * Returns the complete pool if that is not much larger. Null: the database should look at the
 * complete pool by itself. `random` returns a number from 0 up to but not including 1.
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
