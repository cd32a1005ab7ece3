import { drizzle } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { awaited } from "./awaited.ts";
import type { Statement } from "./connection.ts";
import { connectionsTo } from "./connections.ts";
import type { Database, Db, Patience } from "./database.ts";
import { signsOfLife } from "./life.ts";
import { openLines } from "./lines.ts";
import { migrateServer } from "./migrate-server.ts";
import { takeTls } from "./server-tls.ts";
import { watchForAnswers } from "./silence.ts";
import { transactionsOn } from "./transactions.ts";

/**
 * Timeout in milliseconds for a statement of a hot path while the server lives: longer than the
 * wait in a burst, and far longer than the statement itself.
 */
const QUERY: Patience = { timeoutMs: 5000 };
/** Timeout in milliseconds for the query builder: the slowest search in the records. */
const BUILT_MS_MAX = 20_000;
/** Grace in milliseconds for the work under way when the process stops. */
const GRACE_MS = 5000;

type Options = { prepare: boolean; connections: number };

const ormOn = (client: postgres.Sql) => drizzle({ client }) as unknown as Db["orm"];

/**
 * Connects to a server. Every statement is answered, or rejects with an error that `isUnreachable`
 * recognizes. It rejects within 2 s if the server is away, if a statement waits for a locked table
 * or the commit for a standby, or if its connection is dead. There are never more than
 * `connections` connections and one for signs of life: a connection that owes an answer keeps its
 * place until the server has answered, or has dropped the statement.
 */
export function connectServer(
	databaseUrl: string,
	options: Options,
): Database & { migrate(): Promise<void> } {
	const { url, tls } = takeTls(databaseUrl);
	// Half for transactions, which have a connection each; single statements share the rest.
	const forTransactions = Math.max(1, Math.floor(options.connections / 2));
	const forStatements = Math.max(1, options.connections - forTransactions);
	const connections = connectionsTo(url, { prepare: options.prepare, tls });
	const life = signsOfLife(connections);
	const { watch, look } = watchForAnswers(life.ask);
	const lines = openLines(connections, forStatements);

	/** `isRaw` returns rows as lists. */
	async function ask(statement: Statement, msMax: number, isRaw: boolean): Promise<postgres.Row[]> {
		let line = lines.pick();
		let connection = line?.connection;
		let isGivenUp = false;
		if (line) line.underWay += 1;
		const send = async (): Promise<postgres.Row[]> => {
			while (line === undefined) {
				look();
				await lines.whenFree();
				if (isGivenUp) return [];
				line = lines.pick();
				if (line) line.underWay += 1;
			}
			connection = line.connection ?? (await lines.connectionOf(line));
			return isGivenUp ? [] : connection.ask(statement, isRaw);
		};
		try {
			// Saves a turn of the event loop if the connection is open.
			return await watch(connection?.ask(statement, isRaw) ?? send(), msMax, {
				trouble: () => lines.troubleOf(line),
			});
		} catch (error) {
			isGivenUp = true;
			if (line && connection && (error as { code?: string }).code === "SILENCE")
				lines.hold(line, connection);
			throw error;
		} finally {
			if (line) line.underWay -= 1;
		}
	}
	/** Sent when it is awaited: only then has drizzle chosen the form of the rows. */
	const unsafe = (...statement: Statement) =>
		awaited((isRaw) => ask(statement, BUILT_MS_MAX, isRaw));

	const transactions = transactionsOn(connections, forTransactions, ormOn, watch);
	const how = { prepare: options.prepare };
	return {
		query: <Row>(text: string, params: readonly unknown[], { timeoutMs } = QUERY) =>
			ask([text, params, how], timeoutMs, false) as Promise<unknown> as Promise<Row[]>,
		transaction: transactions.run,
		// drizzle uses nothing else of a client.
		orm: ormOn({ options: { parsers: {}, serializers: {} }, unsafe } as unknown as postgres.Sql),
		kind: "server",
		watchCall: <T>(call: Promise<T>, asked: number): Promise<T> =>
			watch(call, Number.POSITIVE_INFINITY, { asked, isAnswer: false, isCall: true }),
		load: () => ({ statements: lines.load(), transactions: transactions.load() }),
		migrate: () => migrateServer(connections),
		close: async () => {
			await Promise.all([lines.close(GRACE_MS), transactions.close(GRACE_MS), life.close()]);
		},
	};
}
