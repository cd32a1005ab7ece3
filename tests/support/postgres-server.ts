import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { openDatabase } from "../../db/client.ts";

/** The database that fresh ones are copied from: migrated, empty. */
export const TEMPLATE = "call_in_template";

/**
 * A real Postgres for a whole test run: TEST_DATABASE_URL where set, else a throwaway cluster from the machine's own binaries. To have
 * neither is a failure: races, crashes and version 15 cannot be tested on the embedded engine.
 */
export async function startPostgres(): Promise<{ url: string; stop(): void }> {
	const given = process.env.TEST_DATABASE_URL;
	const server = given ? { url: given, stop: () => {} } : await startThrowawayCluster();
	const admin = postgres(server.url, { max: 1, onnotice: () => {} });
	await admin.unsafe(`drop database if exists ${TEMPLATE}`);
	await admin.unsafe(`create database ${TEMPLATE}`);
	await admin.end();
	const template = await openDatabase({ url: databaseUrl(server.url, TEMPLATE), dataDir: "", prepare: false, connections: 1 });
	await template.close();
	return server;
}

/** A database of its own on that server, migrated or with nothing in it. Call `drop` afterwards; it ends connections that are still open. */
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
	return { url: databaseUrl(serverUrl, name), drop: () => administer(`drop database if exists ${name} with (force)`) };
}

export function databaseUrl(serverUrl: string, name: string): string {
	const url = new URL(serverUrl);
	url.pathname = `/${name}`;
	return url.href;
}

/** Where the Postgres programs are, the newest version first; null where there are none. */
export function findPostgresBinaries(): string | null {
	const debian = "/usr/lib/postgresql";
	const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
	const folders = [...versions.map((version) => path.join(debian, version, "bin")), ...(process.env.PATH ?? "").split(path.delimiter)];
	return folders.find((folder) => existsSync(path.join(folder, "initdb"))) ?? null;
}

/** A cluster that a test may break. */
export type ThrowawayCluster = {
	/** URL of its database postgres. */
	url: string;
	/** The immediate stop of a crash: nothing is written out, nobody is told. Give it back with `restart`. */
	crash(): void;
	restart(): void;
	/** Ends it and removes everything. */
	stop(): void;
};

/** A cluster of its own from the machine's own binaries, which keeps what it committed whatever ends it. */
export async function startThrowawayCluster(): Promise<ThrowawayCluster> {
	const binaries = findPostgresBinaries();
	if (binaries === null)
		throw new Error("The tests need a Postgres 15 or newer: install one (package postgresql), or set TEST_DATABASE_URL.");
	const folder = mkdtempSync(path.join(os.tmpdir(), "call-in-postgres-"));
	const account = serverAccount();
	if (account.uid !== undefined) chownSync(folder, account.uid, account.gid as number);
	const run = (program: string, args: string[]) =>
		execFileSync(path.join(binaries, program), args, { ...account, cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
	const port = await freePort();
	const data = path.join(folder, "data");
	run("initdb", ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]);
	const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=200 -c shared_buffers=256MB`;
	const restart = () => run("pg_ctl", ["-D", data, "-w", "-l", path.join(folder, "log"), "-o", settings, "start"]);
	const crash = () => void spawnSync(path.join(binaries, "pg_ctl"), ["-D", data, "-m", "immediate", "stop"], { ...account, cwd: folder });
	restart();
	const stop = () => {
		process.off("exit", stop);
		crash();
		rmSync(folder, { recursive: true, force: true });
	};
	process.on("exit", stop);
	return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, crash, restart, stop };
}

/** Who Postgres and PgBouncer run as: neither runs as root. */
export function serverAccount(): { uid?: number; gid?: number } {
	return process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : {};
}

const idOf = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));

/** A port of the loopback interface that is free now. */
export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.on("error", reject);
		probe.listen(0, "127.0.0.1", () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
		});
	});
}

/** Whether somebody listens on this port of the loopback interface; tells a moment later where nobody does. */
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
