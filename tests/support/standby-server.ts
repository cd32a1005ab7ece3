import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findPostgresBinaries, freePort, serverAccount } from "./postgres-server.ts";

/** A hot standby of the server at `primary`, which must allow replication without a password. Call `stop` afterwards. */
export async function startStandby(primary: string): Promise<{ url: string; stop(): void }> {
	const binaries = findPostgresBinaries() ?? "";
	const folder = mkdtempSync(path.join(os.tmpdir(), "call-in-standby-"));
	const account = serverAccount();
	if (account.uid !== undefined) chownSync(folder, account.uid, account.gid as number);
	const data = path.join(folder, "data");
	const run = (program: string, args: string[]) =>
		execFileSync(path.join(binaries, program), args, { ...account, cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
	run("pg_basebackup", ["--pgdata", data, "--write-recovery-conf", "--checkpoint=fast", `--dbname=${primary}`]);
	const url = new URL(primary);
	url.hostname = "127.0.0.1";
	url.port = String(await freePort());
	// No fewer than the primary has, or it does not start.
	const settings = `-p ${url.port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=500`;
	run("pg_ctl", ["-D", data, "-w", "-l", path.join(folder, "log"), "-o", settings, "start"]);
	const stop = () => {
		process.off("exit", stop);
		spawnSync(path.join(binaries, "pg_ctl"), ["-D", data, "-m", "immediate", "stop"], { ...account, cwd: folder });
		rmSync(folder, { recursive: true, force: true });
	};
	process.on("exit", stop);
	return { url: url.href, stop };
}
