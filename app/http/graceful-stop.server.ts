import type { Server, ServerResponse } from "node:http";

/** How long requests under way may still take. */
const FINISH_MS_MAX = 10_000;

/**
 * Gives a function that stops the server: nothing new is accepted, requests under way finish (10 s at most), connections close. Resolves
 * when all of that is done; called again, it gives the same promise.
 */
export function gracefulStop(server: Server): () => Promise<void> {
	const underWay = new Set<ServerResponse>();
	let stopped: Promise<void> | undefined;
	server.prependListener("request", (_request, response) => {
		if (stopped !== undefined) response.setHeader("connection", "close");
		underWay.add(response);
		response.on("close", () => underWay.delete(response));
	});
	return () => {
		stopped ??= new Promise((resolve) => {
			server.close(() => resolve());
			// A kept-alive connection would hold the server open after its answer.
			for (const response of underWay) if (!response.headersSent) response.setHeader("connection", "close");
			server.closeIdleConnections();
			setTimeout(() => server.closeAllConnections(), FINISH_MS_MAX).unref();
		});
		return stopped;
	};
}
