import { listPoolNumbers } from "../../../db/groups/pool-entries.ts";
import type { Look, PoolSample } from "../../../db/requests/batch-reservations.ts";
import { drawSample, enoughFree } from "../../domain/requests/pool-sample.ts";
import type { Pool, Service } from "../../platform/service.ts";

/** Numbers of all pools that a process caches: about 20 MB. */
const NUMBERS_REMEMBERED_MAX = 500_000;
/** Estimate for a group without looks so far: half of its numbers are taken. */
const PER_FREE_AT_FIRST = 2;
/**
 * Window of the estimate: a group's share of free numbers comes from about this many of its latest
 * numbers looked at. A single sample says little.
 */
const SEEN_MAX = 1000;
/**
 * A number seen taken is not drawn for this long. It spares looks, and says nothing of whether the
 * number is free: a request may end early, in this process or in another one.
 */
const TAKEN_MS = 5000;

/** A sample, and the places of its numbers in the pool as this process knows it. */
export type Drawn = { sample: PoolSample; pool: Pool; places: readonly number[] };

/**
 * Draws numbers for this many requests of a group: `times` the quantity that is most likely enough.
 * Undefined if the database should look at the whole pool, or the group does not exist.
 */
export async function samplePool(
	service: Service,
	groupNameKey: string,
	{ requests, times }: { requests: number; times: number },
): Promise<Drawn | undefined> {
	const pool =
		service.state.pools.byNameKey.get(groupNameKey) ?? (await load(service, groupNameKey));
	if (pool === undefined || !Number.isFinite(times)) return undefined;
	const perFree = pool.seen === 0 ? PER_FREE_AT_FIRST : pool.seen / pool.free;
	const now = performance.now();
	const isProbablyTaken = (place: number) => (pool.takenUntil[place] as number) > now;
	const wanted = { requests, perFree, times };
	const places = drawSample(pool.numbers.length, wanted, isProbablyTaken, Math.random);
	if (places === null) return undefined;
	const { groupId, poolVersion } = pool;
	const numbers = places.map((place) => pool.numbers[place] as string);
	const enough = places.length === pool.numbers.length ? 0 : enoughFree(requests);
	return { sample: { groupNameKey, groupId, poolVersion, numbers, enough }, pool, places };
}

/**
 * Single flight: concurrent callers share one read of the pool. A transaction reads alone, so that
 * its failure affects no other caller.
 */
function load(service: Service, groupNameKey: string): Promise<Pool | undefined> {
	if (service.isWithin) return read(service, groupNameKey);
	const { loading: all } = service.state.pools;
	const underWay = all.get(groupNameKey);
	if (underWay) return underWay;
	const loading = read(service, groupNameKey).finally(() => all.delete(groupNameKey));
	all.set(groupNameKey, loading);
	return loading;
}

async function read(
	{ db, state: { pools } }: Service,
	groupNameKey: string,
): Promise<Pool | undefined> {
	const found = await listPoolNumbers(db, groupNameKey);
	if (found === null) return undefined;
	if (pools.numbers + found.numbers.length > NUMBERS_REMEMBERED_MAX) {
		pools.byNameKey.clear();
		pools.numbers = 0;
	}
	const takenUntil = new Float64Array(found.numbers.length);
	const pool = { ...found, seen: 0, free: 0, takenUntil };
	pools.numbers += pool.numbers.length - (pools.byNameKey.get(groupNameKey)?.numbers.length ?? 0);
	pools.byNameKey.set(groupNameKey, pool);
	return pool;
}

/** The pool has changed since the draw. The next sample reads it again. */
export function forgetPool({ state: { pools } }: Service, groupNameKey: string): void {
	pools.numbers -= pools.byNameKey.get(groupNameKey)?.numbers.length ?? 0;
	pools.byNameKey.delete(groupNameKey);
}

/**
 * Remembers how many numbers were looked at and how many were free: the size of the group's next
 * sample depends on it. Remembers which ones were taken: the next samples leave them out.
 */
export function rememberLook(
	{ state }: Service,
	groupNameKey: string,
	look: Look,
	drawn: Drawn | undefined,
): void {
	if (drawn && look.taken) {
		const until = performance.now() + TAKEN_MS;
		for (const place of look.taken) drawn.pool.takenUntil[drawn.places[place] as number] = until;
	}
	const pool = state.pools.byNameKey.get(groupNameKey);
	if (pool === undefined) return;
	// Older looks weigh less.
	const share = Math.min(1, SEEN_MAX / (pool.seen + look.seen));
	pool.seen = share * (pool.seen + look.seen);
	pool.free = share * (pool.free + look.free);
}
