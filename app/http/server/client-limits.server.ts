import type { ConnectionLimits } from "./connections.server.ts";

/** Limits for one client: times in milliseconds, sizes in bytes. */
export type ClientLimits = ConnectionLimits & {
	/** From the connection, or the end of the previous answer, to the end of the headers. */
	headersMs: number;
	/**
	 * From the end of the headers to the end of the body, for the largest upload. Bodies that are
	 * read whole have a shorter limit (request-body.server.ts).
	 */
	requestMs: number;
	/** Without a byte in either direction, while the server waits for the client to send or read. */
	idleMs: number;
	/** Between two requests. */
	keepAliveMs: number;
	/** Interval between checks of the header and request times. */
	checkEveryMs: number;
	/** The request target and all headers together. */
	headerBytes: number;
	headers: number;
	urlBytes: number;
};

export const CLIENT_LIMITS: ClientLimits = {
	headersMs: 15_000,
	requestMs: 600_000,
	idleMs: 30_000,
	// Longer than a minute, the common idle timeout of proxies: the proxy should close first, not
	// this server.
	keepAliveMs: 65_000,
	checkEveryMs: 2000,
	headerBytes: 16 * 1024,
	headers: 100,
	urlBytes: 8 * 1024,
	connections: 5000,
	connectionsOfAStranger: 500,
};
