import { setTimeout as pause } from "node:timers/promises";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import { ADVISORY_LOCKS, TRIGGER_LOCKS } from "../advisory-locks.ts";
import type { Connections } from "./connections.ts";
import { UnusableDatabaseError } from "./unusable-database.ts";

export const MIGRATION_FILES = { migrationsFolder: "db/migrations" };
const VERSION_MIN = 150_000;
/** Milliseconds for getting the locks, all tries together. */
const LOCKING_MS_MAX = 120_000;
/**
 * Milliseconds to wait for vacuums and index builds. An autovacuum yields after `deadlock_timeout`.
 */
const QUIET_LOCK_MS_MAX = 5000;
/**
 * Milliseconds of the first try to lock the tables. Each further try doubles it, up to the maximum.
 */
const TRY_MS_FIRST = 50;
const TRY_MS_MAX = 400;
/** Milliseconds between polls for a good moment to try. */
const LOOK_MS = 20;

/** query_canceled (by statement_timeout), lock_not_available, deadlock_detected. */
const NOT_LOCKED = new Set(["57014", "55P03", "40P01"]);

type Row = Record<string, unknown>;
type Run = (text: string) => Promise<Row[]>;

/**
 * Brings a server's database up to date. One process at a time: the others wait for an advisory
 * lock, and then have nothing to do. All migrations are one transaction. Throws
 * UnusableDatabaseError for an unsupported server.
 */
export async function migrateServer(connections: Connections): Promise<void> {
	// Behind PgBouncer, a prepared statement would stay on a server connection of other clients.
	const connection = await connections.open({ prepare: false });
	const run: Run = async (text) => [...(await connection.ask([text]))];
	try {
		const all = readMigrationFiles(MIGRATION_FILES);
		const server = await refuseUnusableServer(run);
		const pending = await pendingOf(all, run);
		if (pending.length === all.length) refuseEncoding(server.encoding);
		if (pending.length === 0) return;
		await run("begin");
		await migrate(all, run);
		await run("commit");
	} finally {
		// Without the commit, nothing is kept.
		await connection.close();
	}
}

async function refuseUnusableServer(run: Run): Promise<{ encoding: string }> {
	const [server] = (await run(
		`select current_setting('server_version_num')::int as version,
			current_setting('server_version') as name,
			current_setting('server_encoding') as encoding`,
	)) as [{ version: number; name: string; encoding: string }];
	if (server.version < VERSION_MIN)
		throw new UnusableDatabaseError(
			`The database server is PostgreSQL ${server.name.split(" ", 1)[0]}; ` +
				"Click-To-Call-In needs version 15 or newer. " +
				"Upgrade the server, or name another in DATABASE_URL.",
		);
	return server;
}

/**
 * In another encoding, lengths are counted in bytes (SQL_ASCII), or names in many scripts cannot be
 * stored.
 */
function refuseEncoding(encoding: string): void {
	if (encoding === "UTF8") return;
	throw new UnusableDatabaseError(
		`The database has the encoding ${encoding}, and must have UTF8. ` +
			"Make it anew: create database … encoding 'UTF8' template template0.",
	);
}

/**
 * drizzle's own rule and table: pending migrations are newer than the newest applied one. The
 * catalog itself is read: a session remembers the answer of `to_regclass`, also while it waits for
 * an advisory lock and another process makes the table.
 */
async function pendingOf(all: MigrationMeta[], run: Run): Promise<MigrationMeta[]> {
	const [table] = await run(
		`select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'drizzle' and c.relname = '__drizzle_migrations'`,
	);
	if (!table) return all;
	const [newest] = await run(
		"select coalesce(max(created_at), 0)::float8 as at from drizzle.__drizzle_migrations",
	);
	return all.filter(({ folderMillis }) => folderMillis > Number(newest?.at));
}

/** Inside a transaction: a second process waits here, and then finds nothing pending. */
async function migrate(all: MigrationMeta[], run: Run): Promise<void> {
	// A large table can take longer than the role's statement timeout.
	await run(
		`select set_config(name, '0', true) from pg_settings
		where name in (
			'statement_timeout', 'lock_timeout',
			'idle_in_transaction_session_timeout', 'transaction_timeout'
		)`,
	);
	await run(`select pg_advisory_xact_lock(${ADVISORY_LOCKS.migration})`);
	const pending = await pendingOf(all, run);
	if (pending.length === 0) return;
	await lockTables(all, run);
	await run("create schema if not exists drizzle");
	await run(
		`create table if not exists drizzle.__drizzle_migrations (
			id serial primary key, hash text not null, created_at bigint
		)`,
	);
	for (const { sql, hash, folderMillis } of pending) {
		for (const statement of sql) await run(statement);
		await run(
			`insert into drizzle.__drizzle_migrations (hash, created_at)
			values ('${hash}', ${folderMillis})`,
		);
	}
}

/**
 * Locks every table of the product before the first migration, so that no process of an earlier
 * version deadlocks with a migration: each locks the same tables in its own order. Postgres checks
 * a lock wait for a deadlock once, `deadlock_timeout` after the wait begins. Each try here ends
 * before its own check, and begins only when no other session's check falls into it. So no session
 * ever sees a deadlock with this one.
 */
async function lockTables(all: MigrationMeta[], run: Run): Promise<void> {
	const tables = await existingTables(all, run);
	if (tables.length === 0) return;
	const list = tables.join(", ");
	const end = performance.now() + LOCKING_MS_MAX;
	// Conflicts with vacuums and index builds alone.
	await run(`set local lock_timeout = ${QUIET_LOCK_MS_MAX}`);
	while (await attempt(`lock table ${list} in share update exclusive mode`, run))
		await refuseAfter(end, tables, run);
	await run("set local lock_timeout = 0");
	const [setting] = await run(
		"select setting::int as ms from pg_settings where name = 'deadlock_timeout'",
	);
	const deadlockMs = Number(setting?.ms);
	const most = Math.max(1, Math.min(TRY_MS_MAX, Math.floor(deadlockMs * 0.4)));
	const order = tables.map((table) => `lock table ${table} in access exclusive mode`);
	order.push(...TRIGGER_LOCKS.map((lock) => `perform pg_advisory_xact_lock(${lock})`));
	for (let ms = Math.min(TRY_MS_FIRST, most); ; ms = Math.min(2 * ms, most)) {
		while (await somebodyLooksWithin(ms, deadlockMs, run)) await refuseAfter(end, tables, run);
		await run(`set local statement_timeout = ${ms}`);
		const failure = await attempt(`do $$ begin ${order.join("; ")}; end $$`, run);
		await run("set local statement_timeout = 0");
		if (!failure) return;
		// The table with the long lock comes first next time, while we hold no lock that its holder may
		// want.
		const late = order.findIndex((statement) => failure.where?.includes(statement));
		if (late > 0) order.unshift(...order.splice(late, 1));
		await refuseAfter(end, tables, run);
		// Meanwhile the waiting sessions go on.
		await pause(2 * ms);
	}
}

/** The existing tables of all migrations, quoted, in one order. */
async function existingTables(all: MigrationMeta[], run: Run): Promise<string[]> {
	const made = new Set(
		all.flatMap(({ sql }) =>
			sql.flatMap((text) =>
				[...text.matchAll(/^CREATE TABLE "(\w+)"/gm)].map((found) => found[1]!),
			),
		),
	);
	const names = [...made].map((name) => `'${name}'`).join(", ");
	const rows = await run(
		`select quote_ident(t) as name from unnest(array[${names}]::text[]) t
		where to_regclass(quote_ident(t)) is not null order by 1`,
	);
	return rows.map(({ name }) => String(name));
}

/**
 * Runs a statement that waits for locks. On failure it keeps no lock, and returns Postgres's error.
 */
async function attempt(
	statement: string,
	run: Run,
): Promise<{ code: string; where?: string } | undefined> {
	await run("savepoint locks");
	try {
		await run(statement);
		await run("release savepoint locks");
		return undefined;
	} catch (error) {
		const failure = error as { code: string; where?: string };
		if (!NOT_LOCKED.has(failure.code)) throw error;
		await run("rollback to savepoint locks");
		return failure;
	}
}

/**
 * Whether another session waits for a lock and checks for a deadlock within `ms`, or a little
 * later.
 */
async function somebodyLooksWithin(ms: number, deadlockMs: number, run: Run): Promise<boolean> {
	const rows = await run(
		`select 1 from pg_locks l join pg_stat_activity a using (pid)
		where not l.granted and a.datname = current_database() and a.pid <> pg_backend_pid()
		and clock_timestamp() - l.waitstart
			between interval '${deadlockMs - ms - 50} ms'
			and interval '${deadlockMs + 50} ms'
		limit 1`,
	);
	return rows.length > 0;
}

async function refuseAfter(end: number, tables: string[], run: Run): Promise<void> {
	if (performance.now() < end) return void (await pause(LOOK_MS));
	const [holder] = await run(
		`select l.pid from pg_locks l join pg_stat_activity a using (pid)
		where l.granted and l.relation = any(
			array[${tables.map((name) => `'${name}'`).join(", ")}]::regclass[])
		and l.pid <> pg_backend_pid()
		order by a.xact_start nulls last limit 1`,
	);
	const who = holder ? ` (its process on the server: ${holder.pid})` : "";
	throw new UnusableDatabaseError(
		`The tables could not be locked for the upgrade within ${LOCKING_MS_MAX / 1000} s: ` +
			`somebody else holds them${who}, such as a backup or a report. ` +
			"Let that end, then start again.",
	);
}
