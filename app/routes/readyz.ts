import { reasonOf } from "../domain/unavailability.ts";
import { isStopping } from "../http/server/graceful-stop.server.ts";
import { findObstacle, type Obstacle } from "../operations/database-health.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";

const words = texts.pages.shared.notReady;

/** Time limit for the response: probes give up after about this time. */
const ANSWER_MS_MAX = 1500;

/**
 * Readiness (O4): the database responds, accepts writes and has every migration, and the process is
 * not shutting down. Otherwise 503 with the reason.
 */
export async function loader(): Promise<Response> {
	const obstacle = isStopping() ? words.stopping : await obstacleInWords();
	const headers = {
		"content-type": "text/plain; charset=utf-8",
		"cache-control": "no-store",
		...(obstacle === null ? {} : { "retry-after": "1" }),
	};
	return new Response(`${obstacle ?? "ready"}\n`, {
		status: obstacle === null ? 200 : 503,
		headers,
	});
}

async function obstacleInWords(): Promise<string | null> {
	const late = new Promise<Obstacle>((resolve) =>
		setTimeout(resolve, ANSWER_MS_MAX, "away").unref(),
	);
	const found = getService().then(findObstacle, () => "away" as const);
	const obstacle = await Promise.race([found, late]);
	if (obstacle === null) return null;
	return obstacle === "unmigrated" ? words.unmigrated : reasonOf(obstacle);
}
