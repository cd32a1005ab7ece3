import { watch } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../../db/connection/open.ts";
import { ADMINISTRATOR } from "../../support/config-site.ts";
import { createEmbeddedDirectory, createServerDatabase } from "../../support/databases.ts";
import { insertGroupWith, someNumbers } from "../../support/groups.ts";
import { pressApply, readPage, sendFile, signInAt } from "../../support/import-site.ts";
import { csv } from "../../support/imports.ts";
import {
	createDatabaseOn,
	startThrowawayCluster,
	type ThrowawayCluster,
} from "../../support/postgres-server.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";
import { until } from "../../support/until.ts";

// An import that replaces every number of the pool, so that any mixed state shows.
const OLD = someNumbers(2000);
const NEXT = someNumbers(2000, 10_000);
const fileOf = (numbers: string[]) => csv(numbers.map((number) => [number, "next"]));
const FILE = fileOf(NEXT);
const SETTINGS = { ADMIN_EMAIL: ADMINISTRATOR.email, ADMIN_PASSWORD: ADMINISTRATOR.password };

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Adds a group with that pool to the database. */
async function fillPool(
	options: { url?: string; dataDir?: string },
	numbers = OLD,
): Promise<string> {
	const database = await openDatabase({
		url: options.url,
		dataDir: options.dataDir ?? "",
		prepare: true,
		connections: 1,
	});
	const groupId = await insertGroupWith(database, "full", numbers);
	await database.close();
	return groupId;
}

async function serve(options: { url?: string; dataDir?: string }): Promise<ServerProcess> {
	const server = await startServer({ ...options, env: SETTINGS });
	cleanUps.push(() => server.kill());
	return server;
}

async function signedIn(server: ServerProcess) {
	return { origin: server.origin, cookie: await signInAt(server.origin) };
}

const connect = (url: string): postgres.Sql => {
	const sql = postgres(url, { max: 1, onnotice: () => {} });
	cleanUps.push(() => sql.end({ timeout: 0 }));
	return sql;
};

const numbersOf = async (sql: postgres.Sql, groupId: string): Promise<string[]> => {
	const rows =
		await sql`select number from pool_entries where group_id = ${groupId} order by number`;
	return rows.map((row) => row.number);
};

/**
 * Moments of an apply, each given by a lock that its next statement needs. The transaction's
 * earlier work is uncommitted.
 */
const MOMENTS = {
	"the old entries are deleted, no new one is there": `insert into numbers (number) values ('${NEXT.at(-1)}')`,
	"everything is done but written in the audit log": "lock table audit_entries in share mode",
} as const;

/**
 * Presses "Apply", which then waits at the moment. Returns the process ID of its connection, the
 * answer, and a function that releases it.
 */
async function stopInTheMiddle(
	url: string,
	server: ServerProcess,
	groupId: string,
	moment: keyof typeof MOMENTS,
) {
	const site = await signedIn(server);
	const review = await sendFile(site, groupId, "replace", FILE);
	const html = await readPage(site, review);
	const blocker = connect(url);
	await blocker.unsafe("begin");
	const [own] = await blocker`select pg_backend_pid() as pid`;
	await blocker.unsafe(MOMENTS[moment]);
	const answer = pressApply(site, review, html).then(
		(response) => response.status,
		() => "no answer" as const,
	);
	const observer = connect(url);
	const waiting = await until(async () => {
		const [one] = await observer`
			select pid from pg_stat_activity where application_name = 'click-to-call-in' and wait_event_type = 'Lock' and datname = current_database()`;
		return one;
	});
	return {
		pid: waiting.pid as number,
		blockerPid: own?.pid as number,
		answer,
		review,
		letGo: () => blocker.unsafe("rollback"),
	};
}

/** Applies a review that is still open. The pool is then the new one. */
async function applyAgain(server: ServerProcess, review: string): Promise<number> {
	const site = await signedIn(server);
	return (await pressApply(site, review, await readPage(site, review))).status;
}

const moments = Object.keys(MOMENTS) as (keyof typeof MOMENTS)[];

// Starting and filling clusters and embedded databases takes long on a busy machine.
const PATIENT = { timeout: 180_000 };

describe("kill -9 of the server in the middle of an apply", PATIENT, () => {
	test.each(moments)(
		"when %s: the pool is the old one, and a new server applies the same review (I4)",
		async (moment) => {
			const { url, drop } = await createServerDatabase();
			cleanUps.push(drop);
			const groupId = await fillPool({ url });
			const server = await serve({ url });
			const { pid, answer, review, letGo } = await stopInTheMiddle(url, server, groupId, moment);
			await server.kill();
			expect(await answer).toBe("no answer");
			await letGo();
			const sql = connect(url);
			await until(
				async () => (await sql`select 1 from pg_stat_activity where pid = ${pid}`).length === 0,
			);
			expect(await numbersOf(sql, groupId)).toEqual(OLD);

			const next = await serve({ url });
			expect(await applyAgain(next, review)).toBe(303);
			expect(await numbersOf(sql, groupId)).toEqual(NEXT);
		},
	);

	test("on the embedded database, at its first write to the log: the pool is the old one or the new one, whole", async () => {
		const { dataDir, drop } = createEmbeddedDirectory();
		cleanUps.push(drop);
		// Large enough that the apply takes a while: no lock can delay it here.
		const [old, next] = [someNumbers(10_000), someNumbers(10_000, 10_000)];
		const groupId = await fillPool({ dataDir }, old);
		const server = await serve({ dataDir });
		const site = await signedIn(server);
		const review = await sendFile(site, groupId, "replace", fileOf(next));
		const html = await readPage(site, review);
		const written = new Promise<void>((resolve) => {
			const watcher = watch(path.join(dataDir, "pglite", "pg_wal"), () => resolve());
			cleanUps.push(() => watcher.close());
		});
		const answer = pressApply(site, review, html).catch(() => "no answer");
		await written;
		await server.kill();
		expect(await answer).toBe("no answer");

		const again = await serve({ dataDir });
		const cookie = await signInAt(again.origin);
		const page = await readPage(
			{ origin: again.origin, cookie },
			`/tools/click-to-call-in/${groupId}`,
		);
		const first = /\+1800555\d{4}|\+180055[56]\d{4}/.exec(page)?.[0];
		await again.stop();
		const database = await openDatabase({ dataDir, prepare: true, connections: 1 });
		const rows = await database.query<{ number: string }>(
			"select number from pool_entries where group_id = $1::uuid order by number",
			[groupId],
		);
		await database.close();
		const pool = rows.map((row) => row.number);
		expect([old, next]).toContainEqual(pool);
		expect(first).toBe(pool[0]);
	});
});

describe("the end of Postgres in the middle of an apply", PATIENT, () => {
	let cluster: ThrowawayCluster;
	beforeAll(async () => {
		cluster = await startThrowawayCluster();
	});
	afterAll(() => cluster.stop());
	/** The address of a separate empty database. */
	const createOwn = async () => {
		const { url, drop } = await createDatabaseOn(cluster.url, { migrated: false });
		cleanUps.push(drop);
		return url;
	};
	const untilReady = async (server: ServerProcess) => {
		await until(async () => (await fetch(`${server.origin}/readyz`)).status === 200);
	};

	test.each(moments)(
		"kill -9 of its connection's process, when %s: the pool is the old one, and the same server goes on",
		async (moment) => {
			const url = await createOwn();
			const server = await serve({ url });
			const groupId = await fillPool({ url });
			const { pid, answer, review } = await stopInTheMiddle(url, server, groupId, moment);
			process.kill(pid, "SIGKILL");
			expect(await answer).toBeGreaterThanOrEqual(500);
			await untilReady(server);
			expect(await numbersOf(connect(url), groupId)).toEqual(OLD);
			expect(await applyAgain(server, review)).toBe(303);
			expect(await numbersOf(connect(url), groupId)).toEqual(NEXT);
		},
	);

	test("an immediate stop and a restart: the pool is the old one, and the same server goes on", async () => {
		const url = await createOwn();
		const server = await serve({ url });
		const groupId = await fillPool({ url });
		const { answer, review } = await stopInTheMiddle(url, server, groupId, moments[1]!);
		cluster.crash();
		expect(await answer).toBeGreaterThanOrEqual(500);
		cluster.restart();
		await untilReady(server);
		expect(await numbersOf(connect(url), groupId)).toEqual(OLD);
		expect(await applyAgain(server, review)).toBe(303);
		expect(await numbersOf(connect(url), groupId)).toEqual(NEXT);
	});

	test("an immediate stop right after the answer: the pool is the new one", async () => {
		const url = await createOwn();
		const server = await serve({ url });
		const groupId = await fillPool({ url });
		const site = await signedIn(server);
		const review = await sendFile(site, groupId, "replace", FILE);
		expect(await applyAgain(server, review)).toBe(303);
		cluster.crash();
		cluster.restart();
		await untilReady(server);
		expect(await numbersOf(connect(url), groupId)).toEqual(NEXT);
	});
});
