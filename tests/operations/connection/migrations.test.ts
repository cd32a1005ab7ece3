import { setTimeout as pause } from "node:timers/promises";
import { readMigrationFiles } from "drizzle-orm/migrator";
import postgres from "postgres";
import { afterEach, expect, test } from "vitest";
import { ADVISORY_LOCKS } from "../../../db/advisory-locks.ts";
import { MIGRATION_FILES } from "../../../db/connection/migrate-server.ts";
import { openDatabase } from "../../../db/connection/open.ts";
import { isMigrated } from "../../../db/connection/readiness.ts";
import { createServerDatabase } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const open = async (url: string) => {
	const database = await openDatabase({ url, dataDir: "", prepare: true, connections: 2 });
	cleanUps.push(() => database.close());
	return database;
};

function connect(url: string): postgres.Sql {
	const client = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
	cleanUps.push(() => client.end());
	return client;
}

const MIGRATIONS_TABLE = `create schema drizzle; create table drizzle.__drizzle_migrations (
	id serial primary key, hash text not null, created_at bigint
)`;

/** A database of an earlier version, with only this many of the migrations. */
async function earlierDatabase(migrations: number): Promise<string> {
	const { url, drop } = await createServerDatabase({ migrated: false });
	cleanUps.push(drop);
	const client = connect(url);
	await client.unsafe(MIGRATIONS_TABLE);
	for (const { sql, hash, folderMillis } of readMigrationFiles(MIGRATION_FILES).slice(
		0,
		migrations,
	)) {
		for (const statement of sql) await client.unsafe(statement);
		await client`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`;
	}
	return url;
}

test("an upgrade over several versions does not deadlock with transactions of an earlier one, whatever order they lock the tables in", async () => {
	const url = await earlierDatabase(6);
	const orders = [
		["requests", "numbers", "attempts"],
		["numbers", "pool_entries", "requests"],
		["attempts", "api_keys", "requests"],
		["pool_entries", "audit_entries", "sessions"],
	];
	const errors: unknown[] = [];
	let isGoing = true;
	let done = 0;
	const working = orders.map(async (tables) => {
		const client = connect(url);
		while (isGoing) {
			await client
				.begin(async (tx) => {
					for (const table of tables) {
						await tx.unsafe(`lock table ${table} in row exclusive mode`);
						await pause(10);
					}
				})
				.catch((error) => errors.push(error));
			done += 1;
			await pause(5);
		}
	});
	await pause(100);
	const database = await open(url);
	isGoing = false;
	await Promise.all(working);
	expect(errors).toEqual([]);
	expect(await isMigrated(database)).toBe(true);
	expect(done).toBeGreaterThan(orders.length);
	// The migration itself tries to get its locks for two minutes.
}, 150_000);

test("a start with nothing to migrate locks nothing: it does not wait for who has the tables", async () => {
	const { url, drop } = await createServerDatabase();
	cleanUps.push(drop);
	const holder = connect(url);
	await holder.unsafe(
		`begin; lock table requests, groups, numbers in access exclusive mode;
		select pg_advisory_xact_lock(${ADVISORY_LOCKS.migration})`,
	);
	await open(url);
	await holder.unsafe("rollback");
});

test("a start that waited while another process made the tables does not make them again (O2)", async () => {
	const { url, drop } = await createServerDatabase({ migrated: false });
	cleanUps.push(drop);
	const other = connect(url);
	await other.unsafe(`begin; select pg_advisory_xact_lock(${ADVISORY_LOCKS.migration})`);
	const opened = open(url);
	await until(async () => {
		const waiting = await other`select 1 from pg_locks
			where locktype = 'advisory' and objid = ${ADVISORY_LOCKS.migration} and not granted`;
		return waiting.length > 0;
	});
	const newest = readMigrationFiles(MIGRATION_FILES).at(-1)!;
	await other.unsafe(MIGRATIONS_TABLE);
	await other`insert into drizzle.__drizzle_migrations (hash, created_at)
		values (${newest.hash}, ${newest.folderMillis})`;
	await other.unsafe("commit");
	await opened;
	const applied = await other`select hash from drizzle.__drizzle_migrations`;
	expect([...applied]).toEqual([{ hash: newest.hash }]);
});
