import { isMigrated } from "../../db/readiness.ts";
import { getDatabase } from "../database.server.ts";

/** Longer, and whoever asks has given up. */
const ANSWER_MS_MAX = 3_000;

/** Ready (O4): the database answers and has every migration; else 503. */
export async function loader(): Promise<Response> {
	const ready = await Promise.race([isReady(), new Promise<boolean>((resolve) => setTimeout(resolve, ANSWER_MS_MAX, false).unref())]);
	const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
	return new Response(ready ? "ready\n" : "the database cannot be reached\n", { status: ready ? 200 : 503, headers });
}

const isReady = (): Promise<boolean> =>
	getDatabase()
		.then(isMigrated)
		.catch(() => false);
