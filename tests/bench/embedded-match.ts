import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { DATABASE_FOLDER } from "../../db/connection/embedded-directory.ts";
import { startServer } from "../support/server-process.ts";
import { BENCH_KEY, makeGroup } from "./create-site.ts";
import { type Figure, median } from "./figure.ts";
import { startLoadClient } from "./load.ts";
import { CALLED, CALLS, makeRequests, ONE_STATEMENT, PLAIN_MATCH, send } from "./match.ts";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
/** At most 1.5 times the time of a plain match. */
const BOUND = 1 / 1.5;

/** The outcomes of one statement on the embedded database, against a plain match. */
export async function* measureEmbeddedMatch(): AsyncGenerator<Figure> {
	const dataDir = mkdtempSync(path.join(os.tmpdir(), "call-in-bench-"));
	const start = () => startServer({ dataDir, env: { BOOTSTRAP_API_KEY: BENCH_KEY } });
	const client = startLoadClient();
	try {
		// The first start makes the tables and the key.
		await (await start()).stop();
		await fill(dataDir);
		const server = await start();
		const sides = [CALLS[PLAIN_MATCH] as object[], ...Object.values(ONE_STATEMENT)].map(
			(bodies) => () => send(client, { servers: [server] }, "match", bodies),
		);
		const rates: number[][] = sides.map(() => []);
		for (const side of sides) await side();
		for (let round = 0; round < ROUNDS; round += 1)
			for (let turn = 0; turn < sides.length; turn += 1) {
				const index = (round + turn) % sides.length;
				rates[index]!.push((await sides[index]!()).perSecond);
			}
		await server.stop();
		const [plain, ...others] = rates.map(median) as [number, ...number[]];
		for (const [index, name] of Object.keys(ONE_STATEMENT).entries()) {
			const figure = { ours: others[index]!, baseline: plain, bound: { atLeast: BOUND } };
			yield { name: `embedded, ${name}`, ...figure, unit: "/s" };
		}
	} finally {
		client.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

async function fill(dataDir: string): Promise<void> {
	const database = await PGlite.create(path.join(dataDir, DATABASE_FOLDER));
	const sql = (statement: string) => database.exec(statement);
	await sql("alter table groups drop constraint groups_expiry_seconds");
	await makeGroup(sql, CALLED);
	await makeRequests({ sql });
	// The first match of a request writes more than a repeated one, and would favour its side.
	await sql("update requests set matched_at = now()");
	await sql("vacuum analyze requests");
	await database.close();
}
