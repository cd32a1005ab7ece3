import type { ConnectionLimits } from "./connections.server.ts";

/** What a client may take of the server: times in milliseconds, sizes in bytes. */
export type ClientLimits = ConnectionLimits & {
	/** From the connection, or the end of the answer before, to the end of the headers. */
	headersMs: number;
	/**
	 * From there to the end of the body, of the largest upload too; bodies that are read whole have
	 * less (request-body.server.ts).
	 */
	requestMs: number;
	/** Without a byte either way, while the client is to send or to read one. */
	idleMs: number;
	/** Between two requests. */
	keepAliveMs: number;
	/** Times of headers and requests are looked at this often. */
	checkEveryMs: number;
	/** The address and all headers together. */
	headerBytes: number;
	headers: number;
	urlBytes: number;
};

export const CLIENT_LIMITS: ClientLimits = {
	headersMs: 15_000,
	requestMs: 600_000,
	idleMs: 30_000,
	// Longer than the minute after which proxies commonly drop an idle connection: the proxy, not we,
	// should be the one to close.
	keepAliveMs: 65_000,
	checkEveryMs: 2000,
	headerBytes: 16 * 1024,
	headers: 100,
	urlBytes: 8 * 1024,
	connections: 5000,
	connectionsOfAStranger: 500,
};
