import {
	addToMinutes,
	type GroupCounts,
	noteLiveInMinutes,
} from "../../../db/traffic/group-minutes.ts";
import { groupNameKey } from "../../domain/groups/group.ts";
import type { Service, TrafficCounts } from "../../platform/service.ts";

/**
 * Counts answers to callers of a group, known by its name in whatever form the callers wrote it.
 */
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
 * Writes down what was counted since the last time, then looks at how many requests are live.
 * Counts that could not be written are kept for the next time; a killed process loses its last
 * seconds.
 */
export async function writeTraffic(service: Service): Promise<void> {
	const taken = service.state.traffic;
	// What is counted from here on is for the next time.
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

/** With more live requests than this, a process looks at them once a minute only. */
const LIVE_MANY = 100_000;
const REST_MS = 60_000;

/**
 * A look goes through all live requests, and how many those are is up to the callers: with millions
 * of them it must not keep the database busy. Every request lives for at least ten seconds unless
 * it is ended early, so looks five seconds apart miss little.
 */
async function lookAtLiveRequests({ db, state }: Service): Promise<void> {
	if (performance.now() < state.liveLookRestsUntil) return;
	const live = await noteLiveInMinutes(db);
	if (live > LIVE_MANY) state.liveLookRestsUntil = performance.now() + REST_MS;
}

/** One row a group: callers write one name in several ways. */
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
