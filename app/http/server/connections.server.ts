import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { clientNetwork } from "../../domain/people/sign-in.ts";
import { clientAddress } from "./proxy.server.ts";

/**
 * How many connections there may be. A stranger's connection has not yet sent a valid key or
 * session.
 */
export type ConnectionLimits = {
	/** Of all clients together. */
	connections: number;
	/** Of one client's strangers: an IPv4 address, or an IPv6 network of 64 bits. */
	connectionsOfAStranger: number;
};

/**
 * A young idle connection has a request on its way, so it does not make room for a further one of
 * its client.
 */
const YOUNG_MS = 1000;
/**
 * After this long without a valid key or session, a connection is a stranger's again: a key may be
 * revoked, a session may end.
 */
const KNOWN_MS = 60_000;
/**
 * Connections beyond a limit that may wait for their request, to be told that there is no room.
 * Further ones are closed at once.
 */
const TURNED_AWAY_MAX = 100;
/** For how long such a connection waits. */
const TURNED_AWAY_MS = 1000;

/** A client's connection, as long as it is open. */
export class Connection {
	/**
	 * The answer that is under way; of several requests in a row without waiting, that of the last
	 * one.
	 */
	response: ServerResponse | null = null;
	/**
	 * Since when nothing has begun or ended on it, by `performance.now()`. Kept for strangers only.
	 */
	since = performance.now();
	isStranger = true;
	/** When a key or session on it was last found valid, by `performance.now()`. */
	knownAt = 0;
	/** It is beyond a limit: its request is refused. */
	isTurnedAway = false;
	/** The client that the request under way counts for, behind a trusted proxy. */
	requestOf: string | null = null;

	constructor(
		readonly socket: Socket,
		/** Null where all of them come from a trusted proxy. */
		readonly client: string | null,
		private readonly connections: Connections,
	) {}

	/**
	 * Called once a request on it was found to have a valid key or session: it does not count for a
	 * minute.
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

	/** Whether it is the client's turn to send or to read something. */
	get waitsForClient(): boolean {
		return this.response === null || !this.response.req.complete || this.socket.writableLength > 0;
	}
}

/**
 * The open connections of a server, limited so that nobody shuts others out (O7). With trusted
 * proxies every connection is a proxy's, which is no client: there, the requests under way count
 * for the client that the proxy names, until their key or session is found valid.
 */
export class Connections {
	// By connection, with null between two requests: a set of the answers themselves would be made
	// anew every few of them, and each one that was, once it is old, keeps the next and all answers
	// in it from being collected.
	private readonly all = new Map<Duplex, Connection>();
	/** The one that has been idle for the longest comes first. */
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

	/**
	 * Takes in a new connection. Beyond a limit it takes the place of an idle stranger, or is turned
	 * away.
	 */
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

	/** Notes that a request has come. False where there is no room for it: it is to be refused. */
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

	/** Notes that an answer has ended. */
	end(connection: Connection, response: ServerResponse): void {
		// Unless the next request has come meanwhile, or the connection has closed before.
		if (connection.response !== response) return;
		connection.response = null;
		this.forgetRequest(connection);
		if (connection.isStranger) this.putLast(connection);
	}

	/** What `Connection.becomeKnown` does. */
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

	/** Forgets a connection that closes. */
	remove(connection: Connection): void {
		if (!this.all.delete(connection.socket)) return;
		if (connection.isTurnedAway) this.turnedAway -= 1;
		this.forgetRequest(connection);
		this.forgetStranger(connection);
	}

	/** It is the one that has been idle for the shortest time. */
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

/** Closes the first that may go, and tells whether there was one. Its place is free at once. */
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

/** What is one client: few addresses have to be taken apart for it. */
const networkOf = (address: string): string =>
	address.includes(":") ? clientNetwork(address) : address;
