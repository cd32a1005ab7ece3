import postgres from "postgres";
import type { Watch } from "./silence.ts";

/** A connection that one transaction has to itself. `msMax` bounds each of its statements; until the first is answered, from when it was `begun`. */
type Connection<Orm> = { client: postgres.Sql; orm: Orm; isLost: boolean; msMax: number; begun: number | undefined };

type Work<Orm, T> = (orm: Orm) => Promise<T>;

/** How long, in milliseconds, a transaction waits for a connection, and for each statement, while the server lives. */
export type Patience = { msMax: number };

type Transactions<Orm> = {
	/** Runs `work` between BEGIN and COMMIT, or ROLLBACK where it throws. */
	run<T>(work: Work<Orm, T>, patience?: Patience): Promise<T>;
	load(): TransactionLoad;
	close(): Promise<void>;
};

/** Connections for transactions by what they do now, the most that there may be, and the transactions that wait for one. */
export type TransactionLoad = { inUse: number; idle: number; max: number; waiting: number };

/** For what people wait for: an import of 10,000 rows, a line of others at the same group. */
const PATIENT: Patience = { msMax: 20_000 };

/**
 * Transactions on a server, on up to `max` connections of their own. The driver's own `begin` sends its ROLLBACK down a connection that is
 * gone, which ends the process, and may run the rest of a broken transaction outside of it once it has connected again (3.4.9; porsager/postgres
 * issues 1208 and 1216). Here a connection that is lost, or that does not answer, is never used again: every further statement is refused, and a
 * new one takes its place.
 */
export function transactionsOn<Orm>(
	url: string,
	options: postgres.Options<Record<string, never>> & { max: number },
	ormOn: (client: postgres.Sql) => Orm,
	watch: Watch,
): Transactions<Orm> {
	const all = new Set<Connection<Orm>>();
	const idle: Connection<Orm>[] = [];
	const waiting: ((connection: Connection<Orm>) => void)[] = [];

	function open(): Connection<Orm> {
		const lose = () => {
			connection.isLost = true;
		};
		const client = postgres(url, { ...options, max: 1, onclose: lose });
		const { unsafe } = client;
		const watched = <T>(answer: PromiseLike<T>): Promise<T> =>
			watch(answer, connection.msMax, { asked: connection.begun }).catch((error) => {
				if (error.code === "SILENCE") discard(connection);
				throw error;
			});
		client.unsafe = ((...statement: Parameters<typeof unsafe>) => {
			if (connection.isLost) throw Object.assign(new Error("The connection of this transaction is lost."), { code: "CONNECTION_CLOSED" });
			return watchedQuery(() => unsafe(...statement), watched);
		}) as unknown as typeof unsafe;
		const connection: Connection<Orm> = { client, orm: ormOn(client), isLost: false, msMax: PATIENT.msMax, begun: undefined };
		all.add(connection);
		return connection;
	}

	function discard(connection: Connection<Orm>): void {
		connection.isLost = true;
		all.delete(connection);
		connection.client.end({ timeout: 0 }).catch(() => {});
	}

	async function borrow({ msMax }: Patience): Promise<Connection<Orm>> {
		for (let connection = idle.pop(); connection; connection = idle.pop()) {
			if (!connection.isLost) return connection;
			discard(connection);
		}
		if (all.size < options.max) return open();
		let take: (connection: Connection<Orm>) => void = () => {};
		const given = new Promise<Connection<Orm>>((resolve) => {
			take = resolve;
			waiting.push(take);
		});
		return watch(given, msMax, { isAnswer: false }).catch((error) => {
			const place = waiting.indexOf(take);
			if (place >= 0) waiting.splice(place, 1);
			// Given just as it was given up.
			else void given.then(giveBack);
			throw error;
		});
	}

	function giveBack(connection: Connection<Orm>): void {
		if (connection.isLost) discard(connection);
		const next = waiting.shift();
		if (next) next(connection.isLost ? open() : connection);
		else if (!connection.isLost) idle.push(connection);
	}

	async function rollBack(connection: Connection<Orm>): Promise<void> {
		// Its BEGIN has not been answered: to ask for more down the same connection would only take longer.
		if (connection.begun !== undefined) connection.isLost = true;
		try {
			if (!connection.isLost) await connection.client.unsafe("rollback");
		} catch {
			connection.isLost = true;
		}
	}

	async function within<T>(connection: Connection<Orm>, work: Work<Orm, T>): Promise<T> {
		const { client, orm } = connection;
		try {
			await client.unsafe("begin");
			connection.begun = undefined;
			const result = await work(orm);
			await client.unsafe("commit");
			return result;
		} catch (error) {
			await rollBack(connection);
			throw error;
		}
	}

	return {
		async run(work, patience = PATIENT) {
			const begun = performance.now();
			const connection = await borrow(patience);
			Object.assign(connection, { begun, msMax: patience.msMax });
			try {
				return await within(connection, work);
			} finally {
				giveBack(connection);
			}
		},
		load: () => ({ inUse: all.size - idle.length, idle: idle.length, max: options.max, waiting: waiting.length }),
		close: async () => {
			await Promise.all([...all].map(({ client }) => client.end({ timeout: 5 })));
		},
	};
}

/** A statement whose answer is watched for. It is sent when it is awaited, and not before: in which form, the driver must know by then. */
export function watchedQuery(send: () => postgres.PendingQuery<postgres.Row[]>, watched: <T>(answer: PromiseLike<T>) => Promise<T>) {
	return {
		// biome-ignore lint/suspicious/noThenProperty: it is awaited like the driver's own.
		then: <A, B>(resolve: (rows: unknown) => A, reject: (error: unknown) => B) => watched(send()).then(resolve, reject),
		values: () => watched(send().values()),
	};
}
