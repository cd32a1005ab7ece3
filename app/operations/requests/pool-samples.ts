import { listPoolNumbers } from "../../../db/groups/pool-entries.ts";
import type { PoolSample } from "../../../db/requests/batch-reservations.ts";
import { drawSample, enoughFree } from "../../domain/requests/pool-sample.ts";
import type { Pool, Service } from "../../platform/service.ts";

/** Numbers of all pools together that a process remembers: some 20 MB. */
const NUMBERS_REMEMBERED_MAX = 500_000;
/** What is not known of a group yet: half of its numbers are taken. */
const PER_FREE_AT_FIRST = 2;
/**
 * Numbers seen of a group that its share of free ones is reckoned from: one sample alone says
 * little.
 */
const SEEN_MAX = 1000;

/**
 * Draws numbers for so many requests of a group; `times` as many as would most likely do. Undefined
 * where the database should look at the whole pool itself, or there is no such group.
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
 * Those who ask for a pool that is being read wait for it together; a transaction reads it by
 * itself, so that it fails nobody else.
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

/** The pool is another than was drawn from: it is read anew for the next sample. */
export function forgetPool({ state: { pools } }: Service, groupNameKey: string): void {
	pools.numbers -= pools.byNameKey.get(groupNameKey)?.numbers.length ?? 0;
	pools.byNameKey.delete(groupNameKey);
}

/**
 * How many numbers were looked at, and how many of them were free: what the next sample of this
 * group is drawn by.
 */
export function rememberLook(
	{ state }: Service,
	groupNameKey: string,
	look: { seen: number; free: number },
): void {
	const pool = state.pools.byNameKey.get(groupNameKey);
	if (pool === undefined) return;
	// The older, the less it counts.
	const share = Math.min(1, SEEN_MAX / (pool.seen + look.seen));
	pool.seen = share * (pool.seen + look.seen);
	pool.free = share * (pool.free + look.free);
}
