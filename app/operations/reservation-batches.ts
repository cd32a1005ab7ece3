import { type Batched, type PoolSample, reserveBatch } from "../../db/batch-reservations.ts";
import type { Database } from "../../db/client.ts";
import type { Reservation, ReservationInput } from "../../db/reservations.ts";
import { noteBatch } from "../metrics.server.ts";
import { inBatches } from "./in-batches.ts";
import { forgetPool, rememberLook, samplePool } from "./pool-samples.ts";

/** How many times as much is looked at, once a sample had too few free numbers. */
const FURTHER = 4;
/** Any sample so much larger than would most likely do is the whole pool. */
const ALL = Number.POSITIVE_INFINITY;

/** `times` is 1, and more after a look that decided nothing. */
type Asked = { input: ReservationInput; times: number };

/**
 * Reserves together with the others that arrive while statements are under way. `code-taken` and `undecided` are for the caller to decide, one
 * by one.
 */
export async function reserveInBatch(database: Database, input: ReservationInput): Promise<Reservation> {
	for (let times = 1; ; ) {
		const { reservation } = await reserveWithOthers(database, { input, times });
		if (reservation.outcome === "look-again") times *= FURTHER;
		// Not sampled again: a pool that changes all the time would be read anew all the time.
		else if (reservation.outcome === "pool-changed") times = ALL;
		else return reservation;
	}
}

const reserveWithOthers = inBatches<Asked, Batched>(async (database, batch) => {
	noteBatch(batch.length);
	const samples = await drawSamples(database, batch);
	const results = await reserveBatch(
		database.run,
		batch.map(({ input }) => input),
		samples,
	);
	const looks = new Map<string, { seen: number; free: number }>();
	for (const [index, { reservation, looked }] of results.entries()) {
		const groupNameKey = batch[index]?.input.groupNameKey as string;
		if (reservation.outcome === "pool-changed") forgetPool(database, groupNameKey);
		// All of a group have seen the same.
		else if (looked !== null) looks.set(groupNameKey, looked);
	}
	for (const [groupNameKey, look] of looks) rememberLook(database, groupNameKey, look);
	return results;
});

/** One for each group of the batch. */
async function drawSamples(database: Database, batch: readonly Asked[]): Promise<PoolSample[]> {
	const groups = new Map<string, { requests: number; times: number }>();
	for (const { input, times } of batch) {
		const before = groups.get(input.groupNameKey) ?? { requests: 0, times };
		groups.set(input.groupNameKey, { requests: before.requests + 1, times: Math.max(before.times, times) });
	}
	const samples = await Promise.all([...groups].map(([groupNameKey, wanted]) => samplePool(database, groupNameKey, wanted)));
	return samples.filter((sample) => sample !== undefined);
}
