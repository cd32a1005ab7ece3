import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { namesOneHost } from "./host.server.ts";

/** What a client may take of the server: times in milliseconds, sizes in bytes. */
export type ClientLimits = {
	/** From the connection, or the end of the answer before, to the end of the headers. */
	headersMs: number;
	/** From there to the end of the body, of the largest upload too; bodies that are read whole have less (request-body.server.ts). */
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
	connections: number;
};

export const CLIENT_LIMITS: ClientLimits = {
	headersMs: 15_000,
	requestMs: 600_000,
	idleMs: 30_000,
	// Longer than the minute after which proxies commonly drop an idle connection: the proxy, not we, should be the one to close.
	keepAliveMs: 65_000,
	checkEveryMs: 2000,
	headerBytes: 16 * 1024,
	headers: 100,
	urlBytes: 8 * 1024,
	connections: 5000,
};

/** Answers before any route is asked: a request that cannot be read, is too slow, or has too much before its body. */
export type RefusalStatus = 400 | 408 | 414 | 431;
type Refusal = { headers: Record<string, string>; body: string };
/** What is known of a request that is refused. */
export type Refused = {
	status: RefusalStatus;
	socket: Duplex;
	/** Null where it was not read. */
	url: string | null;
	/** Undefined where its head was not read to the end. */
	request?: IncomingMessage | undefined;
	/** Where the listener has it already: the refusal takes the place of what it would have answered. */
	response?: ServerResponse | undefined;
};
/** Words a refusal that is about to be sent; called once for each. */
export type Refuse = (refused: Refused) => Refusal;

/** `rawPacket` is what came last, where the parser did not understand it. */
type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer };
type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** For how long a refused client is still listened to, so that it gets to see the answer instead of a broken connection. */
const LINGER_MS = 1000;

/**
 * An HTTP server whose clients cost nothing by being slow, huge or silent, and the answers that are under way on it. Who sends headers or a
 * body too slowly, or does not read the answer, is cut off; a server that takes its time to answer is not.
 */
export function createGuardedServer(
	listener: Listener,
	{ limits, refuse }: { limits: ClientLimits; refuse: Refuse },
): { server: Server; underWay(): ServerResponse[] } {
	// By connection, with null between two requests: a set of the answers themselves would be made anew every few of them, and each one that
	// was, once it is old, keeps the next and all answers in it from being collected.
	const answers = new Map<Duplex, ServerResponse | null>();
	const server = createServer({
		headersTimeout: limits.headersMs,
		requestTimeout: limits.requestMs,
		keepAliveTimeout: limits.keepAliveMs,
		connectionsCheckingInterval: limits.checkEveryMs,
		maxHeaderSize: limits.headerBytes,
		// Refused below, as all others.
		requireHostHeader: false,
	});
	server.maxConnections = limits.connections;
	// The parser would drop further ones silently; they are counted below.
	server.maxHeadersCount = 0;
	server.on("connection", (socket) => {
		answers.set(socket, null);
		socket.on("close", () => answers.delete(socket));
	});
	server.on("request", (request, response) => {
		const { socket } = request;
		answers.set(socket, response);
		response.on("close", () => {
			// Unless the next one has come meanwhile, or the connection has closed before.
			if (answers.get(socket) === response) answers.set(socket, null);
		});
		const status = statusOfHead(request, limits);
		if (status === null) return listener(request, response);
		const refusal = refuse({ status, socket, url: request.url!, request });
		response.writeHead(status, headersOf(refusal)).end(refusal.body);
	});

	server.setTimeout(limits.idleMs, (socket) => {
		const response = answers.get(socket) ?? undefined;
		if (response === undefined || socket.writableLength > 0) socket.destroy();
		if (response === undefined || response.req.complete) return;
		if (!response.headersSent)
			socket.write(rawAnswer(408, refuse({ status: 408, socket, url: response.req.url!, request: response.req, response })));
		socket.destroySoon();
	});

	const refused = new WeakSet<Duplex>();
	server.on("clientError", (error: ParserError, socket) => {
		if (refused.has(socket)) return;
		refused.add(socket);
		const response = answers.get(socket) ?? undefined;
		const status = statusOf(error, limits);
		if (status === null || !socket.writable || response?.headersSent) return void socket.destroy();
		const request = response?.req;
		socket.end(rawAnswer(status, refuse({ status, socket, url: request?.url ?? urlIn(error.rawPacket), request, response })));
		setTimeout(() => socket.destroy(), LINGER_MS).unref();
	});
	return { server, underWay: () => [...answers.values()].filter((response) => response !== null) };
}

/** Null for a head that may be answered. */
function statusOfHead(request: IncomingMessage, limits: ClientLimits): RefusalStatus | null {
	if (request.url!.length > limits.urlBytes) return 414;
	if (request.rawHeaders.length / 2 > limits.headers) return 431;
	return namesOneHost(request) ? null : 400;
}

/** Null for a connection that broke. */
function statusOf({ code, rawPacket }: ParserError, { urlBytes }: ClientLimits): RefusalStatus | null {
	if (code === "HPE_HEADER_OVERFLOW") return urlIn(rawPacket, urlBytes) === null ? 431 : 414;
	if (code === "ERR_HTTP_REQUEST_TIMEOUT") return 408;
	return code?.startsWith("HPE_") ? 400 : null;
}

/** The address in what was sent last, where that begins with one of more than so many bytes. */
function urlIn(packet: Buffer | undefined, longerThan = 0): string | null {
	const url = /^[A-Z]+ (\S+)/.exec(packet?.toString("latin1") ?? "")?.[1];
	return url !== undefined && url.length > longerThan ? url : null;
}

const REASONS: Record<RefusalStatus, string> = {
	400: "Bad Request",
	408: "Request Timeout",
	414: "URI Too Long",
	431: "Request Header Fields Too Large",
};

const headersOf = ({ headers, body }: Refusal): Record<string, string> => ({
	...headers,
	"content-length": String(Buffer.byteLength(body)),
	connection: "close",
});

function rawAnswer(status: RefusalStatus, refusal: Refusal): string {
	const lines = Object.entries(headersOf(refusal)).map(([name, value]) => `${name}: ${value}\r\n`);
	return `HTTP/1.1 ${status} ${REASONS[status]}\r\n${lines.join("")}\r\n${refusal.body}`;
}
