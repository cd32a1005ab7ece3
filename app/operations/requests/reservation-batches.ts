import type { Database } from "../../../db/connection/database.ts";
import {
	type Batched,
	type PoolSample,
	reserveBatch,
} from "../../../db/requests/batch-reservations.ts";
import type { Reservation, ReservationInput } from "../../../db/requests/reservations.ts";
import { noteBatch } from "../../platform/metrics.server.ts";
import { type BatchLimits, inBatches, LIMITS } from "../in-batches.ts";
import { forgetPool, rememberLook, samplePool } from "./pool-samples.ts";

/** How many times as much is looked at, once a sample had too few free numbers. */
const FURTHER = 4;
/** Any sample so much larger than would most likely do is the whole pool. */
const ALL = Number.POSITIVE_INFINITY;

/**
 * A look at a whole pool takes long, and serves any number of refusals: for as many as are waiting,
 * and one for a dozen while others are answered.
 */
const LOOKING_THROUGH: BatchLimits = { batchMax: 64, underWayMax: 2, furtherMin: 12 };
/**
 * Where a group of the last batch had nothing free: most likely the next one has to look at its
 * whole pool as well.
 */
const lookingThrough = new WeakSet<Database>();

/** `times` is 1, and more after a look that decided nothing. */
type Asked = { input: ReservationInput; times: number };

/**
 * Reserves together with the others that arrive while statements are under way. `code-taken` and
 * `undecided` are for the caller to decide, one by one.
 */
export async function reserveInBatch(
	database: Database,
	input: ReservationInput,
): Promise<Reservation> {
	for (let times = 1; ; ) {
		const { reservation } = await reserveWithOthers(database, { input, times });
		if (reservation.outcome === "look-again") times *= FURTHER;
		// Not sampled again: a pool that changes all the time would be read anew all the time.
		else if (reservation.outcome === "pool-changed") times = ALL;
		else return reservation;
	}
}

const reserveWithOthers = inBatches<Asked, Batched>(
	(database, batch) => reserveAll(database, batch),
	(database) => (lookingThrough.has(database) ? LOOKING_THROUGH : LIMITS),
);

async function reserveAll(database: Database, batch: readonly Asked[]): Promise<Batched[]> {
	noteBatch(batch.length);
	const samples = await drawSamples(database, batch);
	const results = await reserveBatch(
		database,
		batch.map(({ input }) => input),
		samples.filter((sample) => sample !== undefined),
	);
	const looks = new Map<string, { seen: number; free: number }>();
	for (const [index, { reservation, looked }] of results.entries()) {
		const groupNameKey = batch[index]?.input.groupNameKey as string;
		if (reservation.outcome === "pool-changed") forgetPool(database, groupNameKey);
		// All of a group have seen the same.
		else if (looked !== null) looks.set(groupNameKey, looked);
	}
	for (const [groupNameKey, look] of looks) rememberLook(database, groupNameKey, look);
	// Not where there is no such group: a client with a wrong name must not slow down the others.
	if ([...looks.values()].some(({ free }) => free === 0)) lookingThrough.add(database);
	else lookingThrough.delete(database);
	return results;
}

/** One for each group of the batch; undefined where the whole pool has to be looked at. */
function drawSamples(
	database: Database,
	batch: readonly Asked[],
): Promise<(PoolSample | undefined)[]> {
	const groups = new Map<string, { requests: number; times: number }>();
	for (const { input, times } of batch) {
		const before = groups.get(input.groupNameKey) ?? { requests: 0, times };
		groups.set(input.groupNameKey, {
			requests: before.requests + 1,
			times: Math.max(before.times, times),
		});
	}
	return Promise.all(
		[...groups].map(([groupNameKey, wanted]) => samplePool(database, groupNameKey, wanted)),
	);
}
