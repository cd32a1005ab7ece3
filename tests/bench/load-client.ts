// The client's side of a load, in its own process: see load.ts. Bare sockets, because the client
// shares the machine with the server under test.
import { connect } from "node:net";
import { type Load, type Measured, UNIQUE } from "./load.ts";

const TURN_DIGITS = 8;
/** Makes the digits differ between runs. The width is fixed: else two turns could read the same. */
const uniquely = String(process.pid).padStart(UNIQUE.length - TURN_DIGITS, "0");
/** Counted across all loads, so that a unique value never repeats in a later load. */
let turn = 0;
const HEAD_END = "\r\n\r\n";

process.on("message", (load: Load) => {
	measure(load).then(
		(measured) => process.send?.(measured),
		(error) => {
			console.error(error);
			process.exit(1);
		},
	);
});

async function measure({
	origins,
	path,
	headers,
	headersOf,
	bodies,
	connections,
	seconds,
	perSecond,
}: Load): Promise<Measured> {
	const latencies: number[] = [];
	const statuses: Record<string, number> = {};
	// Before the clock runs.
	const requestsTo = origins.map((origin) =>
		bodies.map((body, index) => {
			const lines = Object.entries({
				host: new URL(origin).host,
				...headers,
				...headersOf?.[index],
				"content-length": String(Buffer.byteLength(body)),
			});
			return `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`;
		}),
	);
	const start = performance.now();
	const end = start + seconds * 1000;
	await Promise.all(
		Array.from({ length: connections }, (_, index) => {
			const origin = new URL(origins[index % origins.length]!);
			const requests = requestsTo[index % origins.length]!;
			const next = () => {
				turn += 1;
				return (requests[turn % requests.length] as string).replace(
					UNIQUE,
					() => uniquely + String(turn).padStart(TURN_DIGITS, "0"),
				);
			};
			return new Promise<void>((resolve, reject) => {
				const socket = connect(Number(origin.port), origin.hostname).setNoDelay(true);
				let sent = 0;
				let waiting = "";
				const send = (since = performance.now()) => {
					sent = since;
					socket.write(next());
				};
				const everyMs = perSecond === undefined ? 0 : (1000 * connections) / perSecond;
				let due = start + (everyMs * index) / connections;
				const sendInTurn = () => {
					if (everyMs === 0) return send();
					const wait = due - performance.now();
					if (wait > 0) setTimeout(send, wait);
					else send(due);
					due += everyMs;
				};
				socket.on("connect", sendInTurn);
				socket.on("error", reject);
				socket.on("close", () => reject(new Error("The server closed a connection.")));
				socket.on("data", (chunk) => {
					waiting += chunk.toString("latin1");
					const head = waiting.indexOf(HEAD_END);
					if (head < 0) return;
					const length = Number(/content-length: (\d+)/i.exec(waiting)?.[1]);
					if (waiting.length < head + HEAD_END.length + length) return;
					const status = waiting.slice(9, 12);
					waiting = "";
					const now = performance.now();
					latencies.push(now - sent);
					statuses[status] = (statuses[status] ?? 0) + 1;
					if (now < end) return sendInTurn();
					socket.removeAllListeners("close");
					socket.destroy();
					resolve();
				});
			});
		}),
	);
	const took = (performance.now() - start) / 1000;
	latencies.sort((a, b) => a - b);
	const percentile = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0;
	return {
		perSecond: latencies.length / took,
		p50Ms: percentile(0.5),
		p99Ms: percentile(0.99),
		p999Ms: percentile(0.999),
		statuses,
	};
}
