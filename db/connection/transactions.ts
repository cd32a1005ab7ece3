import type postgres from "postgres";
import { awaited } from "./awaited.ts";
import type { Connection, Statement } from "./connection.ts";
import type { Connections } from "./connections.ts";
import { type Db, PATIENT, type TransactionLoad } from "./database.ts";
import { retried } from "./retries.ts";
import type { Watch } from "./silence.ts";

/** Milliseconds after which an idle connection is closed. */
const IDLE_MS_MAX = 60_000;

/**
 * The connection of one transaction. `msMax` is the timeout of each of its statements; until the
 * first answer, it runs from `begun`. `isHeld`: its transaction was given up, and the server has
 * not answered yet.
 */
type Place = {
	connection: Connection;
	tx: Db;
	msMax: number;
	begun: number | undefined;
	isHeld: boolean;
	idleTimer: NodeJS.Timeout | undefined;
};

type Transactions = {
	/** Runs `work` between BEGIN and COMMIT, or ROLLBACK if it throws. */
	run: Db["transaction"];
	load(): TransactionLoad;
	/** Waits at most `graceMs` for the transactions under way. Never rejects. */
	close(graceMs: number): Promise<void>;
};

/** A named prepared statement; DATABASE_PREPARE=false still overrides it. */
const PREPARED = { prepare: true };

/**
 * Transactions on a server, each on one of up to `max` connections. The driver's own `begin` sends
 * its ROLLBACK down a lost connection, which ends the process, and after a reconnect may run the
 * rest of a broken transaction outside of it (3.4.9; porsager/postgres issues 1208 and 1216). Here
 * a lost connection is never used again: further statements are refused, and a new connection takes
 * its place. An unanswered connection keeps its place until the answer: then its transaction is
 * rolled back, and the next transaction may have the connection.
 */
export function transactionsOn(
	connections: Connections,
	max: number,
	ormOn: (client: postgres.Sql) => Db["orm"],
	watch: Watch,
): Transactions {
	const all = new Set<Place>();
	const idle: Place[] = [];
	const waiting: { take(place: Place): void; refuse(error: unknown): void }[] = [];
	let opening = 0;
	let isClosing = false;

	/** Opens connections for the waiting transactions, up to the maximum. */
	function openMore(): void {
		if (isClosing || all.size + opening >= max || waiting.length <= opening) return;
		opening += 1;
		connections
			.open()
			.then(place)
			.then(
				(one) => {
					opening -= 1;
					all.add(one);
					giveBack(one);
				},
				(error) => {
					opening -= 1;
					// With no connection left, none can be given back to the waiting transactions.
					for (const { refuse } of waiting.splice(0, all.size === 0 ? waiting.length : 1))
						refuse(error);
				},
			);
		openMore();
	}

	function place(connection: Connection): Place {
		const { sql } = connection;
		const one: Place = {
			connection,
			tx: {
				query: <Row>(text: string, params: readonly unknown[]) =>
					ask(one, [text, params, PREPARED]) as Promise<unknown> as Promise<Row[]>,
				transaction: (work) => work(one.tx),
				orm: ormOn(sql),
			},
			msMax: PATIENT.timeoutMs,
			begun: undefined,
			isHeld: false,
			idleTimer: undefined,
		};
		sql.unsafe = ((...statement: Statement) =>
			awaited((isRaw) => ask(one, statement, isRaw))) as unknown as typeof sql.unsafe;
		connection.onLost = () => {
			all.delete(one);
			const at = idle.indexOf(one);
			if (at >= 0) idle.splice(at, 1);
			openMore();
		};
		connection.onAnswered = () => {
			if (one.isHeld) void recover(one);
		};
		return one;
	}

	async function ask(one: Place, statement: Statement, isRaw = false): Promise<postgres.Row[]> {
		if (one.isHeld || one.connection.isOver)
			throw Object.assign(new Error("The connection of this transaction is lost."), {
				code: "CONNECTION_CLOSED",
			});
		try {
			const answer = one.connection.ask(statement, isRaw);
			return await watch(answer, one.msMax, {
				asked: one.begun,
				trouble: () => one.connection.trouble,
			});
		} catch (error) {
			const { isOver, unanswered } = one.connection;
			if ((error as { code?: string }).code === "SILENCE") one.isHeld = !isOver && unanswered > 0;
			throw error;
		}
	}

	/** The answer to a transaction that was given up has come after all. */
	async function recover(one: Place): Promise<void> {
		one.isHeld = false;
		if (await rollBack(one)) giveBack(one);
	}

	async function borrow(begun: number, msMax: number): Promise<Place> {
		for (let next = idle.pop(); next; next = idle.pop()) if (!next.connection.isOver) return next;
		let mine = { take: (_place: Place): void => {}, refuse: (_error: unknown): void => {} };
		const given = new Promise<Place>((take, refuse) => {
			mine = { take, refuse };
			waiting.push(mine);
		});
		openMore();
		const trouble = () =>
			all.size >= max && [...all].every(({ isHeld, connection }) => isHeld || connection.trouble)
				? "blocked"
				: undefined;
		return watch(given, msMax, { asked: begun, isAnswer: false, trouble }).catch((error) => {
			const at = waiting.indexOf(mine);
			if (at >= 0) waiting.splice(at, 1);
			// Given at the moment of giving up.
			else given.then(giveBack, () => {});
			throw error;
		});
	}

	function giveBack(one: Place): void {
		if (one.isHeld || one.connection.isOver) return;
		const next = waiting.shift();
		if (isClosing) void one.connection.close();
		else if (next) next.take(one);
		else {
			idle.push(one);
			one.idleTimer = setTimeout(() => {
				if (idle.includes(one)) void one.connection.close();
			}, IDLE_MS_MAX).unref();
		}
	}

	/** Whether the connection can have another transaction. */
	async function rollBack(one: Place): Promise<boolean> {
		if (one.isHeld || one.connection.isOver) return false;
		one.begun = undefined;
		try {
			await ask(one, ["rollback"]);
			return true;
		} catch {
			if (!one.isHeld) void one.connection.close();
			return false;
		}
	}

	return {
		run: retried(async (work, { timeoutMs } = PATIENT) => {
			const begun = performance.now();
			const one = await borrow(begun, timeoutMs);
			clearTimeout(one.idleTimer);
			Object.assign(one, { begun, msMax: timeoutMs });
			try {
				await ask(one, ["begin"]);
				one.begun = undefined;
				const result = await work(one.tx);
				await ask(one, ["commit"]);
				giveBack(one);
				return result;
			} catch (error) {
				if (await rollBack(one)) giveBack(one);
				throw error;
			}
		}),
		load: () => ({
			inUse: all.size - idle.length,
			idle: idle.length,
			max,
			waiting: waiting.length,
		}),
		async close(graceMs) {
			isClosing = true;
			await Promise.all([...all].map(({ connection }) => connection.close(graceMs)));
		},
	};
}
