import type { Database } from "../../db/client.ts";
import { readGroupUse } from "../../db/group-minutes.ts";
import type { MeasuredNow } from "../metrics.server.ts";

/** Groups told one by one: those with the most numbers in use. More would make too many time series. */
const GROUPS_TOLD_MAX = 100;
/** However often metrics are read, and by however many, the groups are asked for once in this time. */
const KEPT_MS = 10_000;
/** Whoever reads metrics wants to hear that the database is away, too. */
const ANSWER_MS_MAX = 1000;

/** Gives a function that measures what only the database and its driver know. It never throws, and takes a second at most. */
export function measureNow(database: Database): () => Promise<MeasuredNow> {
	let kept: { groups: MeasuredNow["groups"]; until: number } = { groups: null, until: 0 };
	return async () => {
		const late = new Promise<"late">((resolve) => setTimeout(resolve, ANSWER_MS_MAX, "late").unref());
		const asked = performance.now() < kept.until ? database.run("select 1", []) : readGroupUse(database.run, GROUPS_TOLD_MAX);
		const answer = await Promise.race([asked, late]).catch(() => "late" as const);
		if (answer !== "late" && !Array.isArray(answer)) kept = { groups: answer, until: performance.now() + KEPT_MS };
		return { isDatabaseUp: answer !== "late", load: database.load(), groups: answer === "late" ? null : kept.groups };
	};
}
