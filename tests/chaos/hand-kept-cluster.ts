import { connect, createServer, type Socket } from "node:net";
import path from "node:path";
import { findPostgresBinaries, freePort } from "../support/postgres-server.ts";
import {
	type Cluster,
	Member,
	makeDisks,
	SERVER_SETTINGS,
	sleep,
	untilWhole,
	WAL_SEGMENT_MIB,
} from "./cluster.ts";
import type { Scratch } from "./scratch.ts";

/** Faster than an operator with a good alarm. */
const TAKE_OVER_MS = 1000;
const RETURN_MS = 2000;

/**
 * A primary and one synchronous standby, without Patroni. The run itself fences, promotes, and
 * leads the proxy to the new primary. This proves less than the Patroni cluster: no decision here
 * involves several parties that may disagree.
 */
export async function startHandKeptCluster(scratch: Scratch): Promise<Cluster> {
	const binaries = findPostgresBinaries();
	if (binaries === null)
		throw new Error(
			"The chaos run needs a Postgres 15 or newer: install one (package postgresql).",
		);
	const keeper = new Keeper(scratch, binaries);
	const members = [await keeper.makeMember("a"), await keeper.makeMember("b")] as const;
	let [primary, standby] = members as readonly [Member, Member];
	await keeper.initialise(primary);
	await keeper.start(primary);
	// No standby exists yet for a commit to wait for.
	await primary.ask("set synchronous_commit = local; create role replicator login replication");
	await keeper.follow(standby, primary);
	const proxy = await LeadingLine.lay();
	proxy.leadTo(primary.port);

	/**
	 * The other member takes over. This one must be down, and follows the new primary from then on.
	 */
	const takeOver = async () => {
		[primary, standby] = [standby, primary];
		await keeper.promote(primary);
		proxy.leadTo(primary.port);
		await sleep(RETURN_MS);
		await keeper.follow(standby, primary);
	};
	const cluster: Cluster = {
		what: `a primary and a synchronous standby kept by hand (without Patroni, etcd and HAProxy)`,
		members,
		port: proxy.port,
		findPrimary: async () => primary,
		hasHeir: async () => true,
		async killPrimary() {
			await primary.end("SIGKILL");
			await sleep(TAKE_OVER_MS);
			await keeper.start(primary);
		},
		async losePrimary() {
			await primary.end("SIGKILL");
			await sleep(TAKE_OVER_MS);
			await takeOver();
		},
		async switchOver() {
			await primary.end("SIGINT");
			await takeOver();
		},
		async revive() {
			for (const member of members) if (!member.isUp()) await keeper.start(member);
		},
		async restartProxy() {
			await proxy.cut();
			await proxy.mend();
		},
		loseElection: null,
	};
	await untilWhole(cluster);
	return cluster;
}

/** An operator's work at the shell. */
class Keeper {
	constructor(
		readonly scratch: Scratch,
		readonly binaries: string,
	) {}

	async makeMember(name: string): Promise<Member> {
		const member = new Member(name, await freePort(), makeDisks(this.scratch, name), () => null);
		this.scratch.endWith(member.dataFolder);
		return member;
	}

	async initialise({ dataFolder, walFolder }: Member): Promise<void> {
		const how = [
			"-U",
			"postgres",
			"-A",
			"trust",
			"-E",
			"UTF8",
			"--locale=C.UTF-8",
			"-N",
			`--wal-segsize=${WAL_SEGMENT_MIB}`,
		];
		await this.#run("initdb", ["-D", dataFolder, "-X", walFolder, ...how]);
	}

	async start(member: Member): Promise<void> {
		const settings = {
			...SERVER_SETTINGS,
			port: String(member.port),
			listen_addresses: "127.0.0.1",
			unix_socket_directories: member.disks.data.folder,
			// On either primary, a commit waits for the other member.
			synchronous_standby_names: "*",
			// The application name of a following member.
			cluster_name: member.name,
		};
		const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
		const log = path.join(member.disks.data.folder, "log");
		await this.#run("pg_ctl", [
			"-D",
			member.dataFolder,
			"-w",
			"-l",
			log,
			"-o",
			options.join(" "),
			"start",
		]);
	}

	async promote(member: Member): Promise<void> {
		await this.#run("pg_ctl", ["-D", member.dataFolder, "-w", "promote"]);
	}

	/** Rebuilds the member as a copy of the primary that follows it. */
	async follow(member: Member, primary: Member): Promise<void> {
		this.scratch.remove(member.dataFolder);
		this.scratch.remove(member.walFolder);
		const from = ["-h", "127.0.0.1", "-p", String(primary.port), "-U", "replicator"];
		await this.#run("pg_basebackup", [
			...from,
			"-D",
			member.dataFolder,
			"--waldir",
			member.walFolder,
			"-R",
			"-X",
			"stream",
			"-c",
			"fast",
		]);
		await this.start(member);
	}

	#run(program: string, args: readonly string[]): Promise<void> {
		return this.scratch.run(path.join(this.binaries, program), args);
	}
}

/** Forwards connections to the current target port. */
class LeadingLine {
	readonly #sockets = new Set<Socket>();
	#target = 0;
	port = 0;
	readonly #server = createServer((near) => {
		const far = connect(this.#target, "127.0.0.1");
		for (const [from, to] of [
			[near, far],
			[far, near],
		] as const) {
			this.#sockets.add(from);
			from.pipe(to);
			from.on("error", () => {});
			from.on("close", () => {
				this.#sockets.delete(from);
				to.destroy();
			});
		}
	});

	static async lay(): Promise<LeadingLine> {
		const proxy = new LeadingLine();
		proxy.port = await freePort();
		await proxy.mend();
		return proxy;
	}

	/** Ends existing connections, as for a server that is marked down. */
	leadTo(port: number): void {
		this.#target = port;
		for (const socket of this.#sockets) socket.destroy();
	}

	cut(): Promise<void> {
		const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
		for (const socket of this.#sockets) socket.destroy();
		return closed;
	}

	mend(): Promise<void> {
		return new Promise((resolve) => this.#server.listen(this.port, "127.0.0.1", resolve));
	}
}
