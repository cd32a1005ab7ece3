import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
	chownSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { connect, createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { openDatabase } from "../../db/connection/open.ts";
import { until } from "./until.ts";

/** The database that fresh ones are copied from: migrated, empty. */
export const TEMPLATE = "call_in_template";

/**
 * A real Postgres for a whole test run: TEST_DATABASE_URL where set, else a throwaway cluster from
 * the machine's own binaries. Fails without either: races, crashes and version 15 cannot be tested
 * on the embedded engine.
 */
export async function startPostgres(
	options: Pick<ClusterOptions, "settings"> = {},
): Promise<{ url: string; stop(): void }> {
	const given = process.env.TEST_DATABASE_URL;
	const server = given ? { url: given, stop: () => {} } : await startThrowawayCluster(options);
	const admin = postgres(server.url, { max: 1, onnotice: () => {} });
	await admin.unsafe(`drop database if exists ${TEMPLATE}`);
	await admin.unsafe(`create database ${TEMPLATE}`);
	await admin.end();
	const template = await openDatabase({
		url: databaseUrl(server.url, TEMPLATE),
		dataDir: "",
		prepare: false,
		connections: 1,
	});
	await template.close();
	return server;
}

/**
 * A separate database on that server, migrated or blank. Call `drop` afterwards; it ends
 * connections that are still open.
 */
export async function createDatabaseOn(
	serverUrl: string,
	{ migrated } = { migrated: true },
): Promise<{ url: string; drop(): Promise<void> }> {
	const name = `call_in_${randomBytes(6).toString("hex")}`;
	const administer = async (statement: string) => {
		const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
		try {
			await admin.unsafe(statement);
		} finally {
			await admin.end();
		}
	};
	await administer(`create database ${name} template ${migrated ? TEMPLATE : "template0"}`);
	return {
		url: databaseUrl(serverUrl, name),
		drop: () => administer(`drop database if exists ${name} with (force)`),
	};
}

export function databaseUrl(serverUrl: string, name: string): string {
	const url = new URL(serverUrl);
	url.pathname = `/${name}`;
	return url.href;
}

/** The folder of the newest Postgres programs; null where none are installed. */
export function findPostgresBinaries(): string | null {
	const debian = "/usr/lib/postgresql";
	const versions = existsSync(debian)
		? readdirSync(debian).sort((a, b) => Number(b) - Number(a))
		: [];
	const folders = [
		...versions.map((version) => path.join(debian, version, "bin")),
		...(process.env.PATH ?? "").split(path.delimiter),
	];
	return folders.find((folder) => existsSync(path.join(folder, "initdb"))) ?? null;
}

/** A cluster that a test may break. */
export type ThrowawayCluster = {
	/** URL of its database postgres. */
	url: string;
	/**
	 * Immediate shutdown, like a crash: no checkpoint, no message to clients. Start it again with
	 * `restart`.
	 */
	crash(): void;
	/** kill -9 of the postmaster, which ends all its other processes. */
	kill(): Promise<void>;
	/** Starts it, and waits until it serves. */
	restart(): void;
	/** Fast shutdown, as by an operator: connected clients get a message. */
	shutDown(): void;
	/**
	 * Starts it in a recovery that lasts until `promote`. It refuses all connections with a message.
	 */
	recover(): Promise<void>;
	/** Promotes a standby, or a server in recovery, to primary. */
	promote(): void;
	/** Freezes all its processes until `go`. */
	freeze(): void;
	thaw(): void;
	/** Stops it and removes everything. */
	stop(): void;
};

type ClusterOptions = {
	/** Such as `wal_level=minimal`. */
	settings?: readonly string[];
	/** Makes it a streaming standby of this primary, by the name `standby`. */
	primary?: { url: string };
};

/**
 * A separate cluster from the machine's own binaries. Its commits survive any kind of end, but not a
 * power failure. Without `fsync=off`, the files of a few hundred databases that come and go can
 * keep commits on the same disk waiting for seconds.
 */
export async function startThrowawayCluster({
	settings = [],
	primary,
}: ClusterOptions = {}): Promise<ThrowawayCluster> {
	const binaries = findPostgresBinaries();
	if (binaries === null)
		throw new Error(
			"The tests need a Postgres 15 or newer: install one (package postgresql), or set TEST_DATABASE_URL.",
		);
	const folder = mkdtempSync(path.join(os.tmpdir(), "call-in-postgres-"));
	const account = serverAccount();
	if (account.uid !== undefined) chownSync(folder, account.uid, account.gid as number);
	const run = (program: string, args: string[]) =>
		execFileSync(path.join(binaries, program), args, {
			...account,
			cwd: folder,
			stdio: ["ignore", "ignore", "pipe"],
		});
	const port = await freePort();
	const data = path.join(folder, "data");
	if (primary === undefined)
		run("initdb", [
			"-D",
			data,
			"-U",
			"postgres",
			"-A",
			"trust",
			"-E",
			"UTF8",
			"--locale=C.UTF-8",
			"-N",
		]);
	else
		run("pg_basebackup", [
			"-D",
			data,
			"-d",
			`${primary.url}?application_name=standby`,
			"-R",
			"-c",
			"fast",
			"-N",
		]);
	const all = [
		"listen_addresses=127.0.0.1",
		"max_connections=200",
		"shared_buffers=256MB",
		"fsync=off",
		...settings,
	];
	const given = `-p ${port} -k ${folder} ${all.map((setting) => `-c ${setting}`).join(" ")}`;
	const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
	const start = (waits: "-w" | "-W", more = "") =>
		run("pg_ctl", ["-D", data, waits, "-l", path.join(folder, "log"), "-o", given + more, "start"]);
	const restart = () => start("-w");
	const controlFile = () =>
		execFileSync(path.join(binaries, "pg_controldata"), ["-D", data], {
			...account,
			cwd: folder,
			encoding: "utf8",
			env: { ...process.env, LC_ALL: "C" },
		});
	const end = (how: string) =>
		void spawnSync(path.join(binaries, "pg_ctl"), ["-D", data, "-m", how, "stop"], {
			...account,
			cwd: folder,
		});
	const crash = () => end("immediate");
	const firstProcess = () =>
		Number(readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n", 1)[0]);
	const signalAll = (signal: NodeJS.Signals) => {
		const pid = firstProcess();
		for (const one of [pid, ...childrenOf(pid)]) process.kill(one, signal);
	};
	restart();
	const stop = () => {
		process.off("exit", stop);
		crash();
		rmSync(folder, { recursive: true, force: true });
	};
	process.on("exit", stop);
	return {
		url,
		crash,
		async kill() {
			const pid = firstProcess();
			const children = childrenOf(pid);
			process.kill(pid, "SIGKILL");
			// Children share its memory. A new server does not start while they use it.
			await until(async () => children.every((child) => !existsSync(`/proc/${child}`)));
		},
		restart,
		shutDown: () => end("fast"),
		async recover() {
			writeFileSync(path.join(data, "standby.signal"), "");
			start("-W", " -c hot_standby=off");
			// A starting server refuses all connections from the first moment. Promotion works only once
			// its control file names the recovery. On a busy disk, seconds pass between the two.
			await until(async () => controlFile().includes("in archive recovery"));
		},
		promote: () => void run("pg_ctl", ["-D", data, "-w", "promote"]),
		freeze: () => signalAll("SIGSTOP"),
		thaw: () => signalAll("SIGCONT"),
		stop,
	};
}

function childrenOf(pid: number): number[] {
	const { stdout } = spawnSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" });
	return stdout.split("\n").filter(Boolean).map(Number);
}

/** The account of Postgres and PgBouncer: neither runs as root. */
export function serverAccount(): { uid?: number; gid?: number } {
	return process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : {};
}

const idOf = (flag: string): number =>
	Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));

/** A currently free port of the loopback interface. */
export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.on("error", reject);
		probe.listen(0, "127.0.0.1", () => {
			const address = probe.address();
			probe.close(() =>
				resolve(typeof address === "object" && address !== null ? address.port : 0),
			);
		});
	});
}

/**
 * Whether a server listens on this port of the loopback interface. A negative answer comes a moment
 * later.
 */
export function accepts(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, "127.0.0.1");
		socket.on("connect", () => {
			socket.destroy();
			resolve(true);
		});
		socket.on("error", () => setTimeout(resolve, 20, false));
	});
}
