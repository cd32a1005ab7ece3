import type { Connection, Trouble } from "./connection.ts";
import type { Connections } from "./connections.ts";

/**
 * Milliseconds after which an idle connection is closed: a new one may find a better server, or a
 * new address.
 */
const AGE_MS_MAX = 45 * 60_000;

/**
 * A place for a connection that many statements share. `isHeld`: it owes answers to callers that
 * have given up, so no more statements go over it. It keeps its place until the answers come, or
 * the connection is over.
 */
export type Line = {
	connection: Connection | undefined;
	opening: Promise<Connection> | undefined;
	underWay: number;
	isHeld: boolean;
};

/**
 * Connections for single statements, at most `max`. Always picks the first of the least busy: its
 * server process has warm caches. A different process for each statement makes statements a seventh
 * slower.
 */
export function openLines(connections: Connections, max: number) {
	const lines = Array.from(
		{ length: max },
		(): Line => ({ connection: undefined, opening: undefined, underWay: 0, isHeld: false }),
	);
	let isClosing = false;
	/** Waiters for a free line. */
	let told: (() => void)[] = [];
	const tell = () => {
		const all = told;
		told = [];
		for (const one of all) one();
	};

	async function connect(line: Line): Promise<Connection> {
		const connection = await connections.open();
		connection.onLost = () => {
			line.connection = undefined;
			line.isHeld = false;
			tell();
		};
		connection.onAnswered = () => {
			if (performance.now() - connection.opened > AGE_MS_MAX) void connection.close();
			if (!line.isHeld) return;
			line.isHeld = false;
			tell();
		};
		line.connection = connection;
		if (isClosing) await connection.close();
		return connection;
	}

	return {
		/** The line for the next statement; undefined while all lines are held. */
		pick(): Line | undefined {
			let least: Line | undefined;
			for (const line of lines)
				if (
					!line.isHeld &&
					!(line.connection?.isOver ?? false) &&
					(least === undefined || line.underWay < least.underWay)
				)
					least = line;
			return least;
		},
		/** The line's connection, opened if there is none. */
		connectionOf(line: Line): Promise<Connection> {
			line.opening ??= connect(line).finally(() => {
				line.opening = undefined;
			});
			return line.opening;
		},
		/** Until `pick` may find a line. */
		whenFree: () => new Promise<void>((resolve) => void told.push(resolve)),
		/** The callers of this connection's outstanding answers have given up. */
		hold(line: Line, connection: Connection): void {
			if (line.connection === connection && connection.unanswered > 0) line.isHeld = true;
		},
		troubleOf: (line: Line | undefined): Trouble | undefined =>
			line === undefined
				? lines.every(({ isHeld }) => isHeld)
					? "blocked"
					: undefined
				: line.connection?.trouble,
		load: () => ({ underWay: lines.reduce((sum, { underWay }) => sum + underWay, 0), max }),
		async close(graceMs: number): Promise<void> {
			isClosing = true;
			await Promise.all(
				lines.map(async (line) => {
					await line.opening?.catch(() => {});
					await line.connection?.close(graceMs);
				}),
			);
		},
	};
}
