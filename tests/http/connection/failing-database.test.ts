import { createServer } from "node:net";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "../../../db/connection/open.ts";
import { CONNECTIONS_MAX, FaultedSite } from "../../support/faulted-site.ts";
import { findPgBouncer, type PgBouncer, startPgBouncer } from "../../support/pgbouncer.ts";
import {
	freePort,
	startThrowawayCluster,
	type ThrowawayCluster,
} from "../../support/postgres-server.ts";
import { ServerDidNotStart, startServer } from "../../support/server-process.ts";
import { until } from "../../support/until.ts";

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const CLIENTS = 6;

const migrate = async (url: string) =>
	(await openDatabase({ url, dataDir: "", prepare: true, connections: 2 })).close();

/** A connection outside the site's own. */
const operatorOf = (cluster: ThrowawayCluster) =>
	postgres(cluster.url, {
		max: 1,
		fetch_types: false,
		connection: { application_name: "operator", statement_timeout: 0 },
	});

async function endBackends(cluster: ThrowawayCluster, ms: number): Promise<void> {
	const sql = operatorOf(cluster);
	for (const until = performance.now() + ms; performance.now() < until; await sleep(20))
		await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'click-to-call-in'`;
	await sql.end();
}

/** Faults of the server or by its operator, and the way to recovery. */
const FAULTS: Record<string, (cluster: ThrowawayCluster, site: FaultedSite) => Promise<void>> = {
	"all its connections are ended in a loop": (cluster) => endBackends(cluster, 1500),
	"it is stopped, and started": async (cluster, site) => {
		cluster.shutDown();
		for (const status of Object.values(await site.askAll())) expect(status).toBe(503);
		await sleep(500);
		cluster.restart();
	},
	"it is killed, and lets nobody in while it recovers": async (cluster, site) => {
		await cluster.kill();
		await cluster.recover();
		for (const status of Object.values(await site.askAll())) expect(status).toBe(503);
		cluster.promote();
	},
};

describe.each([
	{ how: "a server", isPooled: false },
	...(findPgBouncer() === null
		? []
		: [{ how: "a server behind PgBouncer, without prepared statements", isPooled: true }]),
])("two processes on $how (C2, O2)", ({ isPooled }) => {
	let cluster: ThrowawayCluster;
	let bouncer: PgBouncer | undefined;
	let site: FaultedSite;
	beforeAll(async () => {
		cluster = await startThrowawayCluster();
		await migrate(cluster.url);
		if (isPooled) bouncer = await startPgBouncer(findPgBouncer() as string, cluster.url);
		site = await FaultedSite.start({
			direct: cluster.url,
			url: bouncer?.url ?? cluster.url,
			env: isPooled ? { DATABASE_PREPARE: "false" } : {},
		});
	});
	afterAll(async () => {
		await site?.stop();
		await bouncer?.stop();
		cluster?.stop();
	});
	beforeEach(() => void site.answers.splice(0));
	afterEach(() => expect(site.ended).toEqual([]));

	test.each(
		Object.keys(FAULTS).flatMap((fault) => [0, CLIENTS].map((clients) => ({ fault, clients }))),
	)(
		"$fault, with $clients clients: both live, answer in time what the contract has, and serve within 2 s of its return",
		async ({ fault, clients }) => {
			const stopLoad = site.load(clients);
			const stopCounting = site.countConnections();
			await FAULTS[fault]?.(cluster, site);
			expect(await site.isServedInTime()).toBe(true);
			await stopLoad();
			expect(site.wrongAnswers()).toEqual([]);
			expect(await stopCounting()).toBeLessThanOrEqual(CONNECTIONS_MAX);
		},
	);

	test("somebody locks a table: whoever needs it is told in time, and no connection is left behind", async () => {
		const sql = operatorOf(cluster);
		const stopLoad = site.load(CLIENTS);
		const stopCounting = site.countConnections();
		await sql.begin(async (tx) => {
			await tx`lock table requests in access exclusive mode`;
			for (const call of ["create", "create once", "match", "retrieve", "a page"]) {
				expect([call, (await site.ask(call)).status]).toEqual([call, 503]);
			}
		});
		await sql.end();
		expect(await site.isServedInTime()).toBe(true);
		await stopLoad();
		expect(site.wrongAnswers()).toEqual([]);
		expect(await stopCounting()).toBeLessThanOrEqual(CONNECTIONS_MAX);
	});
});

describe("a process", () => {
	/** Starts a server that, on a SIGUSR2, has an unhandled rejection with this error. */
	const startWith = (error: string, url: string) =>
		startServer({
			url,
			nodeArgs: [
				"--import",
				`data:text/javascript,process.on("SIGUSR2", () => void Promise.reject(Object.assign(new Error("x"), ${error})))`,
			],
		});

	test("does not end because nobody waits for a lost connection, and ends by any other error that nobody caught", async () => {
		const cluster = await startThrowawayCluster();
		await migrate(cluster.url);
		const lives = await startWith('{ code: "CONNECTION_DESTROYED" }', cluster.url);
		process.kill(lives.pid, "SIGUSR2");
		await until(async () => lives.output().includes("Nobody waited for the database"));
		expect((await fetch(`${lives.origin}/readyz`)).status).toBe(200);
		expect(await lives.stop()).toBe(0);
		const ends = await startWith("{}", cluster.url);
		process.kill(ends.pid, "SIGUSR2");
		expect(await ends.ended).toBe(1);
		expect(ends.output()).toContain("Ended by an error that nobody caught");
		cluster.stop();
	});

	test("leaves a server that only reads, with all connections, and has others once it writes", async () => {
		const cluster = await startThrowawayCluster();
		await migrate(cluster.url);
		const site = await FaultedSite.start({ direct: cluster.url });
		const sql = operatorOf(cluster);
		const tellToRead = async (isReadOnly: boolean) => {
			await sql.unsafe(
				isReadOnly
					? "alter system set default_transaction_read_only = on"
					: "alter system reset default_transaction_read_only",
			);
			await sql`select pg_reload_conf()`;
		};
		const pids = async () =>
			(await sql`select pid from pg_stat_activity where application_name = 'click-to-call-in'`).map(
				({ pid }) => pid as number,
			);
		const before = await pids();
		await tellToRead(true);
		await until(async () => {
			for (const call of ["create", "create once", "match"]) await site.ask(call);
			return (await pids()).every((pid) => !before.includes(pid));
		});
		await tellToRead(false);
		expect(await site.isServedInTime()).toBe(true);
		expect(site.wrongAnswers()).toEqual([]);
		expect(site.ended).toEqual([]);
		await sql.end();
		await site.stop();
		cluster.stop();
	});
});

describe("two processes on a primary with one synchronous standby (C2)", () => {
	let primary: ThrowawayCluster;
	let standby: ThrowawayCluster;
	let site: FaultedSite;
	beforeAll(async () => {
		primary = await startThrowawayCluster();
		await migrate(primary.url);
		standby = await startThrowawayCluster({ primary });
		const sql = operatorOf(primary);
		await sql.unsafe("alter system set synchronous_standby_names = 'standby'");
		await sql`select pg_reload_conf()`;
		await until(
			async () =>
				(await sql`select 1 from pg_stat_replication where sync_state = 'sync'`).length > 0,
		);
		await sql.end();
		// The standby is named first, although it accepts no writes.
		const hosts = [standby, primary].map(({ url }) => new URL(url).host).join(",");
		site = await FaultedSite.start({
			direct: primary.url,
			url: `postgres://postgres@${hosts}/postgres?target_session_attrs=read-write`,
		});
	});
	afterAll(async () => {
		await site?.stop();
		standby?.stop();
		primary?.stop();
	});

	test("the standby stands still: whoever changes something is told in time, no connection is left behind, and none of it is lost", async () => {
		expect(await site.createFor("+14155550177")).toMatchObject({ status: 200 });
		const stopLoad = site.load(CLIENTS);
		const stopCounting = site.countConnections();
		standby.freeze();
		for (const call of ["create", "create once", "match", "sign in"])
			expect([call, (await site.ask(call)).status]).toEqual([call, 503]);
		// The first of these calls waits for the standby while it holds a lock that the others need.
		for (let again = 0; again < 3; again += 1)
			expect(await site.matchOf("+14155550177")).toMatchObject({ status: 503 });
		await sleep(6000);
		standby.thaw();
		expect(await site.isServedInTime()).toBe(true);
		await stopLoad();
		expect(site.wrongAnswers()).toEqual([]);
		expect(await stopCounting()).toBeLessThanOrEqual(CONNECTIONS_MAX);
		expect(site.ended).toEqual([]);
	});

	test("the primary is killed and the standby promoted: both processes go on there by themselves", async () => {
		site.answers.splice(0);
		const stopLoad = site.load(CLIENTS);
		await primary.kill();
		expect((await site.ask("create")).status).toBe(503);
		const sql = operatorOf(standby);
		await sql.unsafe("alter system set synchronous_standby_names = ''");
		await sql.end();
		standby.promote();
		expect(await site.isServedInTime()).toBe(true);
		await stopLoad();
		expect(site.wrongAnswers()).toEqual([]);
		expect(site.ended).toEqual([]);
	});
});

describe("whoever connects in vain", () => {
	test("somebody who accepts and closes is asked a few times a second", async () => {
		let accepted = 0;
		const cluster = await startThrowawayCluster();
		await migrate(cluster.url);
		const site = await FaultedSite.start({ direct: cluster.url });
		cluster.crash();
		const port = Number(new URL(cluster.url).port);
		const nobody = createServer((socket) => {
			accepted += 1;
			socket.destroy();
		});
		await new Promise<void>((resolve) => nobody.listen(port, "127.0.0.1", resolve));
		const stopLoad = site.load(CLIENTS);
		await sleep(3000);
		await stopLoad();
		nobody.close();
		// Two processes, with a pause of 0.1 s to 0.4 s between two retries.
		expect(accepted).toBeGreaterThan(2);
		expect(accepted / 3 / 2).toBeLessThan(12);
		expect(site.wrongAnswers()).toEqual([]);
		expect(site.ended).toEqual([]);
		await site.stop();
		cluster.stop();
	});

	test.each(["primary", "read-write"])(
		"all hosts of a URL that wants a %s are wrong: the start ends within 2 s, with one line",
		async (wanted) => {
			const ports = await Promise.all([freePort(), freePort()]);
			const url = `postgres://nobody@${ports.map((port) => `127.0.0.1:${port}`).join(",")}/nothing?target_session_attrs=${wanted}`;
			const refused = await openDatabase({ url, dataDir: "", prepare: true, connections: 2 }).catch(
				(error) => error,
			);
			expect(refused.code).toBe("ECONNREFUSED");
			const failed = await startServer({ url }).catch((error) => error);
			expect(failed).toBeInstanceOf(ServerDidNotStart);
			expect(failed.output).toContain("The database cannot be reached");
		},
	);
});
