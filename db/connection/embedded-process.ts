import { statfs } from "node:fs/promises";
import type { PGlite, PGliteInterface, QueryOptions, Results } from "@electric-sql/pglite";
import { EmbeddedStatements } from "./embedded-statements.ts";

/** The engine has ended, like a server's process. `cause` is the reason. */
class EmbeddedDeadError extends Error {
	override name = "EmbeddedDeadError";
	readonly code: string;
	constructor(cause: unknown) {
		super("The embedded database has ended, and is opened again.", { cause });
		// The cause's own code says the most, for example a full disk.
		const { code } = cause as { code?: unknown };
		this.code = typeof code === "string" ? code : "EMBEDDED_DEAD";
	}
}

/**
 * Milliseconds between tries to reopen the engine; each try blocks the process for about one
 * second.
 */
const REOPEN_MS = 1000;
/** Free space for a reopening after a crash: a segment of its log, and some reserve. */
const REOPEN_BYTES_MIN = 40 * 1024 * 1024;

/** `query` is PGlite's own, for drizzle. `run` runs a prepared statement and returns its rows. */
type Queries = Pick<PGliteInterface, "query"> & {
	run<Row>(text: string, params: readonly unknown[]): Promise<Row[]>;
};

/** The part of PGlite that drizzle uses, and the queries. */
export type EmbeddedClient = Queries & {
	transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T>;
	close(): Promise<void>;
};

/**
 * PGlite on `files`, opened by `open` and reopened after its end. A PANIC (for example a full disk
 * when the log needs a new segment) ends a Postgres process. PGlite is no process: any later query
 * loops for ever and blocks this process (0.5.16). So an ended engine gets no further query:
 * callers get the reason, and a new engine recovers from the log, as after a crash.
 */
export async function openReviving(
	files: string,
	open: () => Promise<PGlite>,
): Promise<EmbeddedClient> {
	let current = guard(await open());
	let opening: Promise<void> | null = null;
	let triedAt = 0;

	async function reopen(): Promise<void> {
		triedAt = performance.now();
		const { bavail, bsize } = await statfs(files);
		if (bavail * bsize >= REOPEN_BYTES_MIN) current = guard(await open());
	}
	function alive(): Guarded {
		if (current.ended === null) return current;
		if (opening === null && performance.now() - triedAt >= REOPEN_MS)
			opening = reopen()
				.catch(() => {})
				.finally(() => {
					opening = null;
				});
		throw new EmbeddedDeadError(current.ended.error);
	}
	return {
		query: async <T>(
			text: string,
			params?: unknown[],
			options?: QueryOptions,
		): Promise<Results<T>> => alive().client.query<T>(text, params, options),
		run: async <Row>(text: string, params: readonly unknown[]): Promise<Row[]> => {
			const { client, statements } = alive();
			return client._runExclusiveTransaction(() => statements.run<Row>(text, params));
		},
		transaction: async <T>(work: (tx: Queries) => Promise<T>): Promise<T> => {
			const { client, statements } = alive();
			return client.transaction((tx) =>
				work({ query: tx.query, run: (text, params) => statements.run(text, params) }),
			);
		},
		async close() {
			await opening;
			if (current.ended === null) await current.client.close();
		},
	};
}

type Guarded = {
	client: PGlite;
	statements: EmbeddedStatements;
	ended: { error: unknown } | null;
};

/** How the engine takes one step, and how it unwinds after a throw: private parts of PGlite. */
type Engine = { _PostgresMainLoopOnce(): void; stackRestore(pointer: number): void };

function guard(client: PGlite): Guarded {
	const guarded: Guarded = { client, statements: new EmbeddedStatements(client), ended: null };
	const end = (error: unknown) => {
		guarded.ended ??= { error };
	};
	const stream = client.execProtocolStream.bind(client);
	client.execProtocolStream = async (...message) => {
		if (guarded.ended !== null) throw new EmbeddedDeadError(guarded.ended.error);
		try {
			return await stream(...message);
		} catch (error) {
			if (/^(FATAL|PANIC)$/.test((error as { severity?: string }).severity ?? "")) end(error);
			throw error;
		}
	};
	// The main loop would repeat a step for ever unless the step ends in the jump of a caught error.
	const { mod, POSTGRES_MAIN_LONGJMP } = client as unknown as {
		mod: Engine;
		POSTGRES_MAIN_LONGJMP: number;
	};
	const step = mod._PostgresMainLoopOnce.bind(mod);
	const restore = mod.stackRestore.bind(mod);
	let failures = 0;
	mod._PostgresMainLoopOnce = () => {
		try {
			step();
			failures = 0;
		} catch (error) {
			failures = (error as { status?: number }).status === POSTGRES_MAIN_LONGJMP ? 0 : failures + 1;
			if (failures > 1) end(error);
			throw error;
		}
	};
	mod.stackRestore = (pointer) => {
		restore(pointer);
		if (failures > 1) throw new EmbeddedDeadError(guarded.ended?.error);
	};
	return guarded;
}
