import { type Batched, type Look, reserveBatch } from "../../../db/requests/batch-reservations.ts";
import type { Reservation, ReservationInput } from "../../../db/requests/reservations.ts";
import { noteBatch } from "../../platform/metrics.server.ts";
import type { AskedReservation, Service } from "../../platform/service.ts";
import { type BatchLimits, inBatches, LIMITS } from "../in-batches.ts";
import { type Drawn, forgetPool, rememberLook, samplePool } from "./pool-samples.ts";

/** Growth of the next sample after one with too few free numbers. */
const FURTHER = 4;
/** A sample of this size is the whole pool. */
const ALL = Number.POSITIVE_INFINITY;

/**
 * A look at a whole pool is slow, and one look answers any number of refusals. So one look serves
 * all waiting requests, and a second look runs at the same time once a dozen wait.
 */
const LOOKING_THROUGH: BatchLimits = { batchMax: 64, underWayMax: 2, furtherMin: 12 };
/**
 * Reserves in one statement with other requests that arrive meanwhile. The caller handles
 * `code-taken` and `undecided` one by one.
 */
export async function reserveInBatch(
	service: Service,
	input: ReservationInput,
): Promise<Reservation> {
	for (let times = 1; ; ) {
		const { reservation } = await reserveWithOthers(service, { input, times });
		if (reservation.outcome === "look-again") times *= FURTHER;
		// No second sample: a pool in constant change would be read again and again.
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
	if (!service.isTest) noteBatch(batch.length);
	const samples = await drawSamples(service, batch);
	const results = await reserveBatch(
		service.db,
		batch.map(({ input }) => input),
		[...samples.values()].map(({ sample }) => sample),
	);
	const looks = new Map<string, Look>();
	for (const [index, { reservation, looked }] of results.entries()) {
		const groupNameKey = batch[index]?.input.groupNameKey as string;
		if (reservation.outcome === "pool-changed") forgetPool(service, groupNameKey);
		// All requests of a group share one look.
		else if (looked !== null && (looked.taken !== null || !looks.has(groupNameKey)))
			looks.set(groupNameKey, looked);
	}
	for (const [groupNameKey, look] of looks)
		rememberLook(service, groupNameKey, look, samples.get(groupNameKey));
	// Not for an unknown group: a client with a wrong name must not slow down the others. Not inside
	// a transaction either: that request went alone.
	if (!service.isWithin)
		service.state.isLookingThrough = [...looks.values()].some(({ free }) => free === 0);
	return results;
}

/** One sample for each group of the batch, by its name key. None: look at the whole pool. */
async function drawSamples(
	service: Service,
	batch: readonly AskedReservation[],
): Promise<Map<string, Drawn>> {
	const groups = new Map<string, { requests: number; times: number }>();
	for (const { input, times } of batch) {
		const before = groups.get(input.groupNameKey) ?? { requests: 0, times };
		groups.set(input.groupNameKey, {
			requests: before.requests + 1,
			times: Math.max(before.times, times),
		});
	}
	const drawn = await Promise.all(
		[...groups].map(async ([groupNameKey, wanted]) => ({
			groupNameKey,
			drawn: await samplePool(service, groupNameKey, wanted),
		})),
	);
	return new Map(
		drawn.flatMap(({ groupNameKey, drawn }) => (drawn ? [[groupNameKey, drawn]] : [])),
	);
}
