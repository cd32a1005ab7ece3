import { type Batched, type PoolSample, reserveBatch } from "../../db/batch-reservations.ts";
import { type Database, isUnreachable } from "../../db/client.ts";
import type { Reservation, ReservationInput } from "../../db/reservations.ts";
import { noteBatch } from "../metrics.server.ts";
import { forgetPool, rememberLook, samplePool } from "./pool-samples.ts";

const BATCH_MAX = 16;
/** Statements at once. While one waits for its commit, or its answers are on their way out, the database works at the next. */
const UNDER_WAY_MAX = 3;
/** A further one is sent for this many at least, because each costs the more the fewer it serves. */
const FURTHER_MIN = 4;
/** How many times as much is looked at, once a sample had too few free numbers. */
const FURTHER = 4;
/** Any sample so much larger than would most likely do is the whole pool. */
const ALL = Number.POSITIVE_INFINITY;

/** `times` is 1, and more after a look that decided nothing. */
type Waiting = { input: ReservationInput; times: number; resolve(reservation: Reservation): void; reject(error: unknown): void };
type Batches = { waiting: Waiting[]; underWay: number; isAboutToSend: boolean };

// By database: a process has one, tests have several. Nothing in it has to be known by other processes.
const batchesOf = new WeakMap<Database, Batches>();

/**
 * Reserves together with the others that arrive while statements are under way: they go into the next one. None waits for a timer; alone, it
 * is sent at once. `code-taken` and `undecided` are for the caller to decide, one by one.
 */
export function reserveInBatch(database: Database, input: ReservationInput): Promise<Reservation> {
	const batches: Batches = batchesOf.get(database) ?? { waiting: [], underWay: 0, isAboutToSend: false };
	batchesOf.set(database, batches);
	return new Promise((resolve, reject) => {
		batches.waiting.push({ input, times: 1, resolve, reject });
		sendSoon(database, batches);
	});
}

/** Once what has already come in has been read: no timer, and the requests of one burst go together. */
function sendSoon(database: Database, batches: Batches): void {
	if (batches.isAboutToSend) return;
	batches.isAboutToSend = true;
	setImmediate(() => {
		batches.isAboutToSend = false;
		sendNext(database, batches);
	});
}

function sendNext(database: Database, batches: Batches): void {
	while (batches.waiting.length >= (batches.underWay === 0 ? 1 : FURTHER_MIN) && batches.underWay < UNDER_WAY_MAX) {
		const batch = batches.waiting.splice(0, BATCH_MAX);
		batches.underWay += 1;
		send(database, batches, batch).finally(() => {
			batches.underWay -= 1;
			sendSoon(database, batches);
		});
	}
}

async function send(database: Database, batches: Batches, batch: Waiting[]): Promise<void> {
	let results: Batched[];
	noteBatch(batch.length);
	try {
		results = await reserveBatch(
			database.run,
			batch.map(({ input }) => input),
			await drawSamples(database, batch),
		);
	} catch (error) {
		// What the database refused, it refused as a whole, and one of the batch is the reason. Without an answer nobody knows what was done.
		if (batch.length === 1 || isUnreachable(error)) for (const { reject } of batch) reject(error);
		else for (const one of batch) await send(database, batches, [one]);
		return;
	}
	const again: Waiting[] = [];
	const looks = new Map<string, { seen: number; free: number }>();
	batch.forEach((one, index) => {
		const { reservation, looked } = results[index] as Batched;
		const { groupNameKey } = one.input;
		if (looked !== null) looks.set(groupNameKey, looked);
		if (reservation.outcome === "look-again") again.push({ ...one, times: FURTHER * one.times });
		else if (reservation.outcome === "pool-changed") {
			forgetPool(database, groupNameKey);
			// Not sampled again: a pool that changes all the time would be read anew all the time.
			again.push({ ...one, times: ALL });
		} else one.resolve(reservation);
	});
	for (const [groupNameKey, look] of looks) rememberLook(database, groupNameKey, look);
	// They have waited longest.
	batches.waiting.unshift(...again);
}

/** One for each group of the batch. */
async function drawSamples(database: Database, batch: readonly Waiting[]): Promise<PoolSample[]> {
	const groups = new Map<string, { requests: number; times: number }>();
	for (const { input, times } of batch) {
		const before = groups.get(input.groupNameKey) ?? { requests: 0, times };
		groups.set(input.groupNameKey, { requests: before.requests + 1, times: Math.max(before.times, times) });
	}
	const samples = await Promise.all([...groups].map(([groupNameKey, wanted]) => samplePool(database, groupNameKey, wanted)));
	return samples.filter((sample) => sample !== undefined);
}
