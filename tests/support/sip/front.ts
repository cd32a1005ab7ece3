import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";

/** A line between Kamailio and the server, which counts the questions and can delay or cut them. */
export type Front = {
	origin: string;
	/** The questions since the last `clear`, without what tells that a call is answered. */
	questions(): string[];
	/** What told that a call is answered. */
	releases(): string[];
	/** How many answers were passed on. */
	answers(): number;
	clear(): void;
	/** Answers come so many milliseconds late from now on. */
	delay(ms: number): void;
	/** Nobody listens until `back`. */
	away(): Promise<void>;
	back(): Promise<void>;
	stop(): Promise<void>;
};

export async function startFront(origin: string): Promise<Front> {
	let asked: string[] = [];
	let answered = 0;
	let lateMs = 0;
	const server = createServer(async (incoming, outgoing) => {
		const chunks: Buffer[] = [];
		for await (const chunk of incoming) chunks.push(chunk);
		const body = Buffer.concat(chunks);
		asked.push(body.toString());
		const { method, url, headers } = incoming;
		const onward = request(`${origin}${url}`, { method, headers }, async (answer) => {
			await setTimeout(lateMs);
			outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
			answer.pipe(outgoing);
			answered += 1;
		});
		onward.on("error", () => outgoing.destroy());
		onward.end(body);
	});
	const listen = (port: number) =>
		new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
	await listen(0);
	const { port } = server.address() as AddressInfo;
	const isRelease = (form: string) => form.includes("release=true");
	return {
		origin: `http://127.0.0.1:${port}`,
		questions: () => asked.filter((form) => !isRelease(form)),
		releases: () => asked.filter(isRelease),
		answers: () => answered,
		clear() {
			asked = [];
			answered = 0;
		},
		delay(ms) {
			lateMs = ms;
		},
		away: () => close(server),
		back: () => listen(port),
		stop: () => close(server),
	};
}

const close = (server: Server): Promise<void> =>
	new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
