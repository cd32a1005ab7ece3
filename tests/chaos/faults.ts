import { askAt, type Cluster, followersOf, type Member, ROLE, sleep } from "./cluster.ts";
import type { Pooler } from "./pooler.ts";
import type { Processes } from "./processes.ts";
import type { Random } from "./random.ts";
import type { Scratch } from "./scratch.ts";

/** A fault from its beginning to its end. Its effect on the service may last longer. */
export type Fault = { name: string; run(): Promise<void> };

const FULL_MS = 6000;
const STILL_MS = 6000;
const ENDING_MS = 4000;
const ELECTION_AWAY_MS = 15_000;
/** The most WAL segments that may already exist. They are used up before the full disk shows. */
const SEGMENTS_MAX = 80;

/** The faults that this machine allows, and a sentence for each one that it does not. */
export function faultsOf(site: {
	scratch: Scratch;
	cluster: Cluster;
	pooler: Pooler;
	processes: Processes;
	random: Random;
}): {
	faults: Fault[];
	leftOut: string[];
} {
	const { scratch, cluster, pooler, processes, random } = site;
	const leftOut: string[] = [];
	const faults: Fault[] = [
		{ name: "primary's postmaster killed", run: () => cluster.killPrimary() },
		{ name: "primary lost with its keeper", run: () => cluster.losePrimary() },
		{ name: "switchover", run: () => cluster.switchOver() },
		{ name: `synchronous standby still for ${STILL_MS / 1000} s`, run: () => standStill(cluster) },
		{ name: `backends ended for ${ENDING_MS / 1000} s`, run: () => endBackends(cluster) },
		{ name: "proxy killed", run: () => cluster.restartProxy() },
		{ name: "one process killed", run: () => processes.restart(random.int(2)) },
		{
			name: "both processes killed",
			run: async () => void (await Promise.all([processes.restart(0), processes.restart(1)])),
		},
	];
	if (pooler.restart !== null) faults.push({ name: "pooler killed", run: pooler.restart });
	else leftOut.push(`The pooler is not killed: ${pooler.what}.`);
	const { loseElection } = cluster;
	if (loseElection !== null)
		faults.push({
			name: `etcd away for ${ELECTION_AWAY_MS / 1000} s`,
			run: () => loseElection(ELECTION_AWAY_MS),
		});
	if (scratch.hasMounts)
		faults.push(
			{ name: `data disk full for ${FULL_MS / 1000} s`, run: () => fillData(cluster) },
			{ name: `WAL disk full for ${FULL_MS / 1000} s`, run: () => fillWal(cluster) },
		);
	else
		leftOut.push(
			"No disk is filled: this machine lets nobody but root mount one, and the run is not root's.",
		);
	return { faults, leftOut };
}

async function primaryOf(cluster: Cluster): Promise<Member> {
	const primary = await cluster.findPrimary();
	if (primary === null) throw new Error("There is no primary.");
	return primary;
}

async function standStill(cluster: Cluster): Promise<void> {
	const primary = await primaryOf(cluster);
	if ((await followersOf(primary)).synchronous === 0) return;
	const [name] = await primary.ask(
		"select application_name from pg_stat_replication where sync_state in ('sync', 'quorum') limit 1",
	);
	const standby = cluster.members.find((member) => member.name === name);
	if (standby === undefined) throw new Error(`There is no member ${name}.`);
	const goOn = standby.freeze();
	try {
		await sleep(STILL_MS);
	} finally {
		goOn();
	}
}

/** Ends all the product's backends again and again, about fifty times a second. */
async function endBackends(cluster: Cluster): Promise<void> {
	await askAt(
		cluster.port,
		`do $$ begin
			for _ in 1..${ENDING_MS / 20} loop
				perform pg_terminate_backend(pid) from pg_stat_activity where usename = '${ROLE}';
				perform pg_stat_clear_snapshot(), pg_sleep(0.02);
			end loop;
		end $$`,
		{ msMax: 4 * ENDING_MS },
	);
}

/** No table can grow. */
async function fillData(cluster: Cluster): Promise<void> {
	const { disks } = await primaryOf(cluster);
	disks.data.fill();
	try {
		await sleep(FULL_MS);
	} finally {
		disks.data.free();
	}
	await cluster.revive();
}

/** Nothing can commit, and the server shuts itself down. */
async function fillWal(cluster: Cluster): Promise<void> {
	const primary = await primaryOf(cluster);
	primary.disks.wal.fill();
	try {
		await Promise.all([sleep(FULL_MS), exhaustSegments(primary)]);
	} finally {
		primary.disks.wal.free();
	}
	await cluster.revive();
}

async function exhaustSegments(primary: Member): Promise<void> {
	try {
		for (let used = 0; used < SEGMENTS_MAX; used += 1)
			await primary.ask(
				"select pg_logical_emit_message(false, 'chaos', 'x'); select pg_switch_wal()",
			);
	} catch {
		// That was the last one.
	}
}
