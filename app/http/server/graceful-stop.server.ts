import { Server as NetServer } from "node:net";
import { setImmediate, setTimeout } from "node:timers/promises";
import type { Connection } from "./connections.server.ts";
import type { GuardedServer } from "./guarded-server.server.ts";

/** How long requests under way may still take. */
const FINISH_MS_MAX = 10_000;
/** A connection on which nothing comes for this long has no request on its way. */
const QUIET_MS = 500;
const LOOK_EVERY_MS = 20;
/**
 * For how long a moment is waited for in which nobody connects. How short it has to be: this, and
 * more the longer there was none.
 */
const MOMENT_WAIT_MS_MAX = 2000;
const MOMENT_MS = 0.1;
const MOMENT_MS_MORE = 1 / 500;

// The process has one server, and the page that says whether it is ready has to know.
let isUnderWay = false;

/**
 * Whether this process has been told to stop: it is not ready any more, however well it still
 * answers (O4).
 */
export const isStopping = (): boolean => isUnderWay;

/**
 * Gives a function that stops the server: nothing new is accepted, answers under way finish (10 s
 * at most), connections close. Resolves when all of that is done; called again, it gives the same
 * promise. For `delayMs` before, everything is still answered, on connections that close then,
 * while /readyz says 503: whoever balances the load sees it and goes elsewhere, so that no request
 * meets a closed door. An idle connection closes half a second after the last byte came on it: a
 * request that was on its way is answered.
 */
export function gracefulStop(guarded: GuardedServer, delayMs: number): () => Promise<void> {
	let stopped: Promise<void> | undefined;
	const stop = async () => {
		if (delayMs > 0) guarded.closeAll();
		await setTimeout(delayMs);
		// Whoever waits for an answer does not connect anew.
		const goOn = guarded.hold();
		await untilNobodyConnects(guarded);
		// The method of the HTTP server would close idle connections, too.
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
 * Waits for a short turn of the event loop in which no connection was accepted: one that the system
 * has taken and this process has not yet accepted would be reset with the listener.
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
			// The refusals are on their way.
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
