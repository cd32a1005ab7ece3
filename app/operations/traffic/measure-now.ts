import { countCodeGuards } from "../../../db/match/code-guards.ts";
import { readGroupUse } from "../../../db/traffic/group-minutes.ts";
import type { MeasuredNow } from "../../platform/metrics.server.ts";
import type { Service } from "../../platform/service.ts";
import { findObstacle } from "../database-health.ts";

/**
 * Groups with time series of their own: the groups with the most numbers in use. More groups would
 * make too many time series.
 */
const GROUPS_TOLD_MAX = 100;
/**
 * The groups and guards are queried at most once in this time, however many clients read the
 * metrics.
 */
const KEPT_MS = 10_000;
/** Time limit: the metrics must still answer when the database is away. */
const ANSWER_MS_MAX = 1000;

/**
 * Returns a function that measures the values of the database and its driver. It never throws, and
 * takes at most a second.
 */
export function measureNow(service: Service): () => Promise<MeasuredNow> {
	type Read = Pick<MeasuredNow, "groups" | "guards">;
	const nothing: Read = { groups: null, guards: null };
	let kept: { read: Read; until: number } = { read: nothing, until: 0 };
	const read = async (): Promise<Read> => {
		if (performance.now() < kept.until) return kept.read;
		const groups = await readGroupUse(service.db, GROUPS_TOLD_MAX);
		const guards = await countCodeGuards(service.db);
		kept = { read: { groups, guards }, until: performance.now() + KEPT_MS };
		return kept.read;
	};
	return async () => {
		const late = new Promise<null>((resolve) => setTimeout(resolve, ANSWER_MS_MAX, null).unref());
		const asked = Promise.all([findObstacle(service), read().catch(() => nothing)]);
		const [obstacle, found] = (await Promise.race([asked, late])) ?? ["away" as const, nothing];
		const isDatabaseUp = obstacle === null || obstacle === "unmigrated";
		return { isDatabaseUp, load: service.database.load(), ...(isDatabaseUp ? found : nothing) };
	};
}
