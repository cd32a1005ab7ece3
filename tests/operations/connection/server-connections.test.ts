import { randomBytes } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Db } from "../../../db/connection/database.ts";
import { openDatabase } from "../../../db/connection/open.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";

describe("connections to a server", () => {
	let database: TestDatabase;
	beforeAll(async () => {
		// One connection for statements, so that all of these share it, and one for transactions.
		database = await openTestDatabase("server", { connections: 2 });
	});
	afterAll(() => database.drop());

	const one = async (value: string) =>
		(await database.query<{ value: string }>("select $1 as value", [value]))[0]?.value;

	test("a statement that cannot be sent fails alone: the others get their own answers", async () => {
		const slow = database.query("select 'slow' as value from pg_sleep(0.1)", []);
		const wrong = [
			database.query("select $1::text as value", [undefined]),
			database.query(
				`select ${Array.from({ length: 65_600 }, (_, at) => `$${at + 1}::text`)}`,
				Array(65_600).fill("x"),
			),
		].map((failing) => failing.catch((error: Error) => error.name));
		expect(await Promise.all([slow, ...wrong, one("second"), one("third")])).toEqual([
			[{ value: "slow" }],
			...["TypeError", "TypeError", "second", "third"],
		]);
	});

	test("no statement is compiled (JIT), however high its plan's cost is estimated", async () => {
		const isOn = (db: Db) =>
			db
				.query<{ jit: string }>("select current_setting('jit') as jit", [])
				.then(([row]) => row?.jit);
		// The server's own default is on.
		expect(await isOn(database)).toBe("off");
		expect(await database.transaction((tx) => isOn(tx))).toBe("off");
		expect(await database.orm.execute(sql`select current_setting('jit') as jit`)).toMatchObject([
			{ jit: "off" },
		]);
	});

	test("nothing keeps a command alive that has closed them", async () => {
		const timers = () =>
			process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
		const before = timers();
		const url = database.url as string;
		const other = await openDatabase({ url, dataDir: "", prepare: true, connections: 4 });
		await other.query("select 1", []);
		await other.transaction((tx) => tx.query("select 1", []));
		await other.close();
		// The driver clears its own timer some turns after the close.
		for (let turns = 0; turns < 100 && timers() > before; turns += 1) await nextTurn();
		expect(timers()).toBeLessThanOrEqual(before);
	});

	test("a process that stood still for seconds reads the answers that came meanwhile", async () => {
		await database.transaction((tx) => tx.query("select 1", []));
		await one("connected");
		const asked = [
			database.query("select 'single' as value from pg_sleep(0.3)", []),
			database.transaction((tx) =>
				tx.query("select 'in a transaction' as value from pg_sleep(0.3)", []),
			),
		];
		// Waits until the statements have been sent.
		await new Promise((resolve) => setTimeout(resolve, 50));
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2200);
		expect((await Promise.all(asked)).flat()).toEqual([
			{ value: "single" },
			{ value: "in a transaction" },
		]);
	});

	test("a user whose role is set to the owner's is told too that somebody else holds a table (C2)", async () => {
		const [owner, user] = ["owner", "user"].map(
			(name) => `${name}_${randomBytes(6).toString("hex")}`,
		) as [string, string];
		for (const statement of [
			`create role ${owner}`,
			`create role ${user} login in role ${owner}`,
			`alter role ${user} set role = ${owner}`,
			`grant usage on schema public, drizzle to ${owner}`,
			`grant select on all tables in schema public, drizzle to ${owner}`,
		])
			await database.query(statement, []);
		const url = new URL(database.url as string);
		url.username = user;
		const theirs = await openDatabase({
			url: url.href,
			dataDir: "",
			prepare: true,
			connections: 2,
		});
		let unlock = () => {};
		const held = new Promise<void>((resolve) => {
			unlock = resolve;
		});
		let tellLocked = () => {};
		const locked = new Promise<void>((resolve) => {
			tellLocked = resolve;
		});
		const holder = database.transaction(async (tx) => {
			await tx.query("lock table requests", []);
			tellLocked();
			await held;
		});
		await locked;
		const begun = performance.now();
		await expect(theirs.query("select count(*) from requests", [])).rejects.toMatchObject({
			code: "SILENCE",
		});
		expect(performance.now() - begun).toBeLessThan(2000);
		unlock();
		await holder;
		await theirs.close();
		await database.query(`drop owned by ${owner}`, []);
		for (const role of [user, owner]) await database.query(`drop role ${role}`, []);
	});
});

describe("DATABASE_URL and the environment of the driver", () => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase("server");
	});
	afterAll(() => database.drop());

	async function nameOfDatabase(url: string): Promise<string | undefined> {
		const opened = await openDatabase({ url, dataDir: "", prepare: true, connections: 2 });
		try {
			return (await opened.query<{ name: string }>("select current_database() as name", []))[0]
				?.name;
		} finally {
			await opened.close();
		}
	}

	test.each(["any", "standby"])(
		"a PGTARGETSESSIONATTRS=%s of other programs does not count",
		async (value) => {
			process.env.PGTARGETSESSIONATTRS = value;
			try {
				const { url } = database as { url: string };
				expect(await nameOfDatabase(url)).toBe(new URL(url).pathname.slice(1));
			} finally {
				delete process.env.PGTARGETSESSIONATTRS;
			}
		},
	);

	test("the driver itself never looks at target_session_attrs, however often and however it is written", async () => {
		const { url } = database as { url: string };
		for (const query of [
			"target_session_attrs=primary&target_session_attrs=standby",
			"target%5Fsession_attrs=standby",
		])
			expect(await nameOfDatabase(`${url}?${query}`)).toBe(new URL(url).pathname.slice(1));
	});

	test("names a folder of Unix sockets in place of a host", async () => {
		const { url } = database as { url: string };
		const [row] = await database.query<{ folder: string }>(
			"select current_setting('unix_socket_directories') as folder",
			[],
		);
		const { username, port, pathname } = new URL(url);
		const bySocket = `postgres://${username}@${encodeURIComponent(row?.folder ?? "")}:${port}${pathname}`;
		expect(await nameOfDatabase(bySocket)).toBe(pathname.slice(1));
	});
});
