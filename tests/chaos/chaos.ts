// `npm run chaos -- [--seconds N] [--seed N] [--by-hand]`: two processes behind PgBouncer and a
// proxy, under load. The database is a Postgres cluster of three kept by Patroni, or of two kept by
// hand without Patroni. Every fault happens in turn. Exit code 1 when an acknowledged write is lost
// or doubled, an answer breaks the contract, or a process ends by itself.
import { parseArgs } from "node:util";
import { openDatabase } from "../../db/connection/open.ts";
import { insertGroupWith, someNumbers } from "../support/groups.ts";
import { buildServer } from "../support/server-process.ts";
import { type CalledGroup, Clients } from "./clients.ts";
import { type Cluster, makeDatabase, sleep, untilWhole } from "./cluster.ts";
import { type Fault, faultsOf } from "./faults.ts";
import { startHandKeptCluster } from "./hand-kept-cluster.ts";
import { judge } from "./judge.ts";
import { isAcknowledged } from "./operations.ts";
import { findPatroni, startPatroniCluster } from "./patroni-cluster.ts";
import { startPooler } from "./pooler.ts";
import { Processes } from "./processes.ts";
import { Random } from "./random.ts";
import { listOf, type Stretch, tableOf, timeOf } from "./report.ts";
import { runWithOwnMounts, Scratch } from "./scratch.ts";
import { readStored } from "./stored.ts";

const WORKERS = 16;
const KEY = "a-key-for-the-chaos";
const UNTROUBLED = "before the first fault";
const UNTROUBLED_MS = 5000;
/** The pause between two faults, once service is restored. */
const PAUSE_MS = 2000;
/** A service still away this long after a fault counts as lost. */
const BACK_MS_MAX = 60_000;

/**
 * Few enough numbers that each is reused again and again. Enough that some calls always succeed.
 */
const GROUPS: readonly CalledGroup[] = [
	{ name: "few, with codes", isUnique: true, hasCodes: true, numbers: someNumbers(12) },
	{ name: "few, without codes", isUnique: true, hasCodes: false, numbers: someNumbers(25, 100) },
	{ name: "shared", isUnique: false, hasCodes: true, numbers: someNumbers(3, 200) },
	{ name: "many", isUnique: true, hasCodes: true, numbers: someNumbers(600, 1000) },
];
const EXPIRY_SECONDS = 10;

async function fillGroups(url: string): Promise<void> {
	const database = await openDatabase({ url, dataDir: "", prepare: false, connections: 2 });
	for (const { name, isUnique, hasCodes, numbers } of GROUPS)
		await insertGroupWith(database, name, [...numbers], {
			uniqueDnis: isUnique,
			generateAccessCode: hasCodes,
			accessCodeLength: 4,
			expirySeconds: EXPIRY_SECONDS,
		});
	await database.close();
}

/** Waits until writes begun after this moment are acknowledged again. */
async function untilServed(clients: Clients): Promise<void> {
	const since = Date.now();
	for (let seen = clients.operations.length; ; await sleep(50)) {
		const fresh = clients.operations.slice(seen);
		if (fresh.some((one) => one.sent >= since && one.call === "create" && isAcknowledged(one)))
			return;
		if (Date.now() > since + BACK_MS_MAX)
			throw new Error(`Nothing is acknowledged ${BACK_MS_MAX / 1000} s after all is there again.`);
		seen += fresh.length;
	}
}

/** Injects faults in turn, each kind once a round, until the time is over. */
async function trouble(
	faults: readonly Fault[],
	{
		cluster,
		clients,
		random,
		end,
	}: { cluster: Cluster; clients: Clients; random: Random; end: number },
): Promise<Stretch[]> {
	const stretches: Stretch[] = [{ fault: UNTROUBLED, from: Date.now(), to: 0 }];
	await sleep(UNTROUBLED_MS);
	while (Date.now() < end) {
		for (const { name, run } of random.shuffled(faults)) {
			if (Date.now() >= end) break;
			const from = Date.now();
			stretches.at(-1)!.to = from;
			stretches.push({ fault: name, from, to: 0 });
			await run();
			const over = Date.now();
			await untilWhole(cluster);
			await untilServed(clients);
			console.error(
				`${timeOf(from)} ${name}: over after ${seconds(over - from)}, all well after ${seconds(Date.now() - from)}`,
			);
			await sleep(PAUSE_MS);
		}
	}
	stretches.at(-1)!.to = Date.now();
	return stretches;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

async function run(scratch: Scratch, options: Options): Promise<boolean> {
	const random = new Random(options.seed);
	const programs = options.byHand ? null : findPatroni();
	const cluster =
		programs === null
			? await startHandKeptCluster(scratch)
			: await startPatroniCluster(scratch, programs);
	await makeDatabase(cluster);
	const pooler = await startPooler(scratch, cluster.port);
	const processes = new Processes(pooler.url, {
		LOG_LEVEL: "error",
		DATABASE_PREPARE: "false",
		BOOTSTRAP_API_KEY: KEY,
	});
	process.on("exit", () => processes.clear());
	await processes.start();
	await fillGroups(pooler.url);
	const { faults, leftOut } = faultsOf({ scratch, cluster, pooler, processes, random });
	console.log(`Two processes, ${pooler.what}, ${cluster.what}; seed ${options.seed}.`);
	for (const sentence of leftOut) console.log(sentence);

	const clients = new Clients(processes.serving, GROUPS, KEY, random);
	const work = clients.work(WORKERS);
	const stretches = await trouble(faults, {
		cluster,
		clients,
		random,
		end: Date.now() + options.seconds * 1000,
	});
	clients.stop();
	await work;
	console.error(
		`${timeOf(Date.now())} over: every request that a client knows is asked for once more`,
	);
	const operations = [...clients.operations];
	await clients.retrieveAll();
	const primary = await cluster.findPrimary();
	if (primary === null) throw new Error("There is no primary at the end.");
	const stored = await readStored(primary);
	console.error(`${timeOf(Date.now())} ${clients.operations.length} operations are judged`);
	const endedBadly = [...processes.ended, ...(await processes.stop())];

	console.log(tableOf(stretches, operations));
	const groups = new Map(
		GROUPS.map(({ name, isUnique, numbers }) => [name, { isUnique, numbers: new Set(numbers) }]),
	);
	const violations = judge({ operations: clients.operations, ...stored, groups });
	if (violations.length > 0) console.log(listOf(violations, clients.operations));
	for (const what of endedBadly) console.log(`BROKEN: no process ends by itself: ${what}`);
	return violations.length === 0 && endedBadly.length === 0;
}

/** `byHand`: does without Patroni even where it is installed. */
type Options = { seconds: number; seed: number; byHand: boolean };

function readOptions(): Options {
	const { values } = parseArgs({
		options: {
			seconds: { type: "string" },
			seed: { type: "string" },
			"by-hand": { type: "boolean", default: false },
		},
	});
	const whole = (name: string, text: string | undefined, otherwise: number): number => {
		if (text === undefined) return otherwise;
		if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} is a whole number.`);
		return Number(text);
	};
	return {
		seconds: whole("seconds", values.seconds, 300),
		seed: whole("seed", values.seed, Date.now() % 1_000_000),
		byHand: values["by-hand"],
	};
}

const options = readOptions();
if (!(await runWithOwnMounts())) {
	buildServer();
	const scratch = new Scratch();
	process.on("exit", () => scratch.clear());
	for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
		process.on(name, () => process.exit(1));
	try {
		const isWell = await run(scratch, options);
		console.log(
			isWell
				? "Nothing acknowledged was lost or doubled, and every answer was one of the contract's."
				: "Something was not as it should be.",
		);
		process.exitCode = isWell ? 0 : 1;
	} catch (error) {
		console.error(error);
		process.exitCode = 1;
	}
	// Clients' connections are still open.
	process.exit();
}
