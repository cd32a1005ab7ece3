import { Agent, type OutgoingHttpHeaders, request } from "node:http";

export type Ask = { method: string; path: string; headers?: OutgoingHttpHeaders; body?: string };

/**
 * Clients that send requests in turn without a pause, until the server refuses their connections.
 */
export type Busy = {
	/** Complete answers so far, and the connections closed after an answer. */
	count: number;
	closing: number;
	/** Errors of requests without a complete answer, except refused connections. */
	broken: string[];
	/** Resolves when all clients have been refused. */
	ended: Promise<void>;
};

/** Runs clients, each with one kept-alive connection at a time. */
export function keepBusy(origin: string, asks: readonly Ask[], clients: number): Busy {
	const busy = { count: 0, closing: 0, broken: [] as string[] };
	const run = async (client: number) => {
		const agent = new Agent({ keepAlive: true, maxSockets: 1 });
		for (let turn = client; ; turn += 1) {
			const asked = asks[turn % asks.length]!;
			const ended = await ask(origin, asked, agent).catch((error: NodeJS.ErrnoException) =>
				String(error.code),
			);
			if (ended === "ECONNREFUSED") break;
			if (typeof ended === "string") busy.broken.push(`${asked.method} ${asked.path}: ${ended}`);
			else {
				busy.count += 1;
				if (ended.closes) busy.closing += 1;
			}
		}
		agent.destroy();
	};
	const ended = Promise.all(Array.from({ length: clients }, (_, client) => run(client))).then(
		() => {},
	);
	return Object.assign(busy, { ended });
}

/** Rejects where the whole answer does not come. */
function ask(
	origin: string,
	{ method, path, headers = {}, body = "" }: Ask,
	agent: Agent,
): Promise<{ closes: boolean }> {
	return new Promise((resolve, reject) => {
		const sent = request(
			origin + path,
			{ method, headers: { ...headers, "content-length": Buffer.byteLength(body) }, agent },
			(answer) => {
				answer.resume();
				answer.on("end", () => resolve({ closes: answer.headers.connection === "close" }));
				answer.on("error", reject);
			},
		);
		sent.on("error", reject);
		sent.end(body);
	});
}
