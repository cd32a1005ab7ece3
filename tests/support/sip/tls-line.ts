import { readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import tls from "node:tls";

/** A line that speaks TLS for a program that speaks TCP alone: Debian's SIPp has no TLS. */
export type TlsLine = {
	port: number;
	/** The version of TLS of each connection, and why connections failed. */
	versions: string[];
	failures: string[];
	stop(): Promise<void>;
};

type Pair = { certificate: string; key: string };
const files = ({ certificate, key }: Pair) => ({
	cert: readFileSync(certificate),
	key: readFileSync(key),
});

/** For a caller: takes TCP on its port, and calls `to` by TLS. Checks the certificate there. */
export function startTlsCaller(
	to: number,
	authority: string,
	own: Pair | null = null,
): Promise<TlsLine> {
	return startLine((line) =>
		createServer((from) => {
			const secure = tls.connect({
				...{ host: "127.0.0.1", port: to, ca: readFileSync(authority) },
				...(own === null ? {} : files(own)),
			});
			secure.once("secureConnect", () => line.versions.push(secure.getProtocol() ?? ""));
			join(from, secure, line);
		}),
	);
}

/** For an agent: takes TLS on its port, and passes what comes to `to` by TCP. */
export function startTlsAgent(to: number, own: Pair): Promise<TlsLine> {
	return startLine((line) => {
		const server = tls.createServer(files(own), (secure) => {
			line.versions.push(secure.getProtocol() ?? "");
			join(secure, connect(to, "127.0.0.1"), line);
		});
		return server.on("tlsClientError", (error) => line.failures.push(error.message));
	});
}

async function startLine(make: (line: TlsLine) => Server | tls.Server): Promise<TlsLine> {
	const sockets = new Set<Socket>();
	const line: TlsLine = { port: 0, versions: [], failures: [], stop: async () => {} };
	const server = make(line);
	server.on("connection", (socket: Socket) => sockets.add(socket));
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	line.port = (server.address() as AddressInfo).port;
	line.stop = () =>
		new Promise((resolve) => {
			server.close(() => resolve());
			for (const socket of sockets) socket.destroy();
		});
	return line;
}

function join(one: Socket, other: Socket, line: TlsLine): void {
	for (const [from, to] of [
		[one, other],
		[other, one],
	] as const) {
		from.on("error", (error) => line.failures.push(error.message));
		from.on("close", () => to.destroy());
		from.pipe(to);
	}
}
