import { Server as NetServer } from "node:net";
import { setImmediate, setTimeout } from "node:timers/promises";
import type { Connection } from "./connections.server.ts";
import type { GuardedServer } from "./guarded-server.server.ts";

/** Time limit for requests under way. */
const FINISH_MS_MAX = 10_000;
/** A connection silent for this long has no request on its way. */
const QUIET_MS = 500;
const LOOK_EVERY_MS = 20;
/**
 * Time limit for finding a turn of the event loop without new connections. The turn may last
 * MOMENT_MS, and longer as the search goes on.
 */
const MOMENT_WAIT_MS_MAX = 2000;
const MOMENT_MS = 0.1;
const MOMENT_MS_MORE = 1 / 500;

// Module state: the process has one server, and the readiness check needs this flag.
let isUnderWay = false;

/** Whether this process is stopping: no longer ready, even if it still answers (O4). */
export const isStopping = (): boolean => isUnderWay;

/**
 * Gives a function for a graceful stop. It accepts no new connection, lets answers under way finish
 * (10 s at most), and closes connections. It resolves when all is closed; a second call gives the
 * same promise. For `delayMs` before, requests are still answered, on connections that then close,
 * while /readyz says 503. A load balancer sees the 503 and sends new requests elsewhere, so no
 * request meets a closed port. An idle connection closes half a second after its last byte, so that
 * a request on its way is still answered.
 */
export function gracefulStop(guarded: GuardedServer, delayMs: number): () => Promise<void> {
	let stopped: Promise<void> | undefined;
	const stop = async () => {
		if (delayMs > 0) guarded.closeAll();
		await setTimeout(delayMs);
		// A client that waits for an answer opens no new connection.
		const goOn = guarded.hold();
		await untilNobodyConnects(guarded);
		// The HTTP server's own method would also close idle connections.
		NetServer.prototype.close.call(guarded.server);
		guarded.closeAll();
		goOn();
		await untilAllAreClosed(guarded);
	};
	return () => {
		isUnderWay = true;
		stopped ??= stop();
		return stopped;
	};
}

/**
 * Waits for a short turn of the event loop without a new connection. Closing the listener resets
 * connections that the system has completed and this process has not yet accepted.
 */
async function untilNobodyConnects({ server }: GuardedServer): Promise<void> {
	let came = 0;
	server.on("connection", () => {
		came += 1;
	});
	await setImmediate();
	const began = performance.now();
	for (let now = began; now - began < MOMENT_WAIT_MS_MAX; ) {
		const before = came;
		await setImmediate();
		const took = performance.now() - now;
		if (came === before && took < MOMENT_MS + (now - began) * MOMENT_MS_MORE) return;
		now += took;
	}
}

async function untilAllAreClosed({ connections, giveUp }: GuardedServer): Promise<void> {
	const until = performance.now() + FINISH_MS_MAX;
	const quiet = new WeakMap<Connection, { bytes: number; since: number }>();
	for (;;) {
		const open = [...connections];
		if (open.length === 0) return;
		const now = performance.now();
		if (now >= until) {
			open.forEach(giveUp);
			// The refusals are already being sent.
			return void (await setTimeout(LOOK_EVERY_MS));
		}
		for (const connection of open) {
			const { bytesRead } = connection.socket;
			const seen = quiet.get(connection);
			if (connection.response !== null || seen === undefined || seen.bytes !== bytesRead)
				quiet.set(connection, { bytes: bytesRead, since: now });
			else if (now - seen.since >= QUIET_MS) connection.socket.destroySoon();
		}
		await setTimeout(LOOK_EVERY_MS);
	}
}
