import { listPoolNumbers } from "../../../db/groups/pool-entries.ts";
import type { PoolSample } from "../../../db/requests/batch-reservations.ts";
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
 * Draws numbers for this many requests of a group: `times` the quantity that is most likely enough.
 * Undefined if the database should look at the whole pool, or the group does not exist.
 */
export async function samplePool(
	service: Service,
	groupNameKey: string,
	{ requests, times }: { requests: number; times: number },
): Promise<PoolSample | undefined> {
	const pool =
		service.state.pools.byNameKey.get(groupNameKey) ?? (await load(service, groupNameKey));
	if (pool === undefined || !Number.isFinite(times)) return undefined;
	const perFree = pool.seen === 0 ? PER_FREE_AT_FIRST : pool.seen / pool.free;
	const numbers = drawSample(pool.numbers, { requests, perFree, times }, Math.random);
	if (numbers === null) return undefined;
	const enough = numbers.length === pool.numbers.length ? 0 : enoughFree(requests);
	return { groupNameKey, groupId: pool.groupId, poolVersion: pool.poolVersion, numbers, enough };
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
	const pool = { ...found, seen: 0, free: 0 };
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
 * Remembers how many numbers were looked at and how many were free. The size of the group's next
 * sample depends on it.
 */
export function rememberLook(
	{ state }: Service,
	groupNameKey: string,
	look: { seen: number; free: number },
): void {
	const pool = state.pools.byNameKey.get(groupNameKey);
	if (pool === undefined) return;
	// Older looks weigh less.
	const share = Math.min(1, SEEN_MAX / (pool.seen + look.seen));
	pool.seen = share * (pool.seen + look.seen);
	pool.free = share * (pool.free + look.free);
}
