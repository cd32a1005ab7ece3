import { connect, type Socket } from "node:net";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { awaited } from "./awaited.ts";
import type { Tls } from "./server-tls.ts";

/** Milliseconds for a server to close a connection after our goodbye. */
const GOODBYE_MS_MAX = 1000;

/** The protocol counts parameters in two bytes, and the driver takes one fewer. */
const PARAMETERS_MAX = 65_533;

/** The answer of a server without TLS to a request for TLS: the letter N. */
const NO_TLS = 78;

/** The SQLSTATE of a read-only server: a standby, or a primary set to read-only. */
const READ_ONLY = "25006";

type Rows = postgres.RowList<postgres.Row[]>;
export type Statement = [text: string, params?: readonly unknown[], how?: object];

/**
 * The reason for a missing answer: the statement is blocked, or no server process works on it.
 */
export type Trouble = "blocked" | "dead";

/**
 * One connection to the server, never used again once it is lost. Unanswered statements count even
 * if their callers have given up: until the answer, a server process is busy with them, and a new
 * connection would add one more.
 */
export type Connection = {
	/**
	 * The driver's client. Its `unsafe` refuses statements after the loss: the driver would keep them
	 * for ever.
	 */
	sql: postgres.Sql;
	/**
	 * The server's process ID; undefined behind a pooler, where each transaction may get another
	 * process.
	 */
	pid: number | undefined;
	/** performance.now() at the opening. */
	opened: number;
	/** Statements that the server has not answered. */
	unanswered: number;
	/** performance.now() of the last answer, or of the first statement after a rest. */
	silentSince: number;
	trouble: Trouble | undefined;
	/** Closed, or about to be: not to use. */
	isOver: boolean;
	/** Called after the last outstanding answer. */
	onAnswered(): void;
	/** Called once, on the close from either side: then a new connection may take its place. */
	onLost(): void;
	/** Sends a statement at once; `isRaw` returns rows as lists. */
	ask(statement: Statement, isRaw?: boolean): Promise<Rows>;
	/**
	 * Says goodbye after the statements under way, or after `graceMs`, and waits a moment for the
	 * server's close. Never rejects. Leaves no timer: it would keep a finished command alive.
	 */
	close(graceMs?: number): Promise<void>;
	/** Ends it without a goodbye: the server no longer listens. */
	cut(): void;
};

const failure = (code: string, message: string): Error =>
	Object.assign(new Error(message), { code });
const lost = () => failure("CONNECTION_CLOSED", "The connection to the database is lost.");

/** Whether an error means that its server is read-only. */
export const isReadOnly = (error: unknown): boolean =>
	(error as { code?: unknown } | null)?.code === READ_ONLY;

export type Host = { host: string; port: number; path: string | undefined };

/**
 * Opens a connection, and checks that its server can write. It skips the driver's own first query,
 * for the types of arrays: its promise is never awaited (3.4.9), so a failure would end the
 * process. Without that query, an array is its text, `{a,b}`, in both directions. drizzle writes
 * and reads its array columns as such text, `arrayLiteral` makes the lists of other statements, and
 * no other statement returns an array.
 */
export async function openAt(
	url: string,
	{ host, port, path }: Host,
	{ prepare, tls, msMax, all }: { prepare: boolean; tls: Tls; msMax: number; all: Set<Connection> },
): Promise<Connection> {
	let socket: Socket | undefined;
	let isGivenUp = false;
	let refuse = (_error: unknown): void => {};
	const refused = new Promise<never>((_resolve, reject) => {
		refuse = reject;
	});
	const needsTls = tls.ssl !== undefined && tls.ssl !== false && tls.ssl !== "prefer";
	const options = {
		...tls,
		prepare,
		max: 1,
		fetch_types: false,
		// An older PgBouncer (1.18) hands the server on after the first of two pipelined statements,
		// and the second is never answered.
		...(prepare ? {} : { max_pipeline: 0 }),
		// The idle and age limits are ours: the driver's own may close in the middle of sending.
		idle_timeout: 0,
		max_lifetime: null,
		connect_timeout: 0,
		onnotice: () => {},
		connection: { application_name: "click-to-call-in" },
		// As lists, so that the driver does not split them.
		host: [host] as unknown as string,
		port: [port] as unknown as number,
		async socket() {
			// Only once: the driver calls this again if the server closes before its first byte.
			if (socket !== undefined || isGivenUp) throw lost();
			socket = path === undefined ? connect({ host, port }) : connect({ path });
			// The driver reads the name for the certificate here.
			Object.assign(socket, { host, port });
			if (needsTls)
				socket.once("data", (answer) => {
					if (answer[0] === NO_TLS)
						refuse(failure("TLS_REFUSED", "The database server has no TLS."));
				});
			await new Promise<void>((resolve, reject) =>
				socket
					?.once("connect", resolve)
					.once("error", reject)
					.once("close", () => reject(lost())),
			);
			return socket;
		},
		onclose: () => lose(),
	};
	const sql = postgres(url, options);
	// drizzle makes the client pass times and JSON as text, once a client.
	drizzle({ client: sql });
	const { unsafe } = sql;
	sql.unsafe = ((...statement: Statement) =>
		awaited((isRaw) => connection.ask(statement, isRaw))) as unknown as typeof unsafe;

	const connection: Connection = {
		sql,
		pid: undefined,
		opened: performance.now(),
		unanswered: 0,
		silentSince: performance.now(),
		trouble: undefined,
		isOver: false,
		onAnswered: () => {},
		onLost: () => {},
		ask([text, params, how], isRaw = false) {
			if (connection.isOver) return Promise.reject(lost());
			// On such parameters the driver fails another statement, and mixes up all later answers.
			if (params !== undefined && (params.length > PARAMETERS_MAX || params.includes(undefined)))
				return Promise.reject(
					new TypeError("A statement has a parameter that is undefined, or too many."),
				);
			if (connection.unanswered === 0) connection.silentSince = performance.now();
			connection.unanswered += 1;
			const query = unsafe<postgres.Row[]>(text, params as postgres.ParameterOrJSON<never>[], how);
			return new Promise((resolve, reject) => {
				owed.add(reject);
				((isRaw ? query.values() : query) as unknown as Promise<Rows>).then(
					(rows) => {
						answered(reject);
						resolve(rows);
					},
					(error) => {
						answered(reject);
						// The server is read-only: close all, so that the next statement looks for another
						// server.
						if (isReadOnly(error)) for (const one of all) void one.close();
						reject(error);
					},
				);
			});
		},
		async close(graceMs = 0) {
			connection.isOver = true;
			sql.end({ timeout: graceMs / 1000 }).catch(() => {});
			const timer = setTimeout(connection.cut, graceMs + GOODBYE_MS_MAX);
			await closed;
			clearTimeout(timer);
			socket?.destroy();
		},
		cut() {
			socket?.destroy();
			lose();
		},
	};
	// When the driver loses the connection, it forgets statements not yet sent (3.4.9).
	const owed = new Set<(error: unknown) => void>();
	const answered = (reject: (error: unknown) => void) => {
		owed.delete(reject);
		connection.unanswered -= 1;
		connection.silentSince = performance.now();
		connection.trouble = undefined;
		if (connection.unanswered === 0 && !connection.isOver) connection.onAnswered();
	};
	let isLost = false;
	let tellClosed = () => {};
	const closed = new Promise<void>((resolve) => {
		tellClosed = resolve;
	});
	const lose = () => {
		if (isLost) return;
		isLost = true;
		connection.isOver = true;
		all.delete(connection);
		connection.onLost();
		for (const reject of owed) reject(lost());
		tellClosed();
	};

	let late: NodeJS.Timeout | undefined;
	try {
		const greeting = connection.ask([GREETING]);
		late = setTimeout(
			() => refuse(failure("CONNECT_TIMEOUT", "The database server did not let us in in time.")),
			msMax,
		);
		const rows = await Promise.race([greeting, refused]);
		if (isLost || socket === undefined) throw lost();
		if (rows[0]?.isReadOnly) throw failure(READ_ONLY, ONLY_READS);
		// A pooler invents a process ID of its own here.
		const { pid } = (rows as unknown as { state: { pid: number } }).state;
		if (pid === rows[0]?.pid) {
			connection.pid = pid;
			// Postgres compiled (JIT) statements of milliseconds for seconds, at each execution.
			await Promise.race([connection.ask(["set jit = off"]), refused]);
		}
		// The driver removes earlier listeners, and after an error it would still accept statements
		// that it never answers.
		for (const event of ["error", "end", "close"]) socket.on(event, lose);
		if (socket.destroyed) throw lost();
		all.add(connection);
		return connection;
	} catch (error) {
		isGivenUp = true;
		connection.cut();
		throw error;
	} finally {
		clearTimeout(late);
	}
}

const ONLY_READS = "The database server only reads: it is a standby, or has been told to.";
const GREETING = `select pg_catalog.pg_backend_pid() as pid,
	pg_catalog.pg_is_in_recovery()
		or pg_catalog.current_setting('transaction_read_only') = 'on' as "isReadOnly"`;
