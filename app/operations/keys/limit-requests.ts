import { addToKeyMinutes } from "../../../db/keys/api-key-minutes.ts";
import {
	allowRequest,
	type MinuteCount,
	minuteOf,
	type RequestAllowance,
} from "../../domain/keys/request-limit.ts";
import type { Service } from "../../platform/service.ts";

// Counted in memory and exchanged every second, so that a call costs nothing extra.

/**
 * Rate limit: counts a call of a limited key, and says whether it is within the limit. Refused
 * calls do not count. Calls that other processes admitted in the last second are not known yet.
 * `now`: milliseconds of a monotonic clock.
 */
export function takeRequest(
	{ state: { requestCounts: counts } }: Service,
	apiKeyId: string,
	limit: number,
	now = performance.now(),
): RequestAllowance {
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
 * Adds this process's counts to the sums of all processes and reads these sums, for the keys used
 * here since the last exchange. After a failed exchange the counts wait for the next one. Single
 * flight: concurrent calls get the same promise.
 */
export function exchangeRequestCounts(service: Service): Promise<void> {
	const counts = service.state.requestCounts;
	counts.exchange ??= exchange(service).finally(() => {
		counts.exchange = null;
	});
	return counts.exchange;
}

async function exchange({ db, state: { requestCounts: counts } }: Service): Promise<void> {
	if (counts.called.size === 0) return;
	const sent = new Map(
		[...counts.called].map((id) => [id, { ...(counts.byKey.get(id) as MinuteCount) }]),
	);
	counts.called.clear();
	const asked = performance.now();
	const answer = await addToKeyMinutes(
		db,
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
