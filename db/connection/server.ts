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
 * Milliseconds for a statement of a hot path while the server lives: more than a burst waits, and
 * far more than it takes.
 */
const QUERY: Patience = { timeoutMs: 5000 };
/** Milliseconds for one of the query builder: the slowest search in the records. */
const BUILT_MS_MAX = 20_000;
/** Milliseconds that are left to what is under way when the process stops. */
const GRACE_MS = 5000;

type Options = { prepare: boolean; connections: number };

const ormOn = (client: postgres.Sql) => drizzle({ client }) as unknown as Db["orm"];

/**
 * Connects to a server. Everything that is asked of it is answered, or given up with an error that
 * `isUnreachable` knows: within 2 s where the server is away, where a statement waits for a locked
 * table or the commit for a standby, and where its connection is dead. There are never more
 * connections than `connections` and one for signs of life, whatever happens: one that owes an
 * answer keeps its place until the server has answered, or has nothing of it any more.
 */
export function connectServer(
	databaseUrl: string,
	options: Options,
): Database & { migrate(): Promise<void> } {
	const { url, tls } = takeTls(databaseUrl);
	// Half of them for transactions, which have a connection each; single statements share theirs.
	const forTransactions = Math.max(1, Math.floor(options.connections / 2));
	const forStatements = Math.max(1, options.connections - forTransactions);
	const connections = connectionsTo(url, { prepare: options.prepare, tls });
	const life = signsOfLife(connections);
	const { watch, look } = watchForAnswers(life.ask);
	const lines = openLines(connections, forStatements);

	/** `isRaw` for rows as lists. */
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
			// Without a turn of the event loop where the connection is there.
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
	/** Sent when it is awaited: drizzle says only then in which form it wants the rows. */
	const unsafe = (...statement: Statement) =>
		awaited((isRaw) => ask(statement, BUILT_MS_MAX, isRaw));

	const transactions = transactionsOn(connections, forTransactions, ormOn, watch);
	const how = { prepare: options.prepare };
	return {
		query: <Row>(text: string, params: readonly unknown[], { timeoutMs } = QUERY) =>
			ask([text, params, how], timeoutMs, false) as Promise<unknown> as Promise<Row[]>,
		transaction: transactions.run,
		// drizzle asks nothing else of a client.
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
