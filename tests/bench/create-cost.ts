import { creates, LARGE } from "./create.ts";
import { openSite, type Site } from "./create-site.ts";
import { type Bench, type Figure, median } from "./figure.ts";
import { type LoadClient, type Measured, startLoadClient } from "./load.ts";
import { parentOf, processorUsOf, withChildren } from "./process-figures.ts";
import { startBaseline } from "./textbook.ts";
import { makeTunedTables } from "./tuned.ts";

const ROUNDS = 5;
/** Of the highest rate. */
const LOAD = 0.5;

/** One server under test, and how much processor time a create takes of it and of Postgres. */
type Side = {
	origin: string;
	pid: number;
	highest: number[];
	server: number[];
	database: number[];
};

/**
 * What a create costs, against baseline C: processor time of the server and of Postgres at the
 * highest rate, and the latency at half of it, each at half of its own.
 */
export async function* measureCreateCost({ url }: Bench): AsyncGenerator<Figure> {
	const client = startLoadClient();
	const site = await openSite(url, { groups: [LARGE] });
	await makeTunedTables(site.url, LARGE);
	const tuned = await startBaseline("tuned", site.url);
	const sides = [site.servers[0]!, tuned].map(
		({ origin, pid }): Side => ({ origin, pid, highest: [], server: [], database: [] }),
	) as [Side, Side];
	try {
		for (const { origin } of sides) await creates(client, [origin]);
		for (let round = 0; round < ROUNDS; round += 1)
			for (const side of round % 2 === 0 ? sides : sides.toReversed())
				await measureCost(client, site, side);
		const [ours, baseline] = sides;
		const time = (of: "server" | "database") => ({
			ours: median(ours[of]),
			baseline: median(baseline[of]),
			unit: "us",
		});
		yield { name: "processor time, server", ...time("server"), bound: { atMost: 1.4 } };
		yield { name: "processor time, Postgres", ...time("database"), bound: { atMost: 1.2 } };

		const latencies: Measured[][] = [[], []];
		for (let round = 0; round < ROUNDS; round += 1)
			for (const [index, { origin, highest }] of sides.entries())
				latencies[index]!.push(
					await creates(client, [origin], LARGE.name, 200, LOAD * median(highest)),
				);
		for (const percentile of ["p50Ms", "p99Ms", "p999Ms"] as const) {
			const [our, their] = latencies.map((all) => median(all.map((one) => one[percentile])));
			yield {
				name: `latency at half of the highest rate, ${percentile.replace("Ms", "")}`,
				...{ ours: our!, baseline: their!, bound: { atMost: 2 }, unit: "ms" },
			};
		}
	} finally {
		client.stop();
		tuned.stop();
		await site.stop();
	}
}

async function measureCost(client: LoadClient, site: Site, side: Side): Promise<void> {
	const [{ pid }] = (await site.sql("select pg_backend_pid() as pid")) as [{ pid: number }];
	const database = () =>
		withChildren(parentOf(pid)).reduce((sum, process) => sum + processorUsOf(process), 0);
	const before = { server: processorUsOf(side.pid), database: database() };
	const start = performance.now();
	const { perSecond } = await creates(client, [side.origin]);
	const made = (perSecond * (performance.now() - start)) / 1000;
	side.highest.push(perSecond);
	side.server.push((processorUsOf(side.pid) - before.server) / made);
	side.database.push((database() - before.database) / made);
}
