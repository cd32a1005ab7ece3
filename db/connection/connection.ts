import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { awaited } from "./awaited.ts";
import type { Tls } from "./server-tls.ts";

/** Milliseconds in which a server closes a connection that has said goodbye. */
const GOODBYE_MS_MAX = 1000;

/** The protocol counts them in two bytes, and the driver takes one fewer. */
const PARAMETERS_MAX = 65_533;

/** What a server answers that is asked for TLS and has none: the letter N. */
const NO_TLS = 78;

/** The SQLSTATE of a server that only reads: a standby, or a primary that has been told to. */
const READ_ONLY = "25006";

type Rows = postgres.RowList<postgres.Row[]>;
export type Statement = [text: string, params?: readonly unknown[], how?: object];

/** Why no answer will come soon: the statement waits for somebody else, or nobody works at it. */
export type Trouble = "blocked" | "dead";

/**
 * One connection to the server, never used again once it is lost. What the server has not answered
 * counts even when nobody waits for the answer any more: so long there is a process of the server's
 * at it, and another connection would be one more.
 */
export type Connection = {
	/**
	 * The driver's client. Its `unsafe` refuses what comes after the loss: the driver would keep
	 * that for ever.
	 */
	sql: postgres.Sql;
	/**
	 * The server's process; undefined behind a pooler, where each transaction may have another one.
	 */
	pid: number | undefined;
	/** performance.now() of when it was opened. */
	opened: number;
	/** Statements that the server has not answered. */
	unanswered: number;
	/** performance.now() of the last answer, or of the first statement after a rest. */
	silentSince: number;
	trouble: Trouble | undefined;
	/** Not to be used any more: it is closed, or about to be. */
	isOver: boolean;
	/** Called when everything has been answered. */
	onAnswered(): void;
	/**
	 * Called once, when it has been closed by whomever: from then on another one may take its
	 * place.
	 */
	onLost(): void;
	/** Sends a statement at once; `isRaw` for rows as lists. */
	ask(statement: Statement, isRaw?: boolean): Promise<Rows>;
	/**
	 * Says goodbye, after what is under way or `graceMs`, and waits a moment until the server has
	 * closed. Never rejects.
	 */
	close(graceMs?: number): Promise<void>;
	/** Ends it without a word: nobody listens. */
	cut(): void;
};

const failure = (code: string, message: string): Error =>
	Object.assign(new Error(message), { code });
const lost = () => failure("CONNECTION_CLOSED", "The connection to the database is lost.");

/** Whether an error says that its server only reads. */
export const isReadOnly = (error: unknown): boolean =>
	(error as { code?: unknown } | null)?.code === READ_ONLY;

export type Host = { host: string; port: number; path: string | undefined };

/**
 * Opens a connection, and makes sure that its server can write. The driver's own first question,
 * for the types of arrays, is left out: it has a promise that nobody awaits (3.4.9), which ended
 * the process when it failed. Without it an array is its text, `{a,b}`, both ways: drizzle writes
 * and reads its columns of arrays so, `arrayLiteral` makes the lists of other statements, and none
 * of these gives an array back.
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
		// An older PgBouncer hands the server on after the first of two statements that it got at
		// once, and the second is never answered (1.18).
		...(prepare ? {} : { max_pipeline: 0 }),
		// Ours: the driver's end in the middle of what is just being sent.
		idle_timeout: 0,
		max_lifetime: null,
		connect_timeout: 0,
		onnotice: () => {},
		connection: { application_name: "click-to-call-in" },
		// Lists, so that it does not take them apart.
		host: [host] as unknown as string,
		port: [port] as unknown as number,
		async socket() {
			// Once: it asks again where the server has closed before it said a word.
			if (socket !== undefined || isGivenUp) throw lost();
			socket = path === undefined ? connect({ host, port }) : connect({ path });
			// Where the driver looks for the name of a certificate.
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
	// It sets, once for each client, that times and JSON go and come as text.
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
			// The driver fails another statement in its place, and mixes up the answers after that.
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
						// Not the server to be at: what comes next shall look for another.
						if (isReadOnly(error)) for (const one of all) void one.close();
						reject(error);
					},
				);
			});
		},
		async close(graceMs = 0) {
			connection.isOver = true;
			sql.end({ timeout: graceMs / 1000 }).catch(() => {});
			await Promise.race([closed, sleep(graceMs + GOODBYE_MS_MAX)]);
			connection.cut();
		},
		cut() {
			socket?.destroy();
			lose();
		},
	};
	// The driver forgets those that it has not sent yet when it loses the connection (3.4.9).
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
		if (rows[0]?.isReadOnly)
			throw failure(
				READ_ONLY,
				"The database server only reads: it is a standby, or has been told to.",
			);
		// What a pooler gives for it is a number of its own.
		const { pid } = (rows as unknown as { state: { pid: number } }).state;
		if (pid === rows[0]?.pid) connection.pid = pid;
		// The driver removes those of before, and between an error and its end it would take what
		// it never answers.
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

const GREETING = `select pg_catalog.pg_backend_pid() as pid,
	pg_catalog.pg_is_in_recovery()
		or pg_catalog.current_setting('transaction_read_only') = 'on' as "isReadOnly"`;
