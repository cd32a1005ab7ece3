import type { Server, ServerResponse } from "node:http";

/** How long requests under way may still take. */
const FINISH_MS_MAX = 10_000;

// The process has one server, and the page that says whether it is ready has to know.
let isUnderWay = false;

/** Whether this process has been told to stop: it is not ready any more, however well it still answers (O4). */
export const isStopping = (): boolean => isUnderWay;

/**
 * Gives a function that stops the server: nothing new is accepted, answers under way finish (10 s at most), connections close. Resolves
 * when all of that is done; called again, it gives the same promise. For `delayMs` before, everything is still answered, on connections that
 * close then, while /readyz says 503: whoever balances the load sees it and goes elsewhere, so that no request meets a closed door.
 */
export function gracefulStop(server: Server, underWay: () => ServerResponse[], delayMs: number): () => Promise<void> {
	let stopped: Promise<void> | undefined;
	server.prependListener("request", (_request, response) => {
		if (stopped !== undefined) response.setHeader("connection", "close");
	});
	const close = () =>
		new Promise<void>((resolve) => {
			server.close(() => resolve());
			// A kept-alive connection would hold the server open after its answer.
			for (const response of underWay()) if (!response.headersSent) response.setHeader("connection", "close");
			server.closeIdleConnections();
			setTimeout(() => server.closeAllConnections(), FINISH_MS_MAX).unref();
		});
	return () => {
		isUnderWay = true;
		stopped ??= new Promise<void>((resolve) => setTimeout(resolve, delayMs)).then(close);
		return stopped;
	};
}
