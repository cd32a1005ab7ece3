import {
	addToMinutes,
	type GroupCounts,
	noteLiveInMinutes,
} from "../../../db/traffic/group-minutes.ts";
import { groupNameKey } from "../../domain/groups/group.ts";
import type { Service, TrafficCounts } from "../../platform/service.ts";

/** Counts answers to a group's callers. The group's name is in any form that a caller wrote. */
export function noteTraffic(
	{ state: { traffic } }: Service,
	groupName: string,
	answered: keyof TrafficCounts,
	times = 1,
): void {
	const counts = traffic.get(groupName) ?? { created: 0, refusedNoNumber: 0, refusedNoCode: 0 };
	traffic.set(groupName, counts);
	counts[answered] += times;
}

/**
 * Writes the counts since the last write, then looks at the number of live requests. After a failed
 * write the counts wait for the next one. A killed process loses its last seconds.
 */
export async function writeTraffic(service: Service): Promise<void> {
	const taken = service.state.traffic;
	// New counts go into the next write.
	service.state.traffic = new Map();
	if (taken.size > 0)
		await addToMinutes(service.db, byNameKey(taken)).catch((error) => {
			for (const [name, counts] of taken)
				for (const [answered, times] of Object.entries(counts))
					noteTraffic(service, name, answered as keyof TrafficCounts, times);
			throw error;
		});
	await lookAtLiveRequests(service);
}

/** Above this number of live requests, a process looks at them only once a minute. */
const LIVE_MANY = 100_000;
const REST_MS = 60_000;

/**
 * A look scans all live requests, and their number depends on the callers: with millions of them
 * the scan must not keep the database busy. Every request lives at least ten seconds unless it is
 * ended early, so looks five seconds apart miss little.
 */
async function lookAtLiveRequests({ db, state }: Service): Promise<void> {
	if (performance.now() < state.liveLookRestsUntil) return;
	const live = await noteLiveInMinutes(db);
	if (live > LIVE_MANY) state.liveLookRestsUntil = performance.now() + REST_MS;
}

/** One row for each group: callers write one name in several ways. */
function byNameKey(counts: Map<string, TrafficCounts>): GroupCounts[] {
	const groups = new Map<string, GroupCounts>();
	for (const [name, { created, refusedNoNumber, refusedNoCode }] of counts) {
		const nameKey = groupNameKey(name);
		const sum = groups.get(nameKey);
		groups.set(nameKey, {
			nameKey,
			created: created + (sum?.created ?? 0),
			refusedNoNumber: refusedNoNumber + (sum?.refusedNoNumber ?? 0),
			refusedNoCode: refusedNoCode + (sum?.refusedNoCode ?? 0),
		});
	}
	return [...groups.values()];
}
