import postgres from "postgres";
import { BENCH_KEY, openSite, type Site } from "./create-site.ts";
import { type Bench, type Figure, median } from "./figure.ts";
import { type LoadClient, type Measured, startLoadClient } from "./load.ts";
import { makeTextbookTables, measurePgbench, startBaseline } from "./textbook.ts";
import { makeTunedTables } from "./tuned.ts";

const CONNECTIONS = 32;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const ROUND_SECONDS = Number(process.env.BENCH_ROUND_SECONDS ?? 2.5);
const WARM_UP_SECONDS = 4;
/** How long the old snapshot stays open. Shorten it for a trial run. */
const SNAPSHOT_SECONDS = Number(process.env.BENCH_SNAPSHOT_SECONDS ?? 60);
/** The one section to run, by its function name below. For trial runs. */
const ONLY = process.env.BENCH_SECTION;
const OLD_RECORDS = 1_000_000;
const CREATE = "/engagement/v3/call-in/requests/create";

export const LARGE = { name: "large", numbers: 10_000, taken: 5_000, from: 0 };
const SMALL = { name: "small", numbers: 100, taken: 50, from: 20_000 };
const EXHAUSTED = { name: "exhausted", numbers: 10_000, taken: 10_000, from: 40_000 };

/**
 * Creates over HTTP, through the whole path of a client's call. Compared with the textbook solution
 * and with creates under other conditions.
 */
export async function* measureCreate({ url }: Bench): AsyncGenerator<Figure> {
	const client = startLoadClient();
	try {
		const sections = { againstTextbook, againstOldRecords, twoProcesses, withOldSnapshot };
		for (const [name, section] of Object.entries(sections))
			if (name === (ONLY ?? name)) yield* section(url, client);
	} finally {
		client.stop();
	}
}

type Section = (serverUrl: string, client: LoadClient) => AsyncGenerator<Figure>;

const againstTextbook: Section = async function* (serverUrl, client) {
	const site = await openSite(serverUrl, { groups: [LARGE, SMALL, EXHAUSTED] });
	await makeTextbookTables(site.url, LARGE);
	await makeTunedTables(site.url, LARGE);
	const textbook = await startBaseline("textbook", site.url);
	const tuned = await startBaseline("tuned", site.url);
	try {
		const [ours, bare, best, pgbench] = await alternate<Measured>([
			() => creates(client, site),
			() => creates(client, [textbook.origin]),
			() => creates(client, [tuned.origin]),
			async () => ({
				perSecond: await measurePgbench(site.url, ROUND_SECONDS),
				...{ p50Ms: 0, p99Ms: 0, p999Ms: 0 },
				statuses: {},
			}),
		]);
		yield {
			name: "over HTTP against A",
			ours: rate(ours),
			baseline: rate(bare),
			bound: { atLeast: 1.2 },
			unit: "/s",
		};
		yield {
			name: "p99 against A",
			ours: p99(ours),
			baseline: p99(bare),
			bound: { atMost: 1 },
			unit: "ms",
		};
		yield {
			name: "over HTTP against C (tuned)",
			ours: rate(ours),
			baseline: rate(best),
			bound: { atLeast: 0.85 },
			unit: "/s",
		};
		yield {
			name: "over HTTP against B (pgbench)",
			ours: rate(ours),
			baseline: rate(pgbench),
			bound: { atLeast: 0.6 },
			unit: "/s",
		};

		const [large, small, refusals] = await alternate([
			() => creates(client, site),
			() => creates(client, site, SMALL.name),
			() => creates(client, site, EXHAUSTED.name, 429),
		]);
		const time = { ours: 1000 / rate(large), baseline: 1000 / rate(small) };
		yield {
			name: "time of a create, pool of 10,000 against 100",
			...time,
			bound: { atMost: 1.2 },
			unit: "ms",
		};
		yield {
			name: "refusals of a pool of 10,000 against successes",
			ours: rate(refusals),
			baseline: rate(large),
			bound: { atLeast: 0.5 },
			unit: "/s",
		};
	} finally {
		textbook.stop();
		tuned.stop();
		await site.stop();
	}
};

const againstOldRecords: Section = async function* (serverUrl, client) {
	const old = await openSite(serverUrl, { groups: [LARGE], oldRecords: OLD_RECORDS });
	const empty = await openSite(serverUrl, { groups: [LARGE] });
	try {
		const [ours, baseline] = await alternate([
			() => creates(client, old),
			() => creates(client, empty),
		]);
		const time = { ours: 1000 / rate(ours), baseline: 1000 / rate(baseline) };
		yield {
			name: "time of a create, 1,000,000 old records against 0",
			...time,
			bound: { atMost: 1.2 },
			unit: "ms",
		};
	} finally {
		await old.stop();
		await empty.stop();
	}
};

const twoProcesses: Section = async function* (serverUrl, client) {
	const site = await openSite(serverUrl, { groups: [LARGE], processes: 2 });
	const [first, second] = site.servers.map(({ origin }) => origin) as [string, string];
	try {
		const [two, one] = await alternate([
			() => creates(client, [first, second]),
			() => creates(client, [first]),
		]);
		yield {
			name: "two server processes against one",
			ours: rate(two),
			baseline: rate(one),
			bound: { atLeast: 0.9 },
			unit: "/s",
		};
	} finally {
		await site.stop();
	}
};

/**
 * The rate under load after another transaction's old snapshot has blocked vacuum from removing
 * dead row versions. The baseline is a database of the same load and age without such a snapshot.
 */
const withOldSnapshot: Section = async function* (serverUrl, client) {
	const site = await openSite(serverUrl, { groups: [LARGE] });
	const other = await openSite(serverUrl, { groups: [LARGE] });
	const report = await holdOldSnapshot(site.url);
	try {
		const [held, healthy] = await throughOldSnapshot([
			() => creates(client, site),
			() => creates(client, other),
		]);
		yield {
			name: `old snapshot held through ${SNAPSHOT_SECONDS} s of load against none`,
			ours: rate(held),
			baseline: rate(healthy),
			bound: { atLeast: 0.92 },
			unit: "/s",
		};
	} finally {
		await report.end();
		await site.stop();
		await other.stop();
	}
};

/** Opens a transaction whose snapshot is held until `end` closes its connection. */
export async function holdOldSnapshot(url: string): Promise<{ end(): Promise<void> }> {
	const report = postgres(url, { max: 1 });
	await report`begin isolation level repeatable read`;
	await report`select count(*) from numbers`;
	return report;
}

/** The last rounds of each side after so much load that versions have piled up. */
export async function throughOldSnapshot<M>(sides: (() => Promise<M>)[]): Promise<M[][]> {
	const all = await alternate(sides, Math.ceil(SNAPSHOT_SECONDS / ROUND_SECONDS));
	return all.map((rounds) => rounds.slice(-ROUNDS));
}

/** Warms up every side, then measures all in turn, round by round, each round in another order. */
export async function alternate<M>(sides: (() => Promise<M>)[], rounds = ROUNDS): Promise<M[][]> {
	const measured: M[][] = sides.map(() => []);
	for (const side of sides)
		for (let seconds = 0; seconds < WARM_UP_SECONDS; seconds += ROUND_SECONDS) await side();
	for (let round = 0; round < rounds; round += 1) {
		for (let turn = 0; turn < sides.length; turn += 1) {
			const index = (round + turn) % sides.length;
			measured[index]!.push(await sides[index]!());
		}
	}
	return measured;
}

export const rate = (rounds: Measured[] | undefined): number =>
	median((rounds ?? []).map(({ perSecond }) => perSecond));
export const p99 = (rounds: Measured[] | undefined): number =>
	median((rounds ?? []).map(({ p99Ms }) => p99Ms));

export function creates(
	client: LoadClient,
	at: Site | string[],
	groupName = LARGE.name,
	wanted = 200,
	perSecond?: number,
): Promise<Measured> {
	const load = {
		origins: Array.isArray(at) ? at : at.servers.map(({ origin }) => origin),
		path: CREATE,
		headers: { "x-api-key": BENCH_KEY, "content-type": "application/json" },
		bodies: [
			JSON.stringify({
				groupName,
				fromPhoneNumber: "+14155550132",
				userData: { customer: "1234", topic: "claim" },
			}),
		],
		connections: CONNECTIONS,
		seconds: ROUND_SECONDS,
		...(perSecond !== undefined && { perSecond }),
	};
	return client.send(load, wanted);
}
