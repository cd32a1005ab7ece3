import type { Database } from "../../../db/connection/database.ts";
import {
	addToMinutes,
	type GroupCounts,
	noteLiveInMinutes,
} from "../../../db/traffic/group-minutes.ts";
import { groupNameKey } from "../../domain/groups/group.ts";

type Answered = Exclude<keyof GroupCounts, "nameKey">;
type Counts = Record<Answered, number>;

// Gathered in each process and written together: counting must cost a call nothing. By database: a
// process has one, tests have several.
const gathered = new WeakMap<Database, Map<string, Counts>>();
const restsUntil = new WeakMap<Database, number>();

/**
 * Counts answers to callers of a group, known by its name in whatever form the callers wrote it.
 */
export function noteTraffic(
	database: Database,
	groupName: string,
	answered: Answered,
	times = 1,
): void {
	const byName = gathered.get(database) ?? new Map<string, Counts>();
	gathered.set(database, byName);
	const counts = byName.get(groupName) ?? { created: 0, refusedNoNumber: 0, refusedNoCode: 0 };
	byName.set(groupName, counts);
	counts[answered] += times;
}

/**
 * Writes down what was counted since the last time, then looks at how many requests are live.
 * Counts that could not be written are kept for the next time; a killed process loses its last
 * seconds.
 */
export async function writeTraffic(database: Database): Promise<void> {
	const taken = gathered.get(database);
	// What is counted from here on is for the next time.
	gathered.delete(database);
	if (taken)
		await addToMinutes(database, byNameKey(taken)).catch((error) => {
			for (const [name, counts] of taken)
				for (const [answered, times] of Object.entries(counts))
					noteTraffic(database, name, answered as Answered, times);
			throw error;
		});
	await lookAtLiveRequests(database);
}

/** With more live requests than this, a process looks at them once a minute only. */
const LIVE_MANY = 100_000;
const REST_MS = 60_000;

/**
 * A look goes through all live requests, and how many those are is up to the callers: with millions
 * of them it must not keep the database busy. Every request lives for at least ten seconds unless
 * it is ended early, so looks five seconds apart miss little.
 */
async function lookAtLiveRequests(database: Database): Promise<void> {
	if (performance.now() < (restsUntil.get(database) ?? 0)) return;
	const live = await noteLiveInMinutes(database);
	if (live > LIVE_MANY) restsUntil.set(database, performance.now() + REST_MS);
}

/** One row a group: callers write one name in several ways. */
function byNameKey(counts: Map<string, Counts>): GroupCounts[] {
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
