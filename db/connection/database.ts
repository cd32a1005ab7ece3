import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/**
 * drizzle's query builder, for the files of db/ alone. Its transactions are left out: they know
 * neither the retries nor the time limits of `Db.transaction`.
 */
export type QueryBuilder = Omit<PgDatabase<PgQueryResultHKT, Record<string, never>>, "transaction">;

/** Milliseconds that are waited for an answer while the server lives. */
export type Patience = { timeoutMs: number };

/** The database, or one transaction on it: queries and operations take either. */
export type Db = {
	/**
	 * Runs one statement as a named prepared statement and gives its rows; times come as text. Waits
	 * for 5 s, or for as long as asked; inside a transaction, for as long as that does.
	 */
	query<Row>(text: string, params: readonly unknown[], patience?: Patience): Promise<Row[]>;
	/**
	 * Runs `work` in a transaction, or as a part of the one that this is already: then an error that
	 * comes out of it must end that one too. A transaction that the database gave up for the sake of
	 * another is tried again, here and nowhere else. `timeoutMs`, 20 s where nothing is said, is for
	 * a connection, and again for each statement.
	 */
	transaction<T>(work: (tx: Db) => Promise<T>, patience?: Patience): Promise<T>;
	readonly orm: QueryBuilder;
};

/** The whole database of a process. */
export type Database = Db & {
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
};

/**
 * `underWay`: statements outside of transactions that have no answer yet, on `max` connections at
 * most.
 */
export type DatabaseLoad = {
	statements: { underWay: number; max: number };
	transactions: TransactionLoad;
};

/**
 * Connections for transactions by what they do now, the most that there may be, and the
 * transactions that wait for one.
 */
export type TransactionLoad = { inUse: number; idle: number; max: number; waiting: number };

/**
 * For a transaction that an API client waits for: its statements take milliseconds, but where the
 * machine is overloaded.
 */
export const BRIEF: Patience = { timeoutMs: 4000 };

/** For what people wait for: an import of 10,000 rows, a line of others at the same group. */
export const PATIENT: Patience = { timeoutMs: 20_000 };

/**
 * Milliseconds that a statement waits for another's row lock: shorter than it waits for an answer.
 */
export const LOCK_TIMEOUT_MS = 1300;

/**
 * Gives `look` one moment of the database that it cannot change: all its statements read the same,
 * and one that writes is refused.
 */
export const inSnapshot = <T>(db: Db, look: (at: Db) => Promise<T>): Promise<T> =>
	db.transaction(async (tx) => {
		await tx.query("set transaction isolation level repeatable read, read only", []);
		return look(tx);
	});
