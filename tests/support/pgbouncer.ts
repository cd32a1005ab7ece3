import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { accepts, freePort, serverAccount } from "./postgres-server.ts";

/** The machine's PgBouncer; null where there is none. */
export function findPgBouncer(): string | null {
	const folders = [
		"/usr/sbin",
		"/usr/local/sbin",
		...(process.env.PATH ?? "").split(path.delimiter),
	];
	return (
		folders.map((folder) => path.join(folder, "pgbouncer")).find((file) => existsSync(file)) ?? null
	);
}

/** Whether it tracks prepared statements per client, supported since 1.21. */
export function keepsPreparedStatements(program: string): boolean {
	const [, major = "0", minor = "0"] =
		/(\d+)\.(\d+)/.exec(execFileSync(program, ["--version"], { encoding: "utf8" })) ?? [];
	return Number(major) > 1 || Number(minor) >= 21;
}

export type PgBouncer = {
	/** The database's URL through it. */
	url: string;
	/** kill -9, then a new one in its place. */
	restart(): Promise<void>;
	stop(): Promise<void>;
};

/**
 * A PgBouncer in transaction mode in front of the server of `databaseUrl`. It has few connections
 * and gives each transaction another one. Session state left on a connection, or expected there,
 * therefore shows.
 */
export async function startPgBouncer(
	program: string,
	databaseUrl: string,
	{ preparedStatements } = { preparedStatements: 0 },
): Promise<PgBouncer> {
	const target = new URL(databaseUrl);
	const folder = mkdtempSync(path.join(os.tmpdir(), "call-in-pgbouncer-"));
	const account = serverAccount();
	if (account.uid !== undefined) chownSync(folder, account.uid, account.gid as number);
	const port = await freePort();
	const password = target.password === "" ? "" : ` password=${decodeURIComponent(target.password)}`;
	const settings = [
		"[databases]",
		`* = host=${target.hostname} port=${target.port || 5432} user=${decodeURIComponent(target.username)}${password}`,
		"[pgbouncer]",
		...["listen_addr = 127.0.0.1", `listen_port = ${port}`, "unix_socket_dir =", "auth_type = any"],
		...[
			"pool_mode = transaction",
			"default_pool_size = 4",
			"server_round_robin = 1",
			"max_client_conn = 200",
			"server_login_retry = 1",
		],
		...(preparedStatements > 0 ? [`max_prepared_statements = ${preparedStatements}`] : []),
	];
	const file = path.join(folder, "pgbouncer.ini");
	writeFileSync(file, `${settings.join("\n")}\n`);
	let child: ChildProcess;
	const start = async (): Promise<void> => {
		child = spawn(program, [file], { ...account, cwd: folder, stdio: "ignore" });
		const ended = new Promise<never>((_resolve, reject) => {
			child.on("exit", (code) => reject(new Error(`PgBouncer ended with exit code ${code}.`)));
		});
		ended.catch(() => {});
		while (!(await Promise.race([accepts(port), ended])));
	};
	const kill = async (): Promise<void> => {
		const gone = new Promise((resolve) => child.once("exit", resolve));
		child.kill("SIGKILL");
		await gone;
	};
	await start();
	const url = new URL(databaseUrl);
	url.host = `127.0.0.1:${port}`;
	return {
		url: url.href,
		async restart() {
			await kill();
			await start();
		},
		async stop() {
			await kill();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
