import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { migrateServer } from "./migrate-server.ts";
import * as schema from "./schema.ts";
import { watchForAnswers } from "./silence.ts";
import { transactionsOn, watchedQuery } from "./transactions.ts";

/** Seconds until a server that cannot be connected to counts as away. */
const CONNECT_TIMEOUT_SECONDS = 1.5;
/** Seconds between two tries to connect: the driver's own pauses grow to many seconds, in which every query would hang. */
const RECONNECT_SECONDS = 0.1;
/** Seconds after which a connection that is not always needed is closed. */
const IDLE_SECONDS_MAX = 60;
/** Milliseconds for a statement of a hot path while the server lives: more than a burst waits, and far more than it takes. */
const RUN_MS_MAX = 5000;
/** Milliseconds for any other: the slowest search in the records. */
const QUERY_MS_MAX = 20_000;
/** Seconds that are left to what else is under way on connections of which one does not answer. */
const GRACE_SECONDS = 5;
/** Milliseconds in which a server that lives says so. */
const LIFE_MS_MAX = 1000;

type Options = { prepare: boolean; connections: number };
type Connecting = postgres.Options<Record<string, never>>;
/** A connection for single statements, and how many of them it has not answered yet. */
type Line = { client: postgres.Sql; underWay: number };

const ormOn = (client: postgres.Sql) => drizzle({ client, schema });

/**
 * Connects to a server. Everything that is asked of it is answered, or given up with an error that `isUnreachable` knows: within 2 s where the
 * server is away, and in some seconds where it lives and a connection to it is dead. A connection that did not answer is not used again.
 */
export function connectServer(url: string, options: Options) {
	// Half of them for transactions, which have a connection each; single statements share theirs.
	const forTransactions = Math.max(1, Math.floor(options.connections / 2));
	const forStatements = Math.max(1, options.connections - forTransactions);
	const connecting: Connecting = {
		prepare: options.prepare,
		connect_timeout: CONNECT_TIMEOUT_SECONDS,
		backoff: () => RECONNECT_SECONDS,
		onnotice: () => {},
		connection: { application_name: "click-to-call-in" },
	};
	const life = signsOfLife(url, connecting);
	const watch = watchForAnswers(life.ask);

	// One connection each, and always the first that is the least busy: the server's processes behind them keep warm what they need, where a
	// statement that finds another one each time runs a seventh slower.
	const open = (): Line => {
		const client = postgres(url, { ...connecting, max: 1 });
		// It sets, once for each client, how times are read.
		ormOn(client);
		return { client, underWay: 0 };
	};
	const openAll = () => Array.from({ length: forStatements }, open);
	const close = (line: Line) => line.client.end({ timeout: GRACE_SECONDS });
	let lines = openAll();
	function watchedOn(msMax: number, text: string, params: readonly unknown[] = [], how = {}) {
		let line: Line | undefined;
		const send = () => {
			line = lines.reduce((least, one) => (one.underWay < least.underWay ? one : least));
			line.underWay += 1;
			return line.client.unsafe<postgres.Row[]>(text, params as postgres.ParameterOrJSON<never>[], how);
		};
		return watchedQuery(send, async (answer) => {
			try {
				return await watch(answer, msMax);
			} catch (error) {
				if ((error as { code?: string }).code === "SILENCE" && lines.some((one) => one === line)) {
					// What took one of them away has most likely taken the others too.
					for (const one of lines) close(one).catch(() => {});
					lines = openAll();
				}
				throw error;
			} finally {
				if (line) line.underWay -= 1;
			}
		});
	}
	const unsafe = (text: string, params?: readonly unknown[], how?: object) => watchedOn(QUERY_MS_MAX, text, params, how);

	const transactions = transactionsOn(url, { ...connecting, max: forTransactions, idle_timeout: IDLE_SECONDS_MAX }, ormOn, watch);
	return {
		orm: Object.assign(ormOn({ options: lines[0]?.client.options, unsafe } as unknown as postgres.Sql), { transaction: transactions.run }),
		run: async <Row>(text: string, params: readonly unknown[]) =>
			(await watchedOn(RUN_MS_MAX, text, params, { prepare: options.prepare })) as unknown as Row[],
		kind: "server" as const,
		load: () => ({
			statements: { underWay: lines.reduce((sum, line) => sum + line.underWay, 0), max: forStatements },
			transactions: transactions.load(),
		}),
		migrate: () => migrateServer(url),
		close: async () => {
			await Promise.all([...lines.map(close), transactions.close(), life.close()]);
		},
	};
}

/** Asks the server for a sign of life, on a connection of its own: the others may be waiting for something that takes long. */
function signsOfLife(url: string, connecting: Connecting) {
	let client: postgres.Sql | undefined;
	const discard = async (): Promise<void> => {
		const last = client;
		client = undefined;
		await last?.end({ timeout: 0 });
	};
	return {
		async ask(): Promise<void> {
			client ??= postgres(url, { ...connecting, max: 1, idle_timeout: IDLE_SECONDS_MAX, fetch_types: false });
			let timer: NodeJS.Timeout | undefined;
			const late = new Promise<never>((_resolve, reject) => {
				timer = setTimeout(reject, LIFE_MS_MAX, new Error("No sign of life."));
			});
			try {
				await Promise.race([client.unsafe("select 1"), late]);
			} catch (error) {
				discard().catch(() => {});
				throw error;
			} finally {
				clearTimeout(timer);
			}
		},
		close: discard,
	};
}
