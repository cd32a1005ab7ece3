import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { ClientLimits } from "./client-limits.server.ts";
import { type Connection, Connections } from "./connections.server.ts";
import { namesOneHost } from "./host.server.ts";

/**
 * Answers before any route is asked: a request that cannot be read, is too slow, has too much
 * before its body, or finds no room.
 */
export type RefusalStatus = 400 | 408 | 414 | 431 | 503;
type Refusal = { headers: Record<string, string>; body: string };
/** What is known of a request that is refused. */
export type Refused = {
	status: RefusalStatus;
	socket: Duplex;
	/** Null where it was not read. */
	url: string | null;
	/** Undefined where its head was not read to the end. */
	request?: IncomingMessage | undefined;
	/**
	 * Where the listener has it already: the refusal takes the place of what it would have answered.
	 */
	response?: ServerResponse | undefined;
};
/** Words a refusal that is about to be sent; called once for each. */
export type Refuse = (refused: Refused) => Refusal;

/** `rawPacket` is what came last, where the parser did not understand it. */
type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer };
type Listener = (
	request: IncomingMessage,
	response: ServerResponse,
	connection: Connection,
) => void;

/**
 * For how long a client that is sent away is still listened to, so that it gets to see the answer
 * instead of a broken connection.
 */
const LINGER_MS = 1000;

export type GuardedServer = {
	server: Server;
	connections: Connections;
	/** From now on, every answer closes its connection and says so. */
	closeAll(): void;
	/** Takes requests without answering them, until what it gives is called. */
	hold(): () => void;
	/** Cuts off who is still under way, where possible by a refusal with 503. */
	giveUp(connection: Connection): void;
};

/**
 * An HTTP server whose clients cost nothing by being slow, huge, silent or many. Who sends headers
 * or a body too slowly, or does not read the answer, is cut off; a server that takes its time to
 * answer is not. How many connections there are is limited as `Connections` says.
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
		// Refused below, as all others.
		requireHostHeader: false,
	});
	// The parser would drop further ones silently; they are counted below.
	server.maxHeadersCount = 0;
	server.on("connection", (socket) => {
		// Node closes with it after a last answer, and would throw away what the client still sends:
		// that resets the connection, answer included.
		socket.destroySoon = () => closeGently(socket);
		connections.add(socket);
	});
	server.on("request", (request, response) => {
		const { socket } = request;
		const connection = connections.of(socket);
		// The answer before was the last one, so nobody would see what came of this request.
		if (connection === undefined || socket.writableEnded || isLast(connection.response))
			return void request.resume();
		if (closing && connection.response?.headersSent === false)
			connection.response.removeHeader("connection");
		const hasRoom = connections.begin(connection, request, response);
		response.on("close", () => connections.end(connection, response));
		if (closing) closeAfter(response);
		const status = hasRoom ? statusOfHead(request, limits) : 503;
		if (status === null && held !== null)
			return void held.push(() => listener(request, response, connection));
		// Of several requests that come in a row, the last one closes the connection: they are read
		// before the first is answered.
		if (status === null && closing)
			return void setImmediate(listener, request, response, connection);
		if (status === null) return listener(request, response, connection);
		const refusal = refuse({ status, socket, url: request.url!, request });
		response.writeHead(status, headersOf(refusal)).end(refusal.body);
	});

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
		// What a whole request has begun may have been done: that is not told to have been refused.
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
 * Sends what is to be sent, then the end; goes on reading until the client has closed its side, or
 * for a second.
 */
function closeGently(socket: Socket): void {
	if (socket.writableEnded || socket.destroyed) return;
	socket.end();
	const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
	socket.on("close", () => clearTimeout(timer));
}

/** Whether an answer has said that the connection closes behind it. */
const isLast = (response: ServerResponse | null): boolean =>
	response?.headersSent === true && !response.shouldKeepAlive;

/** Null for a head that may be answered. */
function statusOfHead(request: IncomingMessage, limits: ClientLimits): RefusalStatus | null {
	if (request.url!.length > limits.urlBytes) return 414;
	if (request.rawHeaders.length / 2 > limits.headers) return 431;
	return namesOneHost(request) ? null : 400;
}

/** Null for a connection that broke. */
function statusOf(
	{ code, rawPacket }: ParserError,
	{ urlBytes }: ClientLimits,
): RefusalStatus | null {
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
