import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Db } from "../../../db/connection/database.ts";
import { isUnreachable } from "../../../db/connection/errors.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

const insert = (db: Db, key: string) =>
	db.orm.execute(
		sql`insert into sign_in_failures (key, failures, until) values (${key}, 1, now() + interval '1 hour')`,
	);

describe("a transaction whose connection is lost", () => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase("server", { connections: 1 });
	});
	afterAll(() => database.drop());

	const stored = () =>
		database.query<{ key: string }>("select key from sign_in_failures order by key", []);
	const pidOf = async (tx: Db): Promise<number> =>
		(await tx.query<{ pid: number }>("select pg_backend_pid() as pid", []))[0]!.pid;
	/** Ends a connection's process, and polls until it is gone. */
	const end = async (pid: number) => {
		await database.query("select pg_terminate_backend($1)", [pid]);
		await until(
			async () =>
				(await database.query("select 1 from pg_stat_activity where pid = $1", [pid])).length === 0,
		);
	};

	test("between two statements: nothing of it is kept, the rest of it runs nowhere, and the next one works", async () => {
		const lost = database
			.transaction(async (tx) => {
				await insert(tx, "before");
				await end(await pidOf(tx));
				// The driver would reconnect, and run this outside the transaction.
				for (;;) await insert(tx, "after");
			})
			.catch((error) => error);
		expect(isUnreachable(await lost)).toBe(true);
		expect(await stored()).toEqual([]);
		await database.transaction((tx) => insert(tx, "next"));
		expect(await stored()).toEqual([{ key: "next" }]);
	});

	test("while a statement is under way: the process lives, and others that wait for a connection get one", async () => {
		const pids: number[] = [];
		const lost = database
			.transaction(async (tx) => {
				pids.push(await pidOf(tx));
				await tx.orm.execute(sql`select pg_sleep(600)`);
				// Caught from the start: the connection may end before the test awaits it.
			})
			.catch((error) => error);
		const waiting = database.transaction((tx) => insert(tx, "waited"));
		while (pids.length === 0) await database.query("select 1", []);
		await end(pids[0]!);
		expect(isUnreachable(await lost)).toBe(true);
		await waiting;
		expect(await stored()).toContainEqual({ key: "waited" });
	});

	test("a transaction that throws is rolled back, and its connection serves the next", async () => {
		const failed = database.transaction(async (tx) => {
			await insert(tx, "thrown away");
			throw new Error("no");
		});
		await expect(failed).rejects.toThrow("no");
		expect(await stored()).not.toContainEqual({ key: "thrown away" });
		await expect(database.transaction((tx) => tx.orm.execute(sql`select 1/0`))).rejects.toThrow();
		await database.transaction((tx) => insert(tx, "after a failure"));
		expect(await stored()).toContainEqual({ key: "after a failure" });
	});
});
