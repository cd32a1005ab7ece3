import { isMigrated } from "../../db/readiness.ts";
import { getDatabase } from "../database.server.ts";
import { isStopping } from "../http/graceful-stop.server.ts";

/** Longer, and whoever asks has given up. */
const ANSWER_MS_MAX = 1500;

const AWAY = "the database cannot be reached";

/** Ready (O4): the database answers and has every migration, and the process is not about to stop; else 503 with the reason. */
export async function loader(): Promise<Response> {
	const late = new Promise<string>((resolve) => setTimeout(resolve, ANSWER_MS_MAX, AWAY).unref());
	const obstacle = isStopping() ? "this process is stopping" : await Promise.race([findObstacle(), late]);
	const headers = {
		"content-type": "text/plain; charset=utf-8",
		"cache-control": "no-store",
		...(obstacle === null ? {} : { "retry-after": "1" }),
	};
	return new Response(`${obstacle ?? "ready"}\n`, { status: obstacle === null ? 200 : 503, headers });
}

const findObstacle = (): Promise<string | null> =>
	getDatabase()
		.then(isMigrated)
		.then((migrated) => (migrated ? null : "the database lacks migrations"))
		.catch(() => AWAY);
