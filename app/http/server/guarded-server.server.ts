import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { ClientLimits } from "./client-limits.server.ts";
import { type Connection, Connections } from "./connections.server.ts";
import { namesOneHost } from "./host.server.ts";
import { holdContinue } from "./request-body.server.ts";

/**
 * Statuses sent before routing: the request is malformed, too slow, too large before its body,
 * expects something unknown, or is over the connection limit.
 */
export type RefusalStatus = 400 | 408 | 414 | 417 | 431 | 503;
type Refusal = { headers: Record<string, string>; body: string };
/** The known facts of a refused request. */
export type Refused = {
	status: RefusalStatus;
	socket: Duplex;
	/** Null if it was not read. */
	url: string | null;
	/** Undefined if the head was not read to the end. */
	request?: IncomingMessage | undefined;
	/** Set if the listener already has the request: the refusal replaces the listener's answer. */
	response?: ServerResponse | undefined;
};
/** Words a refusal just before it is sent. Called once for each refusal. */
export type Refuse = (refused: Refused) => Refusal;

/** `rawPacket` is the last chunk received, if the parser failed on it. */
type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer };
type Listener = (
	request: IncomingMessage,
	response: ServerResponse,
	connection: Connection,
) => void;

/**
 * How long the server keeps reading from a client that it disconnects. Without that, the client may
 * see a connection reset instead of the answer.
 */
const LINGER_MS = 1000;

export type GuardedServer = {
	server: Server;
	connections: Connections;
	/** From now on, every answer closes its connection and sends `Connection: close`. */
	closeAll(): void;
	/** Queues requests without answering them. The returned function releases them. */
	hold(): () => void;
	/** Cuts off a client with a request under way, with a 503 if one can still be sent. */
	giveUp(connection: Connection): void;
};

/**
 * An HTTP server with limits on slow, huge, silent and too many clients. A client that sends its
 * headers or body too slowly, or does not read the answer, is cut off. A slow answer of the server
 * is not cut off. `Connections` limits the number of connections.
 */
export function createGuardedServer(
	listener: Listener,
	{
		limits,
		refuse,
		trustedProxies,
	}: { limits: ClientLimits; refuse: Refuse; trustedProxies: number },
): GuardedServer {
	const connections = new Connections(limits, trustedProxies);
	let closing = false;
	let held: (() => void)[] | null = null;
	const server = createServer({
		headersTimeout: limits.headersMs,
		requestTimeout: limits.requestMs,
		keepAliveTimeout: limits.keepAliveMs,
		connectionsCheckingInterval: limits.checkEveryMs,
		maxHeaderSize: limits.headerBytes,
		// Refused below, like all other bad heads.
		requireHostHeader: false,
	});
	// With a limit, the parser would drop further headers silently. They are counted below.
	server.maxHeadersCount = 0;
	server.on("connection", (socket) => {
		// Node calls this after a last answer. It would discard bytes that the client still sends,
		// which resets the connection and loses the answer.
		socket.destroySoon = () => closeGently(socket);
		connections.add(socket);
	});
	const take = (
		request: IncomingMessage,
		response: ServerResponse,
		expectation: "none" | "continue" | "unknown",
	) => {
		const { socket } = request;
		const connection = connections.of(socket);
		// The previous answer was the last one: the client would not see an answer to this request.
		if (connection === undefined || socket.writableEnded || isLast(connection.response))
			return void request.resume();
		if (closing && connection.response?.headersSent === false)
			connection.response.removeHeader("connection");
		const hasRoom = connections.begin(connection, request, response);
		response.on("close", () => connections.end(connection, response));
		if (closing) closeAfter(response);
		if (expectation === "continue") holdContinue(request, response, () => closing);
		const ofHead = statusOfHead(request, limits) ?? (expectation === "unknown" ? 417 : null);
		const status = hasRoom ? ofHead : 503;
		if (status === null && held !== null)
			return void held.push(() => listener(request, response, connection));
		// With pipelined requests, the last one closes the connection: all are read before the first is
		// answered.
		if (status === null && closing)
			return void setImmediate(listener, request, response, connection);
		if (status === null) return listener(request, response, connection);
		const refusal = refuse({ status, socket, url: request.url!, request });
		response.writeHead(status, headersOf(refusal)).end(refusal.body);
	};
	server.on("request", (request, response) => take(request, response, "none"));
	// Without these listeners, Node answers such requests itself.
	server.on("checkContinue", (request, response) => take(request, response, "continue"));
	server.on("checkExpectation", (request, response) => take(request, response, "unknown"));

	const refuseUnderWay = (status: RefusalStatus, socket: Socket, response: ServerResponse) => {
		if (!response.headersSent)
			socket.write(
				rawAnswer(
					status,
					refuse({ status, socket, url: response.req.url!, request: response.req, response }),
				),
			);
		socket.destroySoon();
	};
	server.setTimeout(limits.idleMs, (socket) => {
		const response = connections.of(socket)?.response ?? undefined;
		if (response === undefined || socket.writableLength > 0) socket.destroy();
		if (response === undefined || response.req.complete) return;
		refuseUnderWay(408, socket, response);
	});

	const refused = new WeakSet<Duplex>();
	server.on("clientError", (error: ParserError, socket) => {
		if (refused.has(socket)) return;
		refused.add(socket);
		const response = connections.of(socket)?.response ?? undefined;
		const status = statusOf(error, limits);
		if (status === null || !socket.writable || response?.headersSent) return void socket.destroy();
		const request = response?.req;
		socket.end(
			rawAnswer(
				status,
				refuse({ status, socket, url: request?.url ?? urlIn(error.rawPacket), request, response }),
			),
		);
		setTimeout(() => socket.destroy(), LINGER_MS).unref();
	});
	const giveUp = ({ socket, response }: Connection) => {
		// A complete request may already have taken effect, so a refusal could be wrong.
		if (response === null || response.req.complete || response.headersSent) socket.destroy();
		else refuseUnderWay(503, socket, response);
	};
	const closeAll = () => {
		closing = true;
		for (const { response } of connections)
			if (response?.headersSent === false) closeAfter(response);
	};
	const hold = () => {
		const waiting: (() => void)[] = [];
		held = waiting;
		return () => {
			held = null;
			for (const answer of waiting) answer();
		};
	};
	return { server, connections, closeAll, hold, giveUp };
}

const closeAfter = (response: ServerResponse): void =>
	void response.setHeader("connection", "close");

/**
 * Sends the pending bytes and FIN. Then reads until the client closes its side, for a second at
 * most.
 */
function closeGently(socket: Socket): void {
	if (socket.writableEnded || socket.destroyed) return;
	socket.end();
	const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
	socket.on("close", () => clearTimeout(timer));
}

/** Whether an answer has announced that the connection closes after it. */
const isLast = (response: ServerResponse | null): boolean =>
	response?.headersSent === true && !response.shouldKeepAlive;

/** Null if the head is acceptable. */
function statusOfHead(request: IncomingMessage, limits: ClientLimits): RefusalStatus | null {
	if (request.url!.length > limits.urlBytes) return 414;
	if (request.rawHeaders.length / 2 > limits.headers) return 431;
	return namesOneHost(request) ? null : 400;
}

/** Null if the connection broke. */
function statusOf(
	{ code, rawPacket }: ParserError,
	{ urlBytes }: ClientLimits,
): RefusalStatus | null {
	if (code === "HPE_HEADER_OVERFLOW") return urlIn(rawPacket, urlBytes) === null ? 431 : 414;
	if (code === "ERR_HTTP_REQUEST_TIMEOUT") return 408;
	return code?.startsWith("HPE_") ? 400 : null;
}

/**
 * The request target in the last chunk, if the chunk begins with a request line whose target has
 * more than `longerThan` bytes.
 */
function urlIn(packet: Buffer | undefined, longerThan = 0): string | null {
	const url = /^[A-Z]+ (\S+)/.exec(packet?.toString("latin1") ?? "")?.[1];
	return url !== undefined && url.length > longerThan ? url : null;
}

const REASONS: Record<RefusalStatus, string> = {
	400: "Bad Request",
	408: "Request Timeout",
	414: "URI Too Long",
	417: "Expectation Failed",
	431: "Request Header Fields Too Large",
	503: "Service Unavailable",
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
