import { sql } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { drizzle as drizzlePglite } from "drizzle-orm/pglite";
import { migrate as migratePglite } from "drizzle-orm/pglite/migrator";
import { drizzle as drizzlePostgres } from "drizzle-orm/postgres-js";
import { migrate as migratePostgres } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { openEmbedded } from "./embedded.ts";
import * as schema from "./schema.ts";
import { transactionsOn } from "./transactions.ts";

/** A connection to the database or a transaction on it: queries take either. */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>;

/**
 * Runs one statement as a named prepared statement and gives its rows. For the hot paths, which drizzle would leave unprepared. On a server it
 * gives up when nothing at all comes back for 2 s, with an error that `isUnreachable` knows.
 */
export type RunStatement = <Row>(text: string, params: readonly unknown[]) => Promise<Row[]>;

export type Database = {
	orm: Db;
	run: RunStatement;
	kind: "embedded" | "server";
	close(): Promise<void>;
};

export type DatabaseOptions = {
	url?: string | undefined;
	dataDir: string;
	prepare: boolean /** On a server: at most so many for single statements, and so many for transactions. */;
	connections: number;
};

const MIGRATION_FILES = { migrationsFolder: "db/migrations" };
const MIGRATION_LOCK = 7200;
/** Seconds until an unreachable server counts as away. */
const CONNECT_TIMEOUT_SECONDS = 2;
/** Seconds between two tries to connect: the driver's own pauses grow to many seconds, in which every query would hang. */
const RECONNECT_SECONDS = 0.1;
/** Seconds after which a connection that only transactions use is closed. */
const IDLE_SECONDS_MAX = 60;
/** Milliseconds without any answer after which a server counts as away, connected or not. */
const SILENCE_MS_MAX = 2000;
/** Milliseconds that a statement waits for another's row lock: shorter, so that the server is not silent for that. */
export const LOCK_TIMEOUT_MS = 1500;

/**
 * Opens the database and brings it up to date: Postgres at `url`, else the embedded one in `dataDir`. Any number of processes may start
 * on one empty server at once; the embedded directory is for one process, and a second one gets an EmbeddedInUseError.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
	const { migrate, ...database } = options.url === undefined ? await connectEmbedded(options.dataDir) : connectServer(options.url, options);
	try {
		await migrate();
	} catch (error) {
		await database.close();
		throw error;
	}
	return database;
}

type Unmigrated = Database & { migrate(): Promise<void> };

async function connectEmbedded(dataDir: string): Promise<Unmigrated> {
	const { client, close } = await openEmbedded(dataDir);
	const orm = drizzlePglite({ client, schema });
	return {
		orm,
		run: async <Row>(text: string, params: readonly unknown[]) => (await client.query<Row>(text, [...params])).rows,
		kind: "embedded",
		migrate: () => migratePglite(orm, MIGRATION_FILES),
		close,
	};
}

function connectServer(url: string, options: Pick<DatabaseOptions, "prepare" | "connections">): Unmigrated {
	// Half of them for transactions, which have a connection each; single statements share theirs.
	const forTransactions = Math.max(1, Math.floor(options.connections / 2));
	const connecting = {
		prepare: options.prepare,
		connect_timeout: CONNECT_TIMEOUT_SECONDS,
		backoff: () => RECONNECT_SECONDS,
		onnotice: () => {},
		connection: { application_name: "click-to-call-in" },
	};
	const client = postgres(url, { ...connecting, max: Math.max(1, options.connections - forTransactions) });
	const answered = watchForAnswers();
	const ormOn = (on: postgres.Sql) => drizzlePostgres({ client: on, schema });
	const transactions = transactionsOn(url, { ...connecting, max: forTransactions, idle_timeout: IDLE_SECONDS_MAX }, ormOn);
	return {
		orm: Object.assign(ormOn(client), { transaction: transactions.run }),
		run: async <Row>(text: string, params: readonly unknown[]) =>
			(await answered(client.unsafe(text, params as postgres.ParameterOrJSON<never>[], { prepare: options.prepare }))) as unknown as Row[],
		kind: "server",
		migrate: () => migrateServer(url),
		close: async () => {
			await Promise.all([client.end({ timeout: 5 }), transactions.close()]);
		},
	};
}

/**
 * Gives statements up once nothing has come back from the server for 2 s. Not by each one's own time: in a burst, those at the end of the
 * queue wait long while all is well. And without cancelling: the driver sends several statements down one connection at once, and a
 * cancellation is for whichever of them the server is at.
 */
function watchForAnswers(): <Rows>(query: PromiseLike<Rows>) => Promise<Rows> {
	let lastAnswer = 0;
	return async (query) => {
		const asked = performance.now();
		let timer: NodeJS.Timeout | undefined;
		const silence = new Promise<never>((_resolve, reject) => {
			const listen = (): void => {
				const quiet = performance.now() - Math.max(asked, lastAnswer);
				if (quiet < SILENCE_MS_MAX) timer = setTimeout(listen, SILENCE_MS_MAX - quiet);
				else reject(Object.assign(new Error("The database does not answer."), { code: "SILENCE" }));
			};
			timer = setTimeout(listen, SILENCE_MS_MAX);
		});
		try {
			const rows = await Promise.race([query, silence]);
			lastAnswer = performance.now();
			return rows;
		} finally {
			clearTimeout(timer);
		}
	};
}

/**
 * One process at a time: the lock and every migration are in one transaction, so a second process waits and then finds nothing to do. The
 * embedded database has its one process already, and its migrator wants the whole connection.
 */
async function migrateServer(url: string): Promise<void> {
	const client = postgres(url, { max: 1, connect_timeout: CONNECT_TIMEOUT_SECONDS, backoff: () => RECONNECT_SECONDS, onnotice: () => {} });
	try {
		await drizzlePostgres({ client }).transaction(async (tx) => {
			await tx.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
			// The migrator opens a transaction of its own, which inside this one is a savepoint.
			const { dialect, session } = tx as unknown as { dialect: unknown; session: object };
			const nested = Object.assign(Object.create(session), { transaction: tx.transaction.bind(tx) });
			await migratePostgres({ dialect, session: nested } as never, MIGRATION_FILES);
		});
	} finally {
		await client.end({ timeout: 5 });
	}
}

const TRIED_AGAIN = new Set(["40001", "40P01"]);
const TRIES_MAX = 5;

/** The SQLSTATE of a failed statement; drizzle wraps the driver's error. */
export function sqlState(error: unknown): string | undefined {
	return field(error, "code");
}

/** The constraint that a failed statement broke. */
export function brokenConstraint(error: unknown): string | undefined {
	return field(error, "constraint") ?? field(error, "constraint_name");
}

function field(error: unknown, name: string): string | undefined {
	for (let at = error; at instanceof Error; at = at.cause) {
		const value = (at as unknown as Record<string, unknown>)[name];
		if (typeof value === "string") return value;
	}
	return undefined;
}

/** What is a transaction already: the driver would begin another one on its connection, and commit both with it. */
const transactionsUnderWay = new WeakSet<Db>();

/**
 * Runs `work` in a transaction; one that the database gave up for the sake of another is tried again, here and nowhere else. Inside a
 * transaction of another `inTransaction` it is part of that one, and an error that comes out of it must end that one too.
 */
export async function inTransaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
	if (transactionsUnderWay.has(db)) return work(db);
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await db.transaction((tx) => {
				transactionsUnderWay.add(tx);
				return work(tx);
			});
		} catch (error) {
			if (attempt >= TRIES_MAX || !TRIED_AGAIN.has(sqlState(error) ?? "")) throw error;
		}
	}
}

/** Runs a statement of a hot path inside a transaction of `inTransaction`, where `run` would wait for another connection. */
export async function runIn<Row>(tx: Db, text: string, params: readonly unknown[]): Promise<Row[]> {
	const { client } = (tx as unknown as { session: { client: object } }).session;
	if ("unsafe" in client) return prepared<Row>(client as postgres.TransactionSql, text, params);
	const parts = text.split(/\$(\d+)/).map((part, index) => (index % 2 === 0 ? sql.raw(part) : sql`${params[Number(part) - 1]}`));
	const result = (await tx.execute(sql.join(parts))) as unknown as { rows: Row[] };
	return result.rows;
}

/** drizzle leaves statements unprepared, and planning some of ours takes longer than running them. DATABASE_PREPARE=false still holds. */
const prepared = async <Row>(client: postgres.TransactionSql, text: string, params: readonly unknown[]): Promise<Row[]> =>
	(await client.unsafe(text, params as postgres.ParameterOrJSON<never>[], { prepare: true })) as unknown as Row[];

/** `runIn` for one transaction, for queries that take a `RunStatement`. */
export const runOn =
	(tx: Db): RunStatement =>
	(text, params) =>
		runIn(tx, text, params);

/** The database as one transaction on it: all that is done with it is done together, or not at all. */
export const within = (database: Database, tx: Db): Database => ({ ...database, orm: tx, run: runOn(tx) });

const UNREACHABLE =
	/^(SILENCE|55P03|CONNECT_TIMEOUT|CONNECTION_CLOSED|CONNECTION_ENDED|CONNECTION_DESTROYED|ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT|08...|57P0[123]|53300)$/;

/** Whether an error means that the database cannot be reached now, or not in time, rather than that it refused something. */
export function isUnreachable(error: unknown): boolean {
	const code = sqlState(error);
	return code !== undefined && UNREACHABLE.test(code);
}
