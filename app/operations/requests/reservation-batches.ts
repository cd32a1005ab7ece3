import {
	type Batched,
	type PoolSample,
	reserveBatch,
} from "../../../db/requests/batch-reservations.ts";
import type { Reservation, ReservationInput } from "../../../db/requests/reservations.ts";
import { noteBatch } from "../../platform/metrics.server.ts";
import type { AskedReservation, Service } from "../../platform/service.ts";
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
 * Reserves together with the others that arrive while statements are under way. `code-taken` and
 * `undecided` are for the caller to decide, one by one.
 */
export async function reserveInBatch(
	service: Service,
	input: ReservationInput,
): Promise<Reservation> {
	for (let times = 1; ; ) {
		const { reservation } = await reserveWithOthers(service, { input, times });
		if (reservation.outcome === "look-again") times *= FURTHER;
		// Not sampled again: a pool that changes all the time would be read anew all the time.
		else if (reservation.outcome === "pool-changed") times = ALL;
		else return reservation;
	}
}

const reserveWithOthers = inBatches(
	(state) => state.reservations,
	reserveAll,
	(state) => (state.isLookingThrough ? LOOKING_THROUGH : LIMITS),
);

async function reserveAll(
	service: Service,
	batch: readonly AskedReservation[],
): Promise<Batched[]> {
	noteBatch(batch.length);
	const samples = await drawSamples(service, batch);
	const results = await reserveBatch(
		service.db,
		batch.map(({ input }) => input),
		samples.filter((sample) => sample !== undefined),
	);
	const looks = new Map<string, { seen: number; free: number }>();
	for (const [index, { reservation, looked }] of results.entries()) {
		const groupNameKey = batch[index]?.input.groupNameKey as string;
		if (reservation.outcome === "pool-changed") forgetPool(service, groupNameKey);
		// All of a group have seen the same.
		else if (looked !== null) looks.set(groupNameKey, looked);
	}
	for (const [groupNameKey, look] of looks) rememberLook(service, groupNameKey, look);
	// Not where there is no such group: a client with a wrong name must not slow down the others.
	// Nor where it was sent alone, inside of a transaction.
	if (!service.isWithin)
		service.state.isLookingThrough = [...looks.values()].some(({ free }) => free === 0);
	return results;
}

/** One for each group of the batch; undefined where the whole pool has to be looked at. */
function drawSamples(
	service: Service,
	batch: readonly AskedReservation[],
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
		[...groups].map(([groupNameKey, wanted]) => samplePool(service, groupNameKey, wanted)),
	);
}
