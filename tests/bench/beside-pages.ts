import { Agent, get } from "node:http";
import { BENCH_KEY, openSite, type Site } from "./create-site.ts";
import { type Bench, type Figure, interleave, median } from "./figure.ts";
import { startLoadClient } from "./load.ts";

const READERS = 40;
const ROUNDS = 5;
const ROUND_SECONDS = 2;
const MATCH = "/engagement/v3/call-in/requests/match";

/**
 * Match latency while 40 clients request the sign-in page without a pause, against no such clients
 * (O7).
 */
export async function* measureBesidePages({ url }: Bench): AsyncGenerator<Figure> {
	const client = startLoadClient();
	const site = await openSite(url, {
		groups: [{ name: "called", numbers: 100, taken: 0, from: 0 }],
	});
	const load = {
		origins: site.servers.map(({ origin }) => origin),
		path: MATCH,
		headers: { "x-api-key": BENCH_KEY, "content-type": "application/json" },
		bodies: ['{"toPhoneNumber":"+18005000000"}'],
		connections: 1,
		seconds: ROUND_SECONDS,
	};
	const tails: { quiet: number[]; busy: number[] } = { quiet: [], busy: [] };
	const meanMs = async (tail: number[]) => {
		const { perSecond, p99Ms } = await client.send(load, 200);
		tail.push(p99Ms);
		return 1000 / perSecond;
	};
	const beside = async () => {
		const stop = readPages(site);
		const mean = await meanMs(tails.busy);
		await stop();
		return mean;
	};
	try {
		await beside();
		for (const tail of Object.values(tails)) tail.length = 0;
		const means = await interleave(ROUNDS, beside, () => meanMs(tails.quiet));
		yield {
			name: `a match beside ${READERS} readers of /login, mean`,
			...means,
			bound: { atMost: 10 },
			unit: "ms",
		};
		yield {
			name: "the same, 99th percentile",
			ours: median(tails.busy),
			baseline: median(tails.quiet),
			bound: { atMost: 10 },
			unit: "ms",
		};
	} finally {
		client.stop();
		await site.stop();
	}
}

/**
 * Each reader requests the next page on receiving the last. Returns a function that stops the
 * readers.
 */
function readPages({ servers }: Site): () => Promise<void> {
	const agent = new Agent({ keepAlive: true, maxSockets: READERS });
	let goesOn = true;
	const read = (origin: string) =>
		new Promise<void>((resolve, reject) => {
			get(`${origin}/login`, { agent }, (answer) =>
				answer.resume().on("end", resolve).on("error", reject),
			).on("error", reject);
		});
	const readers = Array.from({ length: READERS }, async (_, reader) => {
		while (goesOn) await read(servers[reader % servers.length]!.origin);
	});
	return async () => {
		goesOn = false;
		await Promise.all(readers);
		agent.destroy();
	};
}
