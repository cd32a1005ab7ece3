import { type Batched, type BatchedInput, reserveBatch, WHOLE_POOL } from "../../db/batch-reservations.ts";
import { type Database, isUnreachable } from "../../db/client.ts";
import type { Reservation, ReservationInput } from "../../db/reservations.ts";
import { noteBatch } from "../metrics.server.ts";

const BATCH_MAX = 16;
/** Statements at once. While one waits for its commit, or its answers are on their way out, the database works at the next. */
const UNDER_WAY_MAX = 3;
/** A further one is sent for this many at least, because each costs the more the fewer it serves. */
const FURTHER_MIN = 4;
/** What is not known of a group yet: half of its numbers are taken. */
const POSITIONS_AT_FIRST = 2;
/** How much further is looked than was expected, once a sample had too few free numbers. */
const FURTHER = 4;
/** Numbers seen of a group that its share of free ones is reckoned from: one sample alone says little. */
const SEEN_MAX = 1000;
const GROUPS_REMEMBERED_MAX = 10_000;

type Waiting = { input: BatchedInput; resolve(reservation: Reservation): void; reject(error: unknown): void };
type Looked = { seen: number; free: number };
type Batches = { waiting: Waiting[]; underWay: number; isAboutToSend: boolean; looked: Map<string, Looked> };

// By database: a process has one, tests have several. Nothing in it has to be known by other processes.
const batchesOf = new WeakMap<Database, Batches>();

/**
 * Reserves together with the others that arrive while statements are under way: they go into the next one. None waits for a timer; alone, it
 * is sent at once. `code-taken` and `undecided` are for the caller to decide, one by one.
 */
export function reserveInBatch(database: Database, input: ReservationInput): Promise<Reservation> {
	const batches: Batches = batchesOf.get(database) ?? { waiting: [], underWay: 0, isAboutToSend: false, looked: new Map() };
	batchesOf.set(database, batches);
	const positions = positionsOf(batches.looked.get(input.groupNameKey));
	return new Promise((resolve, reject) => {
		batches.waiting.push({ input: { ...input, positions }, resolve, reject });
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
		);
	} catch (error) {
		// What the database refused, it refused as a whole, and one of the batch is the reason. Without an answer nobody knows what was done.
		if (batch.length === 1 || isUnreachable(error)) for (const { reject } of batch) reject(error);
		else for (const one of batch) await send(database, batches, [one]);
		return;
	}
	const again: Waiting[] = [];
	const looks = new Map<string, Looked>();
	batch.forEach((one, index) => {
		const { reservation, looked } = results[index] as Batched;
		if (looked !== null) looks.set(one.input.groupNameKey, looked);
		if (reservation.outcome === "look-again") again.push({ ...one, input: { ...one.input, positions: FURTHER * one.input.positions } });
		else one.resolve(reservation);
	});
	for (const [groupNameKey, looked] of looks) remember(batches.looked, groupNameKey, looked);
	// They have waited longest.
	batches.waiting.unshift(...again);
}

function remember(groups: Map<string, Looked>, groupNameKey: string, { seen, free }: Looked): void {
	if (groups.size >= GROUPS_REMEMBERED_MAX) groups.clear();
	const before = groups.get(groupNameKey) ?? { seen: 0, free: 0 };
	// The older, the less it counts.
	const share = Math.min(1, SEEN_MAX / (before.seen + seen));
	groups.set(groupNameKey, { seen: share * (before.seen + seen), free: share * (before.free + free) });
}

/** How many numbers have to be looked at for each free one. */
const positionsOf = (looked: Looked | undefined): number =>
	looked === undefined ? POSITIONS_AT_FIRST : looked.free === 0 ? WHOLE_POOL : looked.seen / looked.free;
