import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/**
 * drizzle's query builder, for the files of db/ alone. Its transactions are left out: they have
 * neither the retries nor the timeouts of `Db.transaction`.
 */
export type QueryBuilder = Omit<PgDatabase<PgQueryResultHKT, Record<string, never>>, "transaction">;

/** Timeout in milliseconds for an answer while the server lives. */
export type Patience = { timeoutMs: number };

/** The database, or one transaction on it: queries and operations take either. */
export type Db = {
	/**
	 * Runs one statement as a named prepared statement and returns its rows; times come as text. The
	 * timeout is 5 s unless given; inside a transaction, it is the transaction's.
	 */
	query<Row>(text: string, params: readonly unknown[], patience?: Patience): Promise<Row[]>;
	/**
	 * Runs `work` in a transaction. Inside a transaction, `work` joins it, and an error from `work`
	 * must end that transaction too. A transaction that the database aborted in favour of another is
	 * retried, here and nowhere else. `timeoutMs`, 20 s by default, is for a connection, and again
	 * for each statement.
	 */
	transaction<T>(work: (tx: Db) => Promise<T>, patience?: Patience): Promise<T>;
	readonly orm: QueryBuilder;
};

/** The whole database of a process. */
export type Database = Db & {
	kind: "embedded" | "server";
	/**
	 * Waits for a call of several statements, from `asked` (performance.now()) on. After too long a
	 * silence of the server, it rejects with an error that `isUnreachable` recognizes.
	 */
	watchCall<T>(call: Promise<T>, asked: number): Promise<T>;
	/** The driver's current load; null for the embedded database, which does one thing at a time. */
	load(): DatabaseLoad | null;
	close(): Promise<void>;
};

/** `underWay`: unanswered statements outside of transactions, on at most `max` connections. */
export type DatabaseLoad = {
	statements: { underWay: number; max: number };
	transactions: TransactionLoad;
};

/**
 * Connections for transactions by their current use, their maximum, and the waiting transactions.
 */
export type TransactionLoad = { inUse: number; idle: number; max: number; waiting: number };

/**
 * For a transaction of an API call: its statements take milliseconds, unless the machine is
 * overloaded.
 */
export const BRIEF: Patience = { timeoutMs: 4000 };

/** For people: an import of 10,000 rows, or a queue for the same group. */
export const PATIENT: Patience = { timeoutMs: 20_000 };

/** Timeout in milliseconds for a row lock: shorter than the timeout for an answer. */
export const LOCK_TIMEOUT_MS = 1300;

/**
 * Gives `look` a read-only snapshot: all its statements see the same state, and writes are refused.
 */
export const inSnapshot = <T>(db: Db, look: (at: Db) => Promise<T>): Promise<T> =>
	db.transaction(async (tx) => {
		await tx.query("set transaction isolation level repeatable read, read only", []);
		return look(tx);
	});
