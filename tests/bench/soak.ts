// `npm run soak`: a day of mixed traffic in ten minutes (SOAK_MINUTES) on two processes and a real
// Postgres. Exit code 1 when their memory grows after the first minute, an answer breaks the
// contract, or the stored rows differ from the acknowledged answers.
import { SHELL } from "../../app/domain/audit/actor.ts";
import { fillDemonstration } from "../../app/operations/demonstration/fill-demonstration.ts";
import { createService } from "../../app/platform/service.ts";
import type { Database } from "../../db/connection/database.ts";
import { openDatabase } from "../../db/connection/open.ts";
import { createDatabaseOn, startPostgres } from "../support/postgres-server.ts";
import { buildServer, type ServerProcess, startServer } from "../support/server-process.ts";
import { ServerMemory, TELLS_COLLECTIONS } from "./server-memory.ts";
import { ADMINISTRATOR, KEY, type State, Traffic } from "./soak-traffic.ts";

const MINUTES = Number(process.env.SOAK_MINUTES ?? 10);
const PROCESSES = 2;

/**
 * Differences between stored rows and acknowledged answers, in both directions: requests, calls,
 * changes.
 */
async function whatDiffers(
	database: Database,
	traffic: Traffic,
	before: { attempts: number },
): Promise<string[]> {
	const rows = await database.query<{ id: string; state: State }>(
		`select id, case when matched_at is not null then 'Matched' when ended_at is not null then 'Cancelled' else 'left alone' end as state
		from requests where id in (select value::uuid from json_array_elements_text($1::text::json))`,
		[JSON.stringify([...traffic.told.keys()])],
	);
	const stored = new Map(rows.map(({ id, state }) => [id, state]));
	const differing = [...traffic.told]
		.filter(([id, state]) => stored.get(id) !== state)
		.map(([id, state]) => `request ${id}: told ${state}, stored ${stored.get(id) ?? "not at all"}`);
	const attempts = (await countRows(database, "attempts")) - before.attempts;
	if (attempts !== traffic.matchCalls)
		differing.push(`${traffic.matchCalls} calls were answered, ${attempts} are stored`);
	const entries = await database.query<{ action: string; entries: number }>(
		"select action, count(*)::float8 as entries from audit_entries where action = any(string_to_array($1::text, ',')) group by action",
		[[...traffic.changes.keys()].join(",")],
	);
	for (const [action, told] of traffic.changes) {
		const written = entries.find((one) => one.action === action)?.entries ?? 0;
		if (written !== told)
			differing.push(`${action}: ${told} were answered, the audit log has ${written}`);
	}
	return differing;
}

async function countRows(database: Database, table: "attempts"): Promise<number> {
	const [row] = await database.query<{ rows: number }>(
		`select count(*)::float8 as rows from ${table}`,
		[],
	);
	return row?.rows ?? 0;
}

async function soak(database: Database, servers: ServerProcess[]): Promise<string[]> {
	const filled = await fillDemonstration(createService(database), SHELL);
	if (!filled.ok) throw new Error(filled.error.code);
	const groups = await database.query<{ id: string; name: string }>(
		"select id, name from groups",
		[],
	);
	const before = { attempts: await countRows(database, "attempts") };
	const traffic = new Traffic(
		servers.map(({ origin }) => origin),
		groups,
	);
	const memory = new ServerMemory(servers, (line) => console.log(line));
	const end = Date.now() + MINUTES * 60_000;
	await traffic.flow(() => Date.now() > end || traffic.wrong.length > 100);
	const growth = memory.stop();
	console.log(JSON.stringify(Object.fromEntries([...traffic.answers].sort())));
	console.log(JSON.stringify(Object.fromEntries(traffic.changes)));
	if (growth === null)
		console.log("Too short to judge the memory: that takes four minutes at least.");
	return [
		...traffic.wrong.slice(0, 20),
		...(await whatDiffers(database, traffic, before)).slice(0, 20),
		...(growth ?? []),
	];
}

buildServer();
const postgres = await startPostgres({ settings: ["fsync=on"] });
const { url } = await createDatabaseOn(postgres.url);
const servers: ServerProcess[] = [];
const env = {
	LOG_LEVEL: "error",
	BOOTSTRAP_API_KEY: KEY,
	ADMIN_EMAIL: ADMINISTRATOR.email,
	ADMIN_PASSWORD: ADMINISTRATOR.password,
};
try {
	for (let index = 0; index < PROCESSES; index += 1)
		servers.push(await startServer({ url, env, nodeArgs: [TELLS_COLLECTIONS] }));
	const database = await openDatabase({ url, dataDir: "", prepare: true, connections: 4 });
	const wrong = await soak(database, servers);
	await database.close();
	for (const server of servers)
		if ((await server.stop()) !== 0) wrong.push(`A server did not end well: ${server.output()}`);
	for (const line of wrong) console.log(`WRONG ${line}`);
	if (wrong.length > 0) process.exitCode = 1;
	else console.log("All was as the contract has it.");
} finally {
	await Promise.all(servers.map((server) => server.kill()));
	postgres.stop();
}
