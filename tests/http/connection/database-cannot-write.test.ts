import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../../db/connection/database.ts";
import { openDatabase } from "../../../db/connection/open.ts";
import { type Cluster, startCluster } from "../../support/cluster.ts";
import { ADMINISTRATOR, GROUPS } from "../../support/config-site.ts";
import { insertGroupWith, someNumbers } from "../../support/groups.ts";
import { signInAt } from "../../support/import-site.ts";
import { databaseUrl } from "../../support/postgres-server.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";
import { makeSmallDisk, type SmallDisk } from "../../support/small-disk.ts";
import { TimeLimit } from "../../support/time-limit.ts";
import { until } from "../../support/until.ts";

const KEY = "a-key-of-this-test";
/** Large enough that a full disk soon has no room for it. */
const USER_DATA = { note: "n".repeat(12_000) };

describe("a database that answers and cannot serve (C2)", () => {
	let disk: SmallDisk;
	let cluster: Cluster;
	let server: ServerProcess;
	let limit: TimeLimit;
	/** The superuser, on a database other than the product's. */
	let admin: postgres.Sql;
	let cookie: string;
	let groupId: string;
	const requestIds: string[] = [];
	/** Requests that were acknowledged. */
	const acknowledged = new Set<string>();

	beforeAll(async () => {
		limit = await TimeLimit.start();
		disk = await makeSmallDisk(320);
		const settings = [
			"max_connections=40",
			"shared_buffers=16MB",
			"max_locks_per_transaction=10",
			"min_wal_size=32MB",
			"max_wal_size=64MB",
		];
		cluster = await startCluster(disk.folder, settings, disk.prefix);
		admin = postgres(cluster.url, { max: 1, onnotice: () => {} });
		await admin.unsafe("create role call_in login");
		await admin.unsafe("create database call_in owner call_in");
		const url = new URL(databaseUrl(cluster.url, "call_in"));
		url.username = "call_in";
		const direct: Database = await openDatabase({
			url: url.href,
			dataDir: "",
			prepare: true,
			connections: 2,
		});
		groupId = await insertGroupWith(direct, "open", someNumbers(50), {
			expirySeconds: 1800,
			generateAccessCode: false,
		});
		await direct.close();
		const env = {
			BOOTSTRAP_API_KEY: KEY,
			ADMIN_EMAIL: ADMINISTRATOR.email,
			ADMIN_PASSWORD: ADMINISTRATOR.password,
		};
		server = await startServer({ url: url.href, env });
		cookie = await signInAt(server.origin);
		for (let made = 0; made < 20; made += 1) await calls.create!();
		requestIds.push(...acknowledged);
	});
	afterAll(async () => {
		limit.stop();
		await server.kill();
		await admin.end({ timeout: 1 });
		cluster.stop();
		disk.remove();
	});

	const api = (call: string, body: object, more: Record<string, string> = {}): Promise<Response> =>
		fetch(`${server.origin}/engagement/v3/call-in/requests/${call}`, {
			method: "POST",
			headers: { "x-api-key": KEY, "content-type": "application/json", ...more },
			body: JSON.stringify(body),
		});
	const page = (path: string, form?: Record<string, string>): Promise<Response> =>
		fetch(server.origin + path, {
			redirect: "manual",
			headers: path === "/login" ? {} : { cookie },
			...(form && { method: "POST", body: new URLSearchParams(form) }),
		});
	async function create(more?: Record<string, string>): Promise<Response> {
		const answer = await api("create", { groupName: "open", userData: USER_DATA }, more);
		const copy = answer.clone();
		if (answer.status === 200) acknowledged.add((await answer.json()).data.id);
		return copy;
	}
	const once = () => ({ "idempotency-key": randomUUID() });

	/** All calls that write. */
	const calls: Record<string, () => Promise<Response>> = {
		create: () => create(),
		"create once": () => create(once()),
		cancel: () => api("cancel", { id: requestIds.shift() }),
		"match and release once": () =>
			api("match", { toPhoneNumber: someNumbers(1)[0], release: true, callId: randomUUID() }),
		match: () => api("match", { toPhoneNumber: "+18005559999" }),
		"sign in": () => page("/login", ADMINISTRATOR),
		"a change": () =>
			page(`${GROUPS}/${groupId}`, {
				intent: "add-entry",
				number: "+18005559998",
				description: "",
			}),
	};
	/** The answers of all calls. */
	async function answers(): Promise<Record<string, object>> {
		const asked = performance.now();
		const all = Object.entries(calls).map(async ([name, call]) => {
			const answer = await call();
			const text = await answer.text();
			const inTime = limit.isKept(asked);
			const isApi = answer.headers.get("content-type")?.startsWith("application/json") === true;
			const says = isApi
				? JSON.parse(text).status
				: { message: />(The database[^<]*)</.exec(text)?.[1] };
			return [
				name,
				{ status: answer.status, retryAfter: answer.headers.get("retry-after"), says, inTime },
			] as const;
		});
		return Object.fromEntries(await Promise.all(all));
	}
	/** Statuses only: a connection that ends during a call may give another message. */
	const statuses = async () =>
		new Set(await Promise.all(Object.values(calls).map(async (call) => (await call()).status)));
	/** All of them get 503, in the API's envelope or as a sentence on a page. */
	const refusedFor = (reason: string) =>
		Object.fromEntries(
			Object.keys(calls).map((name) => {
				const isPage = name === "sign in" || name === "a change";
				const words = isPage
					? {
							message:
								`The database ${reason}. Check whether your last change was saved, then try ` +
								"again.",
						}
					: expect.objectContaining({
							code: 50301,
							message: `The service's database ${reason}. Try again in a moment.`,
						});
				return [name, { status: 503, retryAfter: "1", says: words, inTime: true }];
			}),
		);
	const ready = async () => {
		const answer = await page("/readyz");
		return [answer.status, await answer.text()];
	};
	const isUp = async () =>
		/^call_in_database_up (\d)$/m.exec(await (await page("/metrics")).text())?.[1];
	const notReadyFor = (reason: string) => [503, `the database ${reason}\n`];
	const unready = (reason: string) =>
		until(async () => (await ready()).join() === notReadyFor(reason).join());

	/** Everything serves again, without a restart and within 2 s. */
	async function comesBack(): Promise<void> {
		const back = performance.now();
		await Promise.all([
			until(async () => (await ready())[0] === 200),
			until(async () => (await create()).status === 200),
			until(async () => (await create(once())).status === 200),
			until(async () => (await calls.match!()).status === 200),
		]);
		expect(limit.isKept(back)).toBe(true);
		expect(await isUp()).toBe("1");
	}
	/** Error lines since then, by message and code. */
	const errorsSince = (at: number): Set<string> =>
		new Set(
			server
				.output()
				.slice(at)
				.split("\n")
				.filter((line) => line.includes('"level":"error"'))
				.map((line) => JSON.parse(line))
				.map(({ msg, code }) => `${code} ${msg}`),
		);
	/** Ends the product's connections: a change of its role applies to new connections only. */
	const endConnections = () =>
		admin.unsafe(
			"select pg_terminate_backend(pid) from pg_stat_activity where usename = 'call_in'",
		);

	test("a time limit of the server: 503, and not ready once several calls have met it", async () => {
		await admin.unsafe("alter role call_in set statement_timeout = '700ms'");
		await endConnections();
		await until(async () => (await create()).status === 200);
		const holder = postgres(databaseUrl(cluster.url, "call_in"), { max: 1, onnotice: () => {} });
		const locked = await holder.reserve();
		await locked.unsafe("begin; lock table requests, attempts");
		const at = server.output().length;
		for (let times = 0; times < 2; times += 1)
			expect((await answers()).create).toEqual(refusedFor("does not finish in time").create);
		expect(await ready()).toEqual(notReadyFor("does not finish in time"));
		expect(await isUp()).toBe("0");
		expect(errorsSince(at)).toContain(
			"57014 The database does not finish in time. Check its time limits, locks and load.",
		);
		await locked.unsafe("commit");
		locked.release();
		await comesBack();
		await holder.end();
		await admin.unsafe("alter role call_in reset statement_timeout");
		await endConnections();
		await until(async () => (await create()).status === 200);
	});

	test("no memory for locks: 503, not ready, and it serves again when there is some", async () => {
		const hog = await admin.reserve();
		// Locks acquired before the error are kept until the session ends.
		await expect(
			hog.unsafe("select pg_advisory_lock(n) from generate_series(1, 1000000) n"),
		).rejects.toMatchObject({ code: "53200" });
		const at = server.output().length;
		await unready("has no memory left");
		expect(await statuses()).not.toContain(500);
		expect(errorsSince(at)).toContain(
			"53200 The database has no memory left. Add memory, or reduce its load.",
		);
		await hog.unsafe("select pg_advisory_unlock_all()");
		hog.release();
		await comesBack();
	});

	test("no connection left: 503, not ready, and it serves again when there is one", async () => {
		await admin.unsafe("alter role call_in connection limit 0");
		await endConnections();
		await unready("has no connection left");
		expect(await statuses()).toEqual(new Set([503]));
		expect(await isUp()).toBe("0");
		await admin.unsafe("alter role call_in connection limit -1");
		await comesBack();
	});

	test("a user that is refused: 503, not ready, and it serves again when let in", async () => {
		await admin.unsafe("alter role call_in nologin");
		await endConnections();
		await unready("refuses access");
		expect(await statuses()).toEqual(new Set([503]));
		await admin.unsafe("alter role call_in login");
		await comesBack();
	});

	test("sessions that are read-only: 503 for everything, not ready, and it serves again when they may write", async () => {
		await admin.unsafe("alter role call_in set default_transaction_read_only = on");
		await endConnections();
		const at = server.output().length;
		await unready("is read-only");
		expect(await answers()).toEqual(refusedFor("is read-only"));
		expect((await api("retrieve", { id: [...acknowledged][0] })).status).toBe(503);
		expect(await isUp()).toBe("0");
		expect(errorsSince(at)).toContain(
			"25006 The database is read-only. It is a standby or was set to read-only: use the " +
				"primary, or allow writes.",
		);
		await admin.unsafe("alter role call_in reset default_transaction_read_only");
		await endConnections();
		await comesBack();
	});

	test("a full disk: 503 and no 500, not ready, all that was acknowledged is there, and it serves again when there is room", async () => {
		const at = server.output().length;
		// Makes room in the WAL. Without room, Postgres itself ends, and does not start again while the
		// disk is full.
		await admin.unsafe("select pg_switch_wal()");
		await admin.unsafe("checkpoint");
		disk.fill();
		await unready("has no disk space left");
		let refused = 0;
		while (refused < 40) {
			for (const answer of await Promise.all(Array.from({ length: 20 }, () => create()))) {
				if (answer.status === 200) continue;
				refused += 1;
				expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
				expect((await answer.json()).status).toMatchObject({ code: 50301 });
			}
		}
		expect(await statuses()).not.toContain(500);
		expect(await ready()).toEqual(notReadyFor("has no disk space left"));
		expect(await isUp()).toBe("0");
		expect((await page("/healthz")).status).toBe(200);
		expect(errorsSince(at)).toContain(
			"53100 The database has no disk space left. Free some space, or add some.",
		);
		disk.free();
		await comesBack();
		const stored = await storedIds();
		expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
	});

	test("a standby in the place of the primary: 503 and not ready until it is promoted, and nothing acknowledged is lost", async () => {
		const standby = await cluster.follow();
		const replayed = postgres(standby.url, { max: 1, onnotice: () => {} });
		const [{ lsn } = { lsn: "" }] = await admin.unsafe<{ lsn: string }[]>(
			"select pg_current_wal_flush_lsn()::text as lsn",
		);
		await until(
			async () =>
				(await replayed`select 1 from pg_last_wal_replay_lsn() r where r >= ${lsn}::pg_lsn`)
					.length > 0,
		);
		await replayed.end();
		await admin.end();
		standby.takePlace();
		const at = server.output().length;
		await unready("is read-only");
		expect(await answers()).toEqual(refusedFor("is read-only"));
		expect((await api("retrieve", { id: [...acknowledged][0] })).status).toBe(503);
		expect(errorsSince(at)).toContain(
			"25006 The database is read-only. It is a standby or was set to read-only: use the " +
				"primary, or allow writes.",
		);
		standby.promote();
		await comesBack();
		const stored = await storedIds();
		expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
		standby.stop();
	});

	async function storedIds(): Promise<Set<string>> {
		const sql = postgres(databaseUrl(cluster.url, "call_in"), { max: 1, onnotice: () => {} });
		const rows = await sql<{ id: string }[]>`select id from requests`;
		await sql.end();
		return new Set(rows.map(({ id }) => id));
	}
});
