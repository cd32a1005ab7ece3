import { isMigrated } from "../../db/readiness.ts";
import { getDatabase } from "../database.server.ts";

/** Ready (O4): the database answers and has every migration; else 503. */
export async function loader(): Promise<Response> {
	const ready = await isReady();
	const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...(ready ? {} : { "retry-after": "1" }) };
	return new Response(ready ? "ready\n" : "the database cannot be reached\n", { status: ready ? 200 : 503, headers });
}

const isReady = (): Promise<boolean> =>
	getDatabase()
		.then(isMigrated)
		.catch(() => false);
