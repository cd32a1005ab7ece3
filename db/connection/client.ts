import type { PGlite } from "@electric-sql/pglite";
import { sql } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import type postgres from "postgres";
import type { Unavailability } from "../../app/domain/unavailability.ts";
import { openEmbedded } from "./embedded.ts";
import { MIGRATION_FILES } from "./migrate-server.ts";
import { connectServer } from "./server.ts";
import type { Patience, TransactionLoad } from "./transactions.ts";
import { errorField, unavailability } from "./unavailability.ts";

/** A connection to the database or a transaction on it: queries take either. */
export type Db = PgDatabase<PgQueryResultHKT>;

/**
 * Runs one statement as a named prepared statement and gives its rows. For the hot paths, which
 * drizzle would leave unprepared.
 */
export type RunStatement = <Row>(text: string, params: readonly unknown[]) => Promise<Row[]>;

export type Database = {
	orm: Db;
	run: RunStatement;
	kind: "embedded" | "server";
	/**
	 * Waits for a call that asks the database more than once, from `asked` (performance.now()) on.
	 * Gives it up with an error that `isUnreachable` knows once the server has been quiet for too
	 * long.
	 */
	watchCall<T>(call: Promise<T>, asked: number): Promise<T>;
	/**
	 * What the driver has to do now; null for the embedded database, which does one thing at a time.
	 */
	load(): DatabaseLoad | null;
	close(): Promise<void>;
	/** The database that this is one transaction on (`within`). */
	outside?: Database;
};

/**
 * `underWay`: statements outside of transactions that have no answer yet, on `max` connections at
 * most.
 */
export type DatabaseLoad = {
	statements: { underWay: number; max: number };
	transactions: TransactionLoad;
};

export type DatabaseOptions = {
	url?: string | undefined;
	dataDir: string;
	prepare: boolean /** On a server: at most so many for single statements, and so many for transactions. */;
	connections: number;
};

/**
 * Milliseconds that a statement waits for another's row lock: shorter than it waits for an answer.
 */
export const LOCK_TIMEOUT_MS = 1300;

/**
 * Opens the database and brings it up to date: Postgres at `url`, else the embedded one in
 * `dataDir`. Any number of processes may start on one empty server at once; the embedded directory
 * is for one process, and a second one is refused. Throws UnusableDatabaseError where the operator
 * has to do something first.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
	const { migrate, ...database } =
		options.url === undefined
			? await connectEmbedded(options.dataDir)
			: connectServer(options.url, options);
	try {
		await migrate();
	} catch (error) {
		// What is broken may not close well either; why it does not open counts.
		await database.close().catch(() => {});
		throw error;
	}
	return database;
}

type Unmigrated = Database & { migrate(): Promise<void> };

async function connectEmbedded(dataDir: string): Promise<Unmigrated> {
	const { client, close } = await openEmbedded(dataDir);
	// drizzle asks nothing else of it.
	const orm = drizzle({ client: client as PGlite });
	const begin = orm.transaction.bind(orm);
	return {
		// There is no connection to wait for, or to lose.
		orm: Object.assign(orm, {
			transaction: (work: Parameters<typeof begin>[0]) => begin(work),
		}) as unknown as Db,
		run: async <Row>(text: string, params: readonly unknown[]) =>
			(await client.query<Row>(text, [...params])).rows,
		kind: "embedded",
		watchCall: (call) => call,
		load: () => null,
		migrate: () => migrate(orm, MIGRATION_FILES),
		close,
	};
}

const TRIED_AGAIN = new Set(["40001", "40P01"]);
const TRIES_MAX = 5;

/** The SQLSTATE of a failed statement; drizzle wraps the driver's error. */
export function sqlState(error: unknown): string | undefined {
	return errorField(error, "code");
}

/** The constraint that a failed statement broke. */
export function brokenConstraint(error: unknown): string | undefined {
	return errorField(error, "constraint") ?? errorField(error, "constraint_name");
}

/**
 * Whether the database gave something up for the sake of something else: nothing of it was done.
 */
export const isToBeTriedAgain = (error: unknown): boolean => TRIED_AGAIN.has(sqlState(error) ?? "");

/**
 * For a transaction that an API client waits for: its statements take milliseconds, but where the
 * machine is overloaded.
 */
export const BRIEF: Patience = { msMax: 4000 };

/**
 * What is a transaction already: the driver would begin another one on its connection, and commit
 * both with it.
 */
const transactionsUnderWay = new WeakSet<Db>();

/**
 * Runs `work` in a transaction; one that the database gave up for the sake of another is tried
 * again, here and nowhere else. Inside a transaction of another `inTransaction` it is part of that
 * one, and an error that comes out of it must end that one too.
 */
export async function inTransaction<T>(
	db: Db,
	work: (tx: Db) => Promise<T>,
	patience?: Patience,
): Promise<T> {
	if (transactionsUnderWay.has(db)) return work(db);
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await db.transaction((tx) => {
				transactionsUnderWay.add(tx);
				return work(tx);
			}, patience as never);
		} catch (error) {
			if (attempt >= TRIES_MAX || !isToBeTriedAgain(error)) throw error;
		}
	}
}

/**
 * Gives `look` one moment of the database that it cannot change: all its statements read the same,
 * and one that writes is refused.
 */
export const inSnapshot = <T>(database: Database, look: (at: Database) => Promise<T>): Promise<T> =>
	inTransaction(database.orm, async (tx) => {
		await tx.execute(sql`set transaction isolation level repeatable read, read only`);
		return look(within(database, tx));
	});

/**
 * Runs a statement of a hot path inside a transaction of `inTransaction`, where `run` would wait
 * for another connection.
 */
export async function runIn<Row>(tx: Db, text: string, params: readonly unknown[]): Promise<Row[]> {
	const { client } = (tx as unknown as { session: { client: object } }).session;
	if ("unsafe" in client) return prepared<Row>(client as postgres.TransactionSql, text, params);
	const parts = text
		.split(/\$(\d+)/)
		.map((part, index) => (index % 2 === 0 ? sql.raw(part) : sql`${params[Number(part) - 1]}`));
	const result = (await tx.execute(sql.join(parts))) as unknown as { rows: Row[] };
	return result.rows;
}

/**
 * drizzle leaves statements unprepared, and planning some of ours takes longer than running them.
 * DATABASE_PREPARE=false still holds.
 */
const prepared = async <Row>(
	client: postgres.TransactionSql,
	text: string,
	params: readonly unknown[],
): Promise<Row[]> =>
	(await client.unsafe(text, params as postgres.ParameterOrJSON<never>[], {
		prepare: true,
	})) as unknown as Row[];

/** `runIn` for one transaction, for queries that take a `RunStatement`. */
export const runOn =
	(tx: Db): RunStatement =>
	(text, params) =>
		runIn(tx, text, params);

/**
 * The database as one transaction on it: all that is done with it is done together, or not at all.
 */
export const within = (database: Database, tx: Db): Database => ({
	...database,
	orm: tx,
	run: runOn(tx),
	outside: database.outside ?? database,
});

/** The SQLSTATE of who has waited for a lock for as long as it may. */
export const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Whether an error means that the database cannot serve now, or not in time, rather than that it
 * refused something. `unavailability` says why.
 */
export const isUnreachable = (error: unknown): boolean => unavailability(error) !== null;

/** What everybody meets, whatever they ask. */
const FOR_EVERYBODY = new Set<Unavailability | null>([
	"away",
	"read-only",
	"too-many-connections",
	"refused",
]);

/**
 * Whether an error means that the database serves nobody: not that it could not serve one
 * statement.
 */
export const isAway = (error: unknown): boolean => FOR_EVERYBODY.has(unavailability(error));
