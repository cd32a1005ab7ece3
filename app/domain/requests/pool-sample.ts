/**
 * Pools of up to this size are listed number by number. For a larger one, the database looks at the
 * complete pool by itself.
 */
const LISTED_MAX = 1000;
/**
 * Safety margin in standard deviations: half of all samples have fewer free numbers than the mean.
 * With this margin, few samples are too small. Each such sample costs a second look for all
 * requests that share it. More such samples would cause the slowest of all calls.
 */
const DEVIATIONS = 3;
/** The share of free numbers is an estimate, so that not even a sample of a free pool is exact. */
const SPARE = 2;
/** Draws for each number of the sample, until numbers that are probably taken have to do. */
const DRAWS_MAX = 16;

/**
 * Draw 14 + 2n free numbers: one request picks the longest-free of 16 (C3); sixteen pick from 46,
 * so the last still has 31 to choose from. Each of the sixteen gets one of the 16 longest-free.
 */
export const enoughFree = (requests: number): number => 14 + 2 * requests;

/**
 * Draws places of a pool of this size at random, from 0: so many that `enoughFree` numbers there
 * are most likely free if one number in `perFree` is free. `times` enlarges the sample after one
 * that was too small. Numbers that are probably taken are left out if there are enough others.
 * Returns all places if the sample is not much smaller. Null: the database should look at the
 * complete pool by itself. `random` returns a number from 0 up to but not including 1.
 */
export function drawSample(
	size: number,
	{ requests, perFree, times }: { requests: number; perFree: number; times: number },
	isProbablyTaken: (place: number) => boolean,
	random: () => number,
): number[] | null {
	const enough = enoughFree(requests);
	const deviation = Math.sqrt(enough * (1 - 1 / perFree));
	const wanted = Math.ceil(times * perFree * (enough + DEVIATIONS * deviation)) + SPARE;
	if (2 * wanted >= size)
		return size <= LISTED_MAX ? Array.from({ length: size }, (_, place) => place) : null;
	const drawn = new Set<number>();
	const taken = new Set<number>();
	for (let draws = 0; drawn.size < wanted && draws < DRAWS_MAX * wanted; draws += 1) {
		const place = Math.floor(random() * size);
		(isProbablyTaken(place) ? taken : drawn).add(place);
	}
	// Places that are missing are filled from what was drawn, then from any.
	for (const place of taken) if (drawn.size < wanted) drawn.add(place);
	while (drawn.size < wanted) drawn.add(Math.floor(random() * size));
	return [...drawn];
}
