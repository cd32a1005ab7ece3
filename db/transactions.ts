import postgres from "postgres";

/** A connection that one transaction has to itself. */
type Connection<Orm> = { client: postgres.Sql; orm: Orm; isLost: boolean };

type Transactions<Orm> = {
	/** Runs `work` between BEGIN and COMMIT, or ROLLBACK where it throws. */
	run<T>(work: (orm: Orm) => Promise<T>): Promise<T>;
	close(): Promise<void>;
};

/**
 * Transactions on a server, on up to `max` connections of their own. The driver's own `begin` sends its ROLLBACK down a connection that is
 * gone, which ends the process, and may run the rest of a broken transaction outside of it once it has connected again (3.4.9; porsager/postgres
 * issues 1208 and 1216). Here a connection that is lost is never used again: every further statement is refused, and a new one takes its place.
 */
export function transactionsOn<Orm>(
	url: string,
	options: postgres.Options<Record<string, never>> & { max: number },
	ormOn: (client: postgres.Sql) => Orm,
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
		client.unsafe = ((...statement: Parameters<typeof unsafe>) => {
			if (connection.isLost) throw Object.assign(new Error("The connection of this transaction is lost."), { code: "CONNECTION_CLOSED" });
			return unsafe(...statement);
		}) as typeof unsafe;
		const connection: Connection<Orm> = { client, orm: ormOn(client), isLost: false };
		all.add(connection);
		return connection;
	}

	function discard(connection: Connection<Orm>): void {
		all.delete(connection);
		connection.client.end({ timeout: 0 }).catch(() => {});
	}

	function borrow(): Promise<Connection<Orm>> {
		for (let connection = idle.pop(); connection; connection = idle.pop()) {
			if (!connection.isLost) return Promise.resolve(connection);
			discard(connection);
		}
		return all.size < options.max ? Promise.resolve(open()) : new Promise((resolve) => waiting.push(resolve));
	}

	function giveBack(connection: Connection<Orm>): void {
		if (connection.isLost) discard(connection);
		const next = waiting.shift();
		if (next) next(connection.isLost ? open() : connection);
		else if (!connection.isLost) idle.push(connection);
	}

	async function within<T>(connection: Connection<Orm>, work: (orm: Orm) => Promise<T>): Promise<T> {
		const { client, orm } = connection;
		try {
			await client.unsafe("begin");
			const result = await work(orm);
			await client.unsafe("commit");
			return result;
		} catch (error) {
			if (!connection.isLost)
				await client.unsafe("rollback").catch(() => {
					connection.isLost = true;
				});
			throw error;
		}
	}

	return {
		async run(work) {
			const connection = await borrow();
			try {
				return await within(connection, work);
			} finally {
				giveBack(connection);
			}
		},
		close: async () => {
			await Promise.all([...all].map(({ client }) => client.end({ timeout: 5 })));
		},
	};
}
