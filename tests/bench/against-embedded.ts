import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { DATABASE_FOLDER } from "../../db/connection/embedded-directory.ts";
import { type ServerProcess, startServer } from "../support/server-process.ts";
import { alternate, creates, LARGE, rate } from "./create.ts";
import { BENCH_KEY, makeGroup } from "./create-site.ts";
import { type Figure, median } from "./figure.ts";
import type { LoadClient, Measured } from "./load.ts";
import { CALLED, CALLS, makeRequests, PLAIN_MATCH, send } from "./match.ts";
import { memoryOf, withChildren } from "./process-figures.ts";

const MIB = 2 ** 20;
const START_ROUNDS = 5;
/** Of a start of some seconds. */
const LOOK_EVERY_MS = 20;

type Start = { ms: number; peakMib: number };

/**
 * The embedded database: start, memory and rates of today's build against the build in `folder`.
 * The bounds are those of version 1.
 */
export async function* measureAgainstEmbedded(
	load: LoadClient,
	folder: string,
): AsyncGenerator<Figure> {
	const sides = [undefined, folder].map((of) => ({
		folder: of,
		dataDir: mkdtempSync(path.join(os.tmpdir(), "call-in-bench-")),
	}));
	const servers: ServerProcess[] = [];
	try {
		const first: Start[] = [];
		const second: number[][] = [[], []];
		for (const side of sides) {
			const { server, ...start } = await startWatched(side);
			first.push(start);
			await server.stop();
			await fill(side.dataDir);
		}
		for (let round = 0; round < START_ROUNDS; round += 1)
			for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) {
				const { server, ms } = await startTimed(sides[index]!);
				second[index]!.push(ms);
				await server.stop();
			}
		const [ourFirst, theirFirst] = first as [Start, Start];
		yield time("first start", ourFirst.ms, theirFirst.ms);
		yield memory("peak of the first start", ourFirst.peakMib, theirFirst.peakMib, 0.5);
		const [ours, theirs] = second.map(median) as [number, number];
		yield time("second start", ours, theirs);

		for (const side of sides) servers.push(await start(side));
		const both = (measure: (server: ServerProcess) => Promise<Measured>) =>
			alternate(servers.map((server) => () => measure(server)));
		const [ourCreates, theirCreates] = await both(({ origin }) => creates(load, [origin]));
		yield perSecond("creates", rate(ourCreates), rate(theirCreates));
		const [ourMatches, theirMatches] = await both((server) =>
			send(load, { servers: [server] }, "match", CALLS[PLAIN_MATCH]!),
		);
		yield perSecond("matches", rate(ourMatches), rate(theirMatches));
		const [ourMemory, theirMemory] = servers.map(({ pid }) => memoryOf(pid) / MIB);
		yield memory("resident after all of this", ourMemory!, theirMemory!, 0.55);
	} finally {
		for (const server of servers) await server.stop();
		for (const { dataDir } of sides) rmSync(dataDir, { recursive: true, force: true });
	}
}

const time = (name: string, ours: number, baseline: number): Figure => ({
	...{ name: `embedded: ${name}`, ours, baseline, bound: { atMost: 0.6 }, unit: "ms" },
});
const perSecond = (name: string, ours: number, baseline: number): Figure => ({
	...{ name: `embedded: ${name}`, ours, baseline, bound: { atLeast: 1.5 }, unit: "/s" },
});
const memory = (name: string, ours: number, baseline: number, atMost: number): Figure => ({
	...{ name: `embedded: memory, ${name}`, ours, baseline, bound: { atMost }, unit: "MiB" },
});

type Side = { dataDir: string; folder: string | undefined };

const start = ({ dataDir, folder }: Side, program?: string): Promise<ServerProcess> =>
	startServer({
		...{ dataDir, env: { BOOTSTRAP_API_KEY: BENCH_KEY } },
		...(folder !== undefined && { folder }),
		...(program !== undefined && { program }),
	});

/** Starts what `npm start` runs. */
async function startTimed(side: Side): Promise<{ ms: number; server: ServerProcess }> {
	const startedAt = performance.now();
	const server = await start(side, "scripts/start.mjs");
	return { server, ms: performance.now() - startedAt };
}

/** The same. The peak is of all its processes together. Looking for it slows the start. */
async function startWatched(side: Side): Promise<Start & { server: ServerProcess }> {
	let peak = 0;
	const before = new Set(withChildren(process.pid));
	const look = () => {
		const memory = withChildren(process.pid)
			.filter((pid) => !before.has(pid))
			.map(memoryOf)
			.reduce((sum, one) => sum + one, 0);
		peak = Math.max(peak, memory);
	};
	const timer = setInterval(look, LOOK_EVERY_MS);
	try {
		return { ...(await startTimed(side)), peakMib: peak / MIB };
	} finally {
		clearInterval(timer);
	}
}

/** The groups and requests of the loads. */
async function fill(dataDir: string): Promise<void> {
	const database = await PGlite.create(path.join(dataDir, DATABASE_FOLDER));
	const sql = (statement: string) => database.exec(statement);
	await sql("alter table groups drop constraint groups_expiry_seconds");
	for (const group of [LARGE, CALLED]) await makeGroup(sql, group);
	await makeRequests({ sql });
	// The first match of a request writes more than a repeated one, and would favour its side.
	await sql("update requests set matched_at = now()");
	await sql("vacuum analyze");
	await database.close();
}
