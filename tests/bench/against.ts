import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { ADMINISTRATOR } from "../support/config-site.ts";
import { signInAt } from "../support/import-site.ts";
import { startServer } from "../support/server-process.ts";
import { measureAgainstEmbedded } from "./against-embedded.ts";
import {
	alternate,
	creates,
	holdOldSnapshot,
	LARGE,
	p99,
	rate,
	throughOldSnapshot,
} from "./create.ts";
import { openSite, type Site } from "./create-site.ts";
import { type Figure, median } from "./figure.ts";
import { apply, fileOf, upload } from "./import.ts";
import { type Client, send } from "./import-client.ts";
import { type LoadClient, startLoadClient } from "./load.ts";
import { CALLED, CALLS, makeRequests, send as sendCalls } from "./match.ts";
import { memoryOf } from "./process-figures.ts";

const PAGES_A_ROUND = 40;
const MIB = 2 ** 20;
/** Two runs on two busy cores differ by this much. */
const NOISE = 0.1;
const atLeast = { atLeast: 1 - NOISE };
const atMost = { atMost: 1 + NOISE };

/** One checkout under test: its server, an Administrator's session, and its imported rows. */
type Side = { site: Site; client: Client; pageOfPool: string; imports: number };

/**
 * Today's build against another commit's build. Each has its own database on the same Postgres.
 * Rounds alternate between the two. A figure passes unless it is worse by more than the noise.
 */
export async function* measureAgainst(serverUrl: string, commit: string): AsyncGenerator<Figure> {
	const folder = buildOf(commit);
	const load = startLoadClient();
	const [ours, theirs] = [await openSide(serverUrl), await openSide(serverUrl, folder)];
	const both = <M>(measure: (side: Side) => Promise<M>) =>
		alternate<M>([() => measure(ours), () => measure(theirs)]);
	try {
		const [ourCreates, theirCreates] = await both(({ site }) => creates(load, site));
		yield {
			name: "creates",
			ours: rate(ourCreates),
			baseline: rate(theirCreates),
			bound: atLeast,
			unit: "/s",
		};
		yield {
			name: "creates, p99",
			ours: p99(ourCreates),
			baseline: p99(theirCreates),
			bound: { atMost: 1.25 },
			unit: "ms",
		};
		for (const [name, bodies] of Object.entries(CALLS)) {
			const [our, their] = await both(({ site }) => sendCalls(load, site, "match", bodies));
			yield {
				name: `matches ${name}`,
				ours: rate(our),
				baseline: rate(their),
				bound: atLeast,
				unit: "/s",
			};
		}
		yield time("config page of 10,000 numbers", await both(readPages));
		yield time("import of 10,000 rows, upload to applied", await both(importRows));
		yield time(
			"start on Postgres",
			await both(({ site }) => timeOfStart(site.url, site === theirs.site ? folder : undefined)),
		);
		const [ourMemory, theirMemory] = [ours, theirs].map(
			({ site }) => memoryOf(site.servers[0]!.pid) / MIB,
		) as [number, number];
		yield {
			name: "resident memory after all of this",
			ours: ourMemory,
			baseline: theirMemory,
			bound: atMost,
			unit: "MiB",
		};
		yield await underOldSnapshots([ours, theirs], load);
		yield* measureAgainstEmbedded(load, folder);
	} finally {
		load.stop();
		await ours.site.stop();
		await theirs.site.stop();
	}
}

/** Creates while a transaction holds an old snapshot of each side's database. */
async function underOldSnapshots(sides: [Side, Side], load: LoadClient): Promise<Figure> {
	const reports = await Promise.all(sides.map(({ site }) => holdOldSnapshot(site.url)));
	try {
		const [our, their] = await throughOldSnapshot(
			sides.map(
				({ site }) =>
					() =>
						creates(load, site),
			),
		);
		return {
			name: "creates under an old snapshot",
			ours: rate(our),
			baseline: rate(their),
			bound: atLeast,
			unit: "/s",
		};
	} finally {
		for (const report of reports) await report.end();
	}
}

/** The folder of a commit's build. Built under .cache/against/ when missing. */
function buildOf(commit: string): string {
	const id = execFileSync("git", ["rev-parse", "--verify", `${commit}^{commit}`], {
		encoding: "utf8",
	}).trim();
	const folder = path.resolve(".cache/against", id);
	if (!existsSync(folder)) {
		mkdirSync(folder, { recursive: true });
		const archive = execFileSync("git", ["archive", "--format=tar", id], { maxBuffer: 2 ** 30 });
		execFileSync("tar", ["-x", "-C", folder], { input: archive });
		const lock = (of: string) => readFileSync(path.join(of, "package-lock.json"), "utf8");
		if (lock(".") === lock(folder))
			symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
	}
	const { status } = spawnSync(process.execPath, ["scripts/build.mjs"], {
		cwd: folder,
		stdio: "inherit",
	});
	if (status !== 0) throw new Error(`${commit} could not be built.`);
	return folder;
}

async function openSide(serverUrl: string, folder?: string): Promise<Side> {
	const env = { ADMIN_EMAIL: ADMINISTRATOR.email, ADMIN_PASSWORD: ADMINISTRATOR.password };
	const site = await openSite(serverUrl, {
		groups: [LARGE, CALLED],
		env,
		...(folder !== undefined && { folder }),
	});
	await makeRequests(site);
	const [{ id }] = (await site.sql(`select id from groups where name = '${LARGE.name}'`)) as [
		{ id: string },
	];
	const { origin } = site.servers[0]!;
	const client = { origin, cookie: await signInAt(origin) };
	return { site, client, pageOfPool: `/tools/click-to-call-in/${id}`, imports: 0 };
}

async function readPages({ client, pageOfPool }: Side): Promise<number> {
	const start = performance.now();
	for (let read = 0; read < PAGES_A_ROUND; read += 1) {
		const { status } = await send(client, pageOfPool);
		if (status !== 200) throw new Error(`The config page was answered with ${status}.`);
	}
	return (performance.now() - start) / PAGES_A_ROUND;
}

/**
 * Imports into a new group each time. Timed from the first byte of the upload to the page that
 * confirms it.
 */
async function importRows(side: Side): Promise<number> {
	side.imports += 1;
	const name = `import ${side.imports}`;
	await side.site.sql(`begin;
		insert into groups (id, name, name_key, generate_access_code, access_code_length, expiry_seconds, unique_dnis, updated_by)
			values (gen_random_uuid(), '${name}', '${name}', true, 6, 30, false, 'bench');
		insert into numbers (number) values ('+1888${2_000_000 + side.imports}');
		insert into pool_entries (id, group_id, number, position, updated_by)
			select gen_random_uuid(), id, '+1888${2_000_000 + side.imports}', 0, 'bench' from groups where name = '${name}';
		commit`);
	const [{ id }] = (await side.site.sql(`select id from groups where name = '${name}'`)) as [
		{ id: string },
	];
	const { ms, path: review, html } = await upload(side.client, id, fileOf(side.imports));
	return ms + (await apply(side.client, review, html));
}

async function timeOfStart(url: string, folder: string | undefined): Promise<number> {
	const start = performance.now();
	const server = await startServer({ url, ...(folder !== undefined && { folder }) });
	const took = performance.now() - start;
	await server.stop();
	return took;
}

const time = (name: string, [ours, theirs]: number[][]): Figure => ({
	...{ name, ours: median(ours ?? []), baseline: median(theirs ?? []), bound: atMost, unit: "ms" },
});
