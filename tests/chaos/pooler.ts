import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { findPgBouncer } from "../support/pgbouncer.ts";
import { freePort } from "../support/postgres-server.ts";
import { DATABASE, ROLE, sleep } from "./cluster.ts";
import type { Scratch } from "./scratch.ts";

const START_MS_MAX = 10_000;

/** The connection pooler between the processes and the cluster. */
export type Pooler = {
	/** Its name and version. */
	what: string;
	url: string;
	/** kill -9, then a new one in its place; null where there is none. */
	restart: (() => Promise<void>) | null;
};

/**
 * A PgBouncer in transaction mode in front of this port, the set-up in docs/operating.md for a
 * cluster. Nothing when the program is missing.
 */
export async function startPooler(scratch: Scratch, databasePort: number): Promise<Pooler> {
	const program = findPgBouncer();
	const urlAt = (port: number) => `postgres://${ROLE}@127.0.0.1:${port}/${DATABASE}`;
	if (program === null)
		return { what: "no PgBouncer on this machine", url: urlAt(databasePort), restart: null };
	const port = await freePort();
	const file = path.join(scratch.folder, "pgbouncer.ini");
	const settings = [
		"[databases]",
		`* = host=127.0.0.1 port=${databasePort} user=${ROLE}`,
		"[pgbouncer]",
		...["listen_addr = 127.0.0.1", `listen_port = ${port}`, "unix_socket_dir =", "auth_type = any"],
		...["pool_mode = transaction", "default_pool_size = 20", "max_client_conn = 200"],
		...["server_login_retry = 1", "server_connect_timeout = 2"],
	];
	writeFileSync(file, `${settings.join("\n")}\n`);
	const start = async () => {
		const daemon = scratch.start("pgbouncer", program, [file]);
		const end = Date.now() + START_MS_MAX;
		while (!(await accepts(port))) {
			if (Date.now() > end || !daemon.isRunning())
				throw new Error(`PgBouncer did not start: ${daemon.printed()}`);
			await sleep(20);
		}
		return daemon;
	};
	let daemon = await start();
	const version =
		/\d+(\.\d+)+/.exec(execFileSync(program, ["--version"], { encoding: "utf8" }))?.[0] ?? "?";
	return {
		what: `PgBouncer ${version}`,
		url: urlAt(port),
		async restart() {
			await daemon.kill();
			daemon = await start();
		},
	};
}

const accepts = (port: number): Promise<boolean> =>
	new Promise((resolve) => {
		const socket = connect(port, "127.0.0.1");
		socket.on("connect", () => {
			socket.destroy();
			resolve(true);
		});
		socket.on("error", () => resolve(false));
	});
