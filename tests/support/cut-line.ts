import { connect, createServer, type Socket } from "node:net";
import { freePort } from "./postgres-server.ts";

export type CutLine = {
	/** The database's URL through this line. */
	url: string;
	/** Refuses new connections, and ends the existing ones. */
	cut(): Promise<void>;
	/** Drops all traffic silently. */
	silence(): void;
	/** Drops traffic on existing connections. New ones work. */
	deafen(): void;
	mend(): Promise<void>;
};

/** A proxy to the database that a test can cut. */
export async function layCutLine(databaseUrl: string): Promise<CutLine> {
	const target = new URL(databaseUrl);
	const url = new URL(databaseUrl);
	const port = await freePort();
	url.host = `127.0.0.1:${port}`;
	const sockets = new Set<Socket>();
	const deaf = new WeakSet<Socket>();
	let isSilent = false;
	const server = createServer((near) => {
		const far = connect(Number(target.port), target.hostname);
		const ends: [Socket, Socket][] = [
			[near, far],
			[far, near],
		];
		for (const [from, to] of ends) {
			sockets.add(from);
			from.on("data", (chunk) => {
				if (!isSilent && !deaf.has(from)) to.write(chunk);
			});
			from.on("error", () => {});
			from.on("close", () => {
				sockets.delete(from);
				to.destroy();
			});
		}
	});
	const listen = () => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
	await listen();
	return {
		url: url.href,
		silence() {
			isSilent = true;
		},
		deafen() {
			for (const socket of sockets) deaf.add(socket);
		},
		cut() {
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			for (const socket of sockets) socket.destroy();
			return closed;
		},
		mend() {
			isSilent = false;
			return server.listening ? Promise.resolve() : listen();
		},
	};
}
