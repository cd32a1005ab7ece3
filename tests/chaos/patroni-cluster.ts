import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
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
import type { Daemon, Scratch } from "./scratch.ts";

const PROGRAMS = ["patroni", "etcd", "haproxy"] as const;
type Programs = Record<(typeof PROGRAMS)[number], string>;
const ALL_GO = "host all all 127.0.0.1/32 trust";
const REPLICATION = "host replication all 127.0.0.1/32 trust";
const LOOK_EVERY_MS = 100;
const REST_MS_MAX = 1000;
const HAND_OVER_MS_MAX = 20_000;
const ELECTED_MS_MAX = 60_000;
/** A lost primary comes back this long after another has taken over. */
const RETURN_MS = 2000;

/** The machine's Patroni, etcd and HAProxy; null where one is missing. */
export function findPatroni(): Programs | null {
	const folders = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/bin", "/usr/sbin"];
	const find = (name: string) =>
		folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
	const found = PROGRAMS.map((name) => [name, find(name)] as const);
	return found.every(([, file]) => file !== undefined)
		? (Object.fromEntries(found) as Programs)
		: null;
}

/**
 * Three members kept by Patroni with one etcd, and an HAProxy that asks Patroni for the primary:
 * the set-up in docs/operating.md.
 */
export async function startPatroniCluster(scratch: Scratch, programs: Programs): Promise<Cluster> {
	const [etcdPort, peerPort, port] = [await freePort(), await freePort(), await freePort()];
	const startEtcd = () =>
		scratch.start("etcd", programs.etcd, etcdArgs(etcdFolder, etcdPort, peerPort));
	const etcdFolder = scratch.makeFolder("etcd");
	let etcd = startEtcd();
	const nodes: Node[] = [];
	for (const name of ["a", "b", "c"])
		nodes.push(await Node.make(scratch, programs.patroni, name, etcdPort));
	for (const node of nodes) node.start();
	const proxyFile = path.join(scratch.folder, "haproxy.cfg");
	writeFileSync(proxyFile, proxySettings(port, nodes));
	const startProxy = () => scratch.start("haproxy", programs.haproxy, ["-db", "-f", proxyFile]);
	let proxy = startProxy();

	const findPrimary = async () => {
		for (const node of nodes) if (await node.isPrimary()) return node;
		return null;
	};
	const untilAnother = async (than: Node) => {
		for (const end = Date.now() + ELECTED_MS_MAX; Date.now() < end; await sleep(LOOK_EVERY_MS)) {
			const primary = await findPrimary();
			if (primary !== null && primary !== than) return;
		}
		throw new Error(`No other member became the primary.\n${than.printed()}`);
	};
	const primaryNow = async () => {
		const primary = await findPrimary();
		if (primary === null) throw new Error("There is no primary.");
		return primary;
	};
	const cluster: Cluster = {
		what: `Patroni ${version(programs.patroni, ["--version"])}, etcd ${version(programs.etcd, ["--version"])}, HAProxy ${version(programs.haproxy, ["-v"])}`,
		members: nodes.map(({ member }) => member),
		port,
		findPrimary: async () => (await findPrimary())?.member ?? null,
		hasHeir: async () => (await findPrimary())?.hasHeir() ?? false,
		killPrimary: async () => (await primaryNow()).member.end("SIGKILL"),
		async losePrimary() {
			const lost = await primaryNow();
			await lost.kill();
			await untilAnother(lost);
			await sleep(RETURN_MS);
			lost.start();
		},
		async switchOver() {
			const primary = await primaryNow();
			await primary.handOver();
			await untilAnother(primary);
		},
		async revive() {
			for (const node of nodes) node.startAgain();
		},
		async restartProxy() {
			await proxy.kill();
			proxy = startProxy();
		},
		async loseElection(ms) {
			await etcd.kill();
			await sleep(ms);
			etcd = startEtcd();
		},
	};
	await untilWhole(cluster);
	return cluster;
}

const version = (program: string, args: string[]): string =>
	/\d+(\.\d+)+/.exec(
		execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
	)?.[0] ?? "?";

function etcdArgs(folder: string, port: number, peerPort: number): string[] {
	const [client, peer] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${peerPort}`];
	return [
		...["--data-dir", folder, "--initial-cluster", `default=${peer}`],
		...["--listen-client-urls", client, "--advertise-client-urls", client],
		...["--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer],
	];
}

const proxySettings = (port: number, nodes: readonly Node[]): string =>
	[
		"global",
		"  maxconn 500",
		"defaults",
		"  mode tcp",
		"  timeout connect 2s",
		"  timeout client 30m",
		"  timeout server 30m",
		"listen primary",
		`  bind 127.0.0.1:${port}`,
		"  option httpchk OPTIONS /primary",
		"  http-check expect status 200",
		"  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions",
		...nodes.map(
			({ member, restPort }) =>
				`  server ${member.name} 127.0.0.1:${member.port} check port ${restPort}`,
		),
		"",
	].join("\n");

/** A member and its Patroni. */
class Node {
	#daemon: Daemon | null = null;
	readonly member: Member;

	private constructor(
		readonly scratch: Scratch,
		readonly program: string,
		name: string,
		port: number,
		readonly restPort: number,
	) {
		this.member = new Member(name, port, makeDisks(scratch, name), () => this.#daemon?.pid ?? null);
		scratch.endWith(this.member.dataFolder);
	}

	static async make(
		scratch: Scratch,
		program: string,
		name: string,
		etcdPort: number,
	): Promise<Node> {
		const node = new Node(scratch, program, name, await freePort(), await freePort());
		// JSON is YAML too.
		writeFileSync(node.#file, JSON.stringify(node.#settings(etcdPort), null, 2));
		return node;
	}

	get #file(): string {
		return path.join(this.scratch.folder, `patroni-${this.member.name}.yml`);
	}

	start(): void {
		this.#daemon = this.scratch.start(`patroni-${this.member.name}`, this.program, [this.#file]);
	}

	startAgain(): void {
		if (this.#daemon?.isRunning() !== true) this.start();
	}

	/** Patroni first, or it would restart the server. */
	async kill(): Promise<void> {
		await this.#daemon?.kill();
		await this.member.end("SIGKILL");
	}

	printed(): string {
		return this.#daemon?.printed() ?? "";
	}

	async isPrimary(): Promise<boolean> {
		return (await this.#rest("/primary", "OPTIONS")) === 200;
	}

	/**
	 * Whether Patroni has recorded the synchronous member. Only that member may take over. Recording
	 * takes seconds after each promotion and restart.
	 */
	async hasHeir(): Promise<boolean> {
		const [names] = await this.member.ask("show synchronous_standby_names");
		const { members = [] } = await this.#readCluster();
		return members.some(
			({ name, role }) => role === "sync_standby" && names?.includes(name) === true,
		);
	}

	async #readCluster(): Promise<{ members?: { name: string; role: string }[] }> {
		const answer = await fetch(`http://127.0.0.1:${this.restPort}/cluster`, {
			signal: AbortSignal.timeout(REST_MS_MAX),
		});
		return (await answer.json()) as { members?: { name: string; role: string }[] };
	}

	async handOver(): Promise<void> {
		const status = await this.#rest("/switchover", "POST", { leader: this.member.name });
		if (status !== 200)
			throw new Error(`Patroni answered the wish for a switchover with ${status}.`);
	}

	async #rest(address: string, method: string, body?: object): Promise<number> {
		try {
			const answer = await fetch(`http://127.0.0.1:${this.restPort}${address}`, {
				method,
				signal: AbortSignal.timeout(method === "POST" ? HAND_OVER_MS_MAX : REST_MS_MAX),
				...(body && { body: JSON.stringify(body) }),
			});
			await answer.text();
			return answer.status;
		} catch {
			return 0;
		}
	}

	#settings(etcdPort: number): object {
		const { name, port, dataFolder, walFolder } = this.member;
		return {
			scope: "chaos",
			name,
			restapi: {
				listen: `127.0.0.1:${this.restPort}`,
				connect_address: `127.0.0.1:${this.restPort}`,
			},
			etcd3: { host: `127.0.0.1:${etcdPort}` },
			bootstrap: {
				dcs: {
					...{ ttl: 10, loop_wait: 2, retry_timeout: 3 },
					...{ synchronous_mode: true, synchronous_mode_strict: true },
					postgresql: { use_pg_rewind: true, parameters: SERVER_SETTINGS },
				},
				initdb: [
					{ encoding: "UTF8" },
					{ locale: "C.UTF-8" },
					{ "wal-segsize": String(WAL_SEGMENT_MIB) },
					{ waldir: walFolder },
				],
				pg_hba: [ALL_GO, REPLICATION],
			},
			postgresql: {
				listen: `127.0.0.1:${port}`,
				connect_address: `127.0.0.1:${port}`,
				data_dir: dataFolder,
				bin_dir: findPostgresBinaries(),
				pgpass: path.join(this.member.disks.data.folder, "pgpass"),
				authentication: {
					superuser: { username: "postgres" },
					replication: { username: "replicator", password: "replicator" },
				},
				parameters: { unix_socket_directories: this.member.disks.data.folder },
				pg_hba: [ALL_GO, REPLICATION],
				basebackup: [{ waldir: walFolder }, { checkpoint: "fast" }],
			},
		};
	}
}
