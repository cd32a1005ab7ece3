import { createSocket } from "node:dgram";
import { connect, createServer } from "node:net";

/** A UDP port on 127.0.0.1 that nobody uses now. */
export const freeUdpPort = (): Promise<number> =>
	new Promise((resolve, reject) => {
		const socket = createSocket("udp4");
		socket.once("error", reject);
		socket.bind(0, "127.0.0.1", () => {
			const { port } = socket.address();
			socket.close(() => resolve(port));
		});
	});

/** A port on 127.0.0.1 that nobody uses now, for UDP or TCP. */
export async function freeSipPort(): Promise<number> {
	for (;;) {
		const port = await freeUdpPort();
		if (await isFreeForTcp(port)) return port;
	}
}

const isFreeForTcp = (port: number): Promise<boolean> =>
	new Promise((resolve) => {
		const server = createServer();
		server.once("error", () => resolve(false));
		server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
	});

/** Whether a program listens on this UDP port of 127.0.0.1. */
export const isTaken = (port: number): Promise<boolean> =>
	new Promise((resolve) => {
		const socket = createSocket("udp4");
		socket.once("error", () => resolve(true));
		socket.bind(port, "127.0.0.1", () => socket.close(() => resolve(false)));
	});

/** Whether a program takes TCP connections on this port of 127.0.0.1. */
export const accepts = (port: number): Promise<boolean> =>
	new Promise((resolve) => {
		const socket = connect(port, "127.0.0.1");
		socket.once("error", () => resolve(false));
		socket.once("connect", () => {
			socket.destroy();
			resolve(true);
		});
	});

const WAIT_MS = 200;
let asked = 0;

/** Whether a SIP server on this port answers OPTIONS now. */
export const answersOptions = (port: number): Promise<boolean> =>
	new Promise((resolve) => {
		const socket = createSocket("udp4");
		const end = (answered: boolean) => {
			clearTimeout(late);
			socket.close(() => resolve(answered));
		};
		const late = setTimeout(() => end(false), WAIT_MS);
		socket.once("message", () => end(true));
		socket.once("error", () => {});
		socket.bind(0, "127.0.0.1", () => {
			const own = `127.0.0.1:${socket.address().port}`;
			asked += 1;
			const lines = [
				`OPTIONS sip:127.0.0.1:${port} SIP/2.0`,
				`Via: SIP/2.0/UDP ${own};branch=z9hG4bK-up-${process.pid}-${asked}`,
				"Max-Forwards: 70",
				`From: <sip:test@${own}>;tag=1`,
				`To: <sip:127.0.0.1:${port}>`,
				`Call-ID: up-${process.pid}-${asked}`,
				...["CSeq: 1 OPTIONS", "Content-Length: 0", "", ""],
			];
			socket.send(lines.join("\r\n"), port, "127.0.0.1");
		});
	});
