import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { clientNetwork } from "../../domain/people/sign-in.ts";
import { clientAddress } from "./proxy.server.ts";

/** Limits on open connections. A stranger's connection has not yet sent a valid key or session. */
export type ConnectionLimits = {
	/** For all clients together. */
	connections: number;
	/** For strangers of one client: an IPv4 address, or an IPv6 /64 network. */
	connectionsOfAStranger: number;
};

/**
 * A young idle connection probably has a request on its way, so it is not closed in favour of a
 * newer one of its client.
 */
const YOUNG_MS = 1000;
/**
 * After this long without a valid key or session, a connection is a stranger's again: the key may
 * be revoked, the session may have ended.
 */
const KNOWN_MS = 60_000;
/**
 * Connections over a limit that are kept open until their request can be refused with 503. Further
 * ones are closed at once.
 */
const TURNED_AWAY_MAX = 100;
/** How long such a connection is kept open. */
const TURNED_AWAY_MS = 1000;

/** A client's open connection. */
export class Connection {
	/** The answer under way. With pipelined requests, the answer to the last one. */
	response: ServerResponse | null = null;
	/** Start of the idle time, by `performance.now()`. Only kept for strangers. */
	since = performance.now();
	isStranger = true;
	/** When a request on it last had a valid key or session, by `performance.now()`. */
	knownAt = 0;
	/** Over a limit: its request is refused. */
	isTurnedAway = false;
	/** Behind a trusted proxy: the client charged for the request under way. */
	requestOf: string | null = null;

	constructor(
		readonly socket: Socket,
		/** Null if all connections come from a trusted proxy. */
		readonly client: string | null,
		private readonly connections: Connections,
	) {}

	/**
	 * Called when a request on it has a valid key or session. For a minute, it does not count as a
	 * stranger's.
	 */
	becomeKnown(): void {
		this.knownAt = performance.now();
		if (this.isStranger || this.requestOf !== null) this.connections.noteKnown(this);
	}

	/** Closes it and frees its place at once. */
	drop(): void {
		this.connections.remove(this);
		this.socket.destroy();
	}

	/** Whether the server waits for the client to send or read. */
	get waitsForClient(): boolean {
		return this.response === null || !this.response.req.complete || this.socket.writableLength > 0;
	}
}

/**
 * A server's open connections, limited so that no client starves the others (O7). Behind trusted
 * proxies, a connection belongs to a proxy and not to a client. There, each request under way
 * counts for the client that the proxy names, until its key or session is found valid.
 */
export class Connections {
	// Keyed by connection, with null between two requests. A set of the responses would be rebuilt
	// every few requests, and an old backing table keeps its successor and all responses in it from
	// garbage collection.
	private readonly all = new Map<Duplex, Connection>();
	/** Longest idle first. */
	private readonly strangers = new Set<Connection>();
	private readonly strangersOf = new Map<string, Set<Connection>>();
	private readonly requestsOf = new Map<string, number>();
	private turnedAway = 0;

	constructor(
		private readonly limits: ConnectionLimits,
		private readonly trustedProxies: number,
	) {}

	of(socket: Duplex): Connection | undefined {
		return this.all.get(socket);
	}

	[Symbol.iterator](): IterableIterator<Connection> {
		return this.all.values();
	}

	/** Adds a new connection. Over a limit, it replaces an idle stranger, or is turned away. */
	add(socket: Socket): void {
		const client = this.trustedProxies > 0 ? null : networkOf(socket.remoteAddress ?? "");
		const connection = new Connection(socket, client, this);
		const hasRoom = (client === null || this.hasRoomFor(client)) && this.hasRoom();
		this.all.set(socket, connection);
		socket.on("close", () => this.remove(connection));
		if (!hasRoom) {
			this.turnAway(connection);
			return;
		}
		this.noteStranger(connection);
	}

	/** Records the start of a request. False if there is no room: the caller refuses it. */
	begin(connection: Connection, request: IncomingMessage, response: ServerResponse): boolean {
		connection.response = response;
		if (connection.isStranger) this.putLast(connection);
		else if (performance.now() - connection.knownAt > KNOWN_MS) this.noteStranger(connection);
		if (this.trustedProxies === 0 || request.headers["x-forwarded-for"] === undefined)
			return !connection.isTurnedAway;
		this.forgetRequest(connection);
		const client = networkOf(clientAddress(request, this.trustedProxies));
		const count = this.requestsOf.get(client) ?? 0;
		if (count >= this.limits.connectionsOfAStranger) return false;
		this.requestsOf.set(client, count + 1);
		connection.requestOf = client;
		return !connection.isTurnedAway;
	}

	/** Records the end of an answer. */
	end(connection: Connection, response: ServerResponse): void {
		// The next request may have arrived, or the connection may have closed.
		if (connection.response !== response) return;
		connection.response = null;
		this.forgetRequest(connection);
		if (connection.isStranger) this.putLast(connection);
	}

	/** See `Connection.becomeKnown`. */
	noteKnown(connection: Connection): void {
		this.forgetRequest(connection);
		this.forgetStranger(connection);
		connection.isStranger = false;
	}

	private hasRoomFor(client: string): boolean {
		const others = this.strangersOf.get(client);
		if (others === undefined || others.size < this.limits.connectionsOfAStranger) return true;
		const idleBefore = performance.now() - YOUNG_MS;
		return dropFirst(others, ({ response, since }) => response === null && since <= idleBefore);
	}

	private hasRoom(): boolean {
		if (this.all.size - this.turnedAway < this.limits.connections) return true;
		return dropFirst(this.strangers, ({ waitsForClient }) => waitsForClient);
	}

	private turnAway(connection: Connection): void {
		connection.isTurnedAway = true;
		this.turnedAway += 1;
		if (this.turnedAway > TURNED_AWAY_MAX) {
			connection.socket.destroy();
			return;
		}
		const timer = setTimeout(() => connection.socket.destroySoon(), TURNED_AWAY_MS).unref();
		connection.socket.on("close", () => clearTimeout(timer));
	}

	/** Removes a closed connection. */
	remove(connection: Connection): void {
		if (!this.all.delete(connection.socket)) return;
		if (connection.isTurnedAway) this.turnedAway -= 1;
		this.forgetRequest(connection);
		this.forgetStranger(connection);
	}

	/** Marks it as the most recently idle. */
	private putLast(connection: Connection): void {
		if (!this.strangers.delete(connection)) return;
		connection.since = performance.now();
		this.strangers.add(connection);
		const others = connection.client === null ? undefined : this.strangersOf.get(connection.client);
		if (others?.delete(connection)) others.add(connection);
	}

	private noteStranger(connection: Connection): void {
		connection.isStranger = true;
		connection.since = performance.now();
		this.strangers.add(connection);
		if (connection.client === null) return;
		const others = this.strangersOf.get(connection.client);
		if (others === undefined) this.strangersOf.set(connection.client, new Set([connection]));
		else others.add(connection);
	}

	private forgetStranger(connection: Connection): void {
		if (!this.strangers.delete(connection) || connection.client === null) return;
		const others = this.strangersOf.get(connection.client);
		if (others?.delete(connection) && others.size === 0) this.strangersOf.delete(connection.client);
	}

	private forgetRequest(connection: Connection): void {
		if (connection.requestOf === null) return;
		const count = this.requestsOf.get(connection.requestOf) ?? 0;
		if (count > 1) this.requestsOf.set(connection.requestOf, count - 1);
		else this.requestsOf.delete(connection.requestOf);
		connection.requestOf = null;
	}
}

/**
 * Closes the first connection that may be closed, and frees its place at once. False if there is
 * none.
 */
function dropFirst(
	connections: Set<Connection>,
	mayGo: (connection: Connection) => boolean,
): boolean {
	for (const connection of connections) {
		if (!mayGo(connection)) continue;
		connection.drop();
		return true;
	}
	return false;
}

/** The unit that counts as one client. Few addresses need parsing. */
const networkOf = (address: string): string =>
	address.includes(":") ? clientNetwork(address) : address;
