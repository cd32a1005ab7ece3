import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { findPostgresBinaries } from "../support/postgres-server.ts";
import { childrenOf, type Disk, isThere, postmasterOf, type Scratch, signal } from "./scratch.ts";

const execute = promisify(execFile);
const ANSWER_MS_MAX = 3000;
const LOOK_EVERY_MS = 100;
/** A cluster not whole by then will not recover. */
const WHOLE_MS_MAX = 90_000;

export const ROLE = "call_in";
export const DATABASE = "call_in";
/** Small segments, so that a full WAL disk shows within seconds. */
export const WAL_SEGMENT_MIB = 1;
export const SERVER_SETTINGS = {
	max_connections: "100",
	shared_buffers: "64MB",
	min_wal_size: "4MB",
	max_wal_size: "64MB",
	wal_keep_size: "32MB",
	wal_log_hints: "on",
	synchronous_commit: "on",
};

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** One Postgres of a cluster. */
export class Member {
	constructor(
		readonly name: string,
		readonly port: number,
		/** One disk for its database, one for its WAL. */
		readonly disks: { data: Disk; wal: Disk },
		/** The process ID of its supervisor; null where it has none. */
		readonly keeper: () => number | null,
	) {}

	get dataFolder(): string {
		return path.join(this.disks.data.folder, "data");
	}

	get walFolder(): string {
		return path.join(this.disks.wal.folder, "wal");
	}

	isUp(): boolean {
		return postmasterOf(this.dataFolder) !== null;
	}

	/**
	 * Ends its postmaster by this signal. Waits until its other processes have noticed and ended too.
	 */
	async end(by: "SIGKILL" | "SIGINT"): Promise<void> {
		const postmaster = postmasterOf(this.dataFolder);
		if (postmaster === null) return;
		const all = [postmaster, ...childrenOf(postmaster)];
		signal([postmaster], by);
		while (all.some(isThere)) await sleep(20);
	}

	/**
	 * Stops all its processes in place, like a frozen machine. Returns a function that resumes them.
	 */
	freeze(): () => void {
		const postmaster = postmasterOf(this.dataFolder);
		const processes = [
			this.keeper() ?? 0,
			...(postmaster === null ? [] : [postmaster, ...childrenOf(postmaster)]),
		];
		signal(processes, "SIGSTOP");
		return () => signal(processes, "SIGCONT");
	}

	/** Runs statements as the superuser. Returns their rows, one per line. Throws on a timeout. */
	async ask(
		statements: string,
		{ database = "postgres", msMax = ANSWER_MS_MAX } = {},
	): Promise<string[]> {
		return askAt(this.port, statements, { database, msMax });
	}
}

/** The same for any server at this port. */
export async function askAt(
	port: number,
	statements: string,
	{ database = "postgres", msMax = ANSWER_MS_MAX } = {},
): Promise<string[]> {
	const args = [
		"-X",
		"-q",
		"-A",
		"-t",
		"-v",
		"ON_ERROR_STOP=1",
		"-h",
		"127.0.0.1",
		"-p",
		String(port),
		"-U",
		"postgres",
		"-d",
		database,
	];
	const { stdout } = await execute(
		path.join(findPostgresBinaries() ?? "", "psql"),
		[...args, "-c", statements],
		{
			timeout: msMax,
			killSignal: "SIGKILL",
			maxBuffer: 2 ** 30,
			env: { ...process.env, PGCONNECT_TIMEOUT: "2", PGOPTIONS: "-c client_min_messages=error" },
		},
	);
	return stdout.split("\n").filter((line) => line !== "");
}

/**
 * Postgres on several members, one of them the primary, with failover. The methods are the ways to
 * hurt it.
 */
export type Cluster = {
	/** Its parts, with versions. */
	what: string;
	members: readonly Member[];
	/** Connections to this port reach the current primary. */
	port: number;
	/** The member to which the proxy currently leads; null while there is none. */
	findPrimary(): Promise<Member | null>;
	/** Whether another member would take over now. */
	hasHeir(): Promise<boolean>;
	/** Ends the primary's server at once. The failover manager handles the rest. */
	killPrimary(): Promise<void>;
	/**
	 * Ends the primary's server and its supervisor, so that another member takes over. Brings both
	 * back afterwards.
	 */
	losePrimary(): Promise<void>;
	/** Switches over to another primary without need. */
	switchOver(): Promise<void>;
	/** Restarts members that gave up while a disk was full. */
	revive(): Promise<void>;
	/** kill -9 of the proxy, then a new one in its place. */
	restartProxy(): Promise<void>;
	/** Ends the leader-election store and brings it back after `ms`; null where there is none. */
	loseElection: ((ms: number) => Promise<void>) | null;
};

/** How many members follow this primary, and whether one does so synchronously. */
export async function followersOf(
	primary: Member,
): Promise<{ streaming: number; synchronous: number }> {
	const [line = "0|0"] = await primary.ask(
		// A base backup in progress also counts as a follower, and may even count as synchronous.
		`select count(*), count(*) filter (where sync_state in ('sync', 'quorum')) from pg_stat_replication
		where state = 'streaming' and application_name <> 'pg_basebackup'`,
	);
	const [streaming = 0, synchronous = 0] = line.split("|").map(Number);
	return { streaming, synchronous };
}

/** Waits until all others follow one primary, one of them synchronously. Throws on a timeout. */
export async function untilWhole(
	cluster: Cluster,
	isOver: () => boolean = () => false,
): Promise<void> {
	const end = Date.now() + WHOLE_MS_MAX;
	for (;;) {
		if (await isWhole(cluster)) return;
		if (isOver()) return;
		if (Date.now() > end) throw new Error("The cluster has not become whole again.");
		await sleep(LOOK_EVERY_MS);
	}
}

async function isWhole(cluster: Cluster): Promise<boolean> {
	try {
		const primary = await cluster.findPrimary();
		if (primary === null) return false;
		const { streaming, synchronous } = await followersOf(primary);
		return streaming === cluster.members.length - 1 && synchronous > 0 && (await cluster.hasHeir());
	} catch {
		return false;
	}
}

/** Folders and disks of a member. */
export function makeDisks(scratch: Scratch, name: string): Member["disks"] {
	return { data: scratch.makeDisk(`${name}-data`, 192), wal: scratch.makeDisk(`${name}-wal`, 128) };
}

/** Makes the product's role and database. */
export async function makeDatabase(cluster: Cluster): Promise<void> {
	const primary = await cluster.findPrimary();
	if (primary === null) throw new Error("There is no primary.");
	await primary.ask(`create role ${ROLE} login`);
	await primary.ask(
		`create database ${DATABASE} owner ${ROLE} encoding 'UTF8' template template0`,
		{ msMax: 20_000 },
	);
}
