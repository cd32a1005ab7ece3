import { connect, type Socket } from "node:net";

/** A client that sends arbitrary bytes. */
export type RawSocket = {
	socket: Socket;
	send(text: string | Buffer): void;
	/** Everything received until the server closed or reset the connection. */
	answer: Promise<string>;
};

/** Opens a connection to a server at an origin such as http://127.0.0.1:40123. */
export async function openSocket(origin: string): Promise<RawSocket> {
	const { hostname, port } = new URL(origin);
	const socket = connect({ host: hostname, port: Number(port) });
	let text = "";
	socket.on("data", (chunk) => {
		text += chunk.toString("latin1");
	});
	const answer = new Promise<string>((resolve) => {
		socket.on("error", () => {});
		socket.on("close", () => resolve(text));
	});
	await new Promise<void>((resolve, reject) =>
		socket.once("connect", resolve).once("error", reject),
	);
	return { socket, send: (sent) => void socket.write(sent), answer };
}

/** The status, headers and body of a raw answer. */
export function readAnswer(text: string): {
	status: number;
	headers: Record<string, string>;
	body: string;
} {
	const [head = "", ...rest] = text.split("\r\n\r\n");
	const [first = "", ...lines] = head.split("\r\n");
	const headers = Object.fromEntries(
		lines.map((line) => [
			line.split(":", 1)[0]!.toLowerCase(),
			line.slice(line.indexOf(":") + 1).trim(),
		]),
	);
	return { status: Number(first.split(" ")[1] ?? 0), headers, body: rest.join("\r\n\r\n") };
}
