import type { Database } from "../../../db/connection/database.ts";
import { addToKeyMinutes } from "../../../db/keys/api-key-minutes.ts";
import {
	allowRequest,
	type MinuteCount,
	minuteOf,
	type RequestAllowance,
} from "../../domain/keys/request-limit.ts";

/**
 * `sinceDatabase` turns this process's clock into the database's: all processes count by that one.
 */
type Counted = {
	byKey: Map<string, MinuteCount>;
	called: Set<string>;
	sinceDatabase: number;
	exchange: Promise<void> | null;
};

// Gathered in each process and exchanged every second: counting must cost a call nothing. By
// database: a process has one, tests have several.
const counted = new WeakMap<Database, Counted>();

function countsOf(database: Database): Counted {
	const known = counted.get(database);
	if (known) return known;
	const fresh: Counted = {
		byKey: new Map(),
		called: new Set(),
		sinceDatabase: performance.timeOrigin,
		exchange: null,
	};
	counted.set(database, fresh);
	return fresh;
}

/**
 * Counts a call of a limited key, and says whether it is within the limit; refused calls count for
 * nothing. What other processes admitted within the last second is not known yet. `now` is in
 * milliseconds of a clock that only goes forward.
 */
export function takeRequest(
	database: Database,
	apiKeyId: string,
	limit: number,
	now = performance.now(),
): RequestAllowance {
	const counts = countsOf(database);
	const time = counts.sinceDatabase + now;
	let count = counts.byKey.get(apiKeyId);
	if (count?.minute !== minuteOf(time)) {
		count = { minute: minuteOf(time), written: 0, unwritten: 0 };
		counts.byKey.set(apiKeyId, count);
	}
	const allowance = allowRequest(limit, count, time);
	if (allowance.admitted) count.unwritten += 1;
	counts.called.add(apiKeyId);
	return allowance;
}

/**
 * Adds what this process has counted to what all have, and learns the sums, of the keys that were
 * used here since the last time. What could not be written is kept for the next time. Called again
 * meanwhile, it gives the same promise.
 */
export function exchangeRequestCounts(database: Database): Promise<void> {
	const counts = countsOf(database);
	counts.exchange ??= exchange(database, counts).finally(() => {
		counts.exchange = null;
	});
	return counts.exchange;
}

async function exchange(database: Database, counts: Counted): Promise<void> {
	if (counts.called.size === 0) return;
	const sent = new Map(
		[...counts.called].map((id) => [id, { ...(counts.byKey.get(id) as MinuteCount) }]),
	);
	counts.called.clear();
	const asked = performance.now();
	const answer = await addToKeyMinutes(
		database,
		[...sent].map(([apiKeyId, { minute, unwritten }]) => ({ apiKeyId, minute, calls: unwritten })),
	).catch((error) => {
		for (const id of sent.keys()) counts.called.add(id);
		throw error;
	});
	counts.sinceDatabase = answer.now - (asked + performance.now()) / 2;
	for (const { apiKeyId, minute, calls } of answer.sums) {
		const count = counts.byKey.get(apiKeyId);
		if (count?.minute !== minute) continue;
		count.written = calls;
		count.unwritten -= sent.get(apiKeyId)?.unwritten ?? 0;
	}
}
