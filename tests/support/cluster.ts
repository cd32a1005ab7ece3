import { execFileSync, spawnSync } from "node:child_process";
import path from "node:path";
import { findPostgresBinaries, freePort, serverAccount } from "./postgres-server.ts";

/** A Postgres in the test's own folder, with a standby on request. */
export type Cluster = {
	/** URL of its database postgres, as its superuser. */
	url: string;
	start(): void;
	/** Ends it like a crash. */
	stop(): void;
	/**
	 * Makes and starts a standby of it on the same machine. `takePlace` ends the primary like a
	 * crash, and starts the standby at the primary's address. The standby remains one until promoted.
	 */
	follow(): Promise<Standby>;
};

export type Standby = { url: string; takePlace(): void; promote(): void; stop(): void };

/**
 * Makes and starts one in `folder`, which must be writable by everyone. `prefix` is the command
 * prefix of its programs. `settings` are the arguments of `postgres -c`.
 */
export async function startCluster(
	folder: string,
	settings: string[],
	prefix: string[] = [],
): Promise<Cluster> {
	const binaries = findPostgresBinaries();
	if (binaries === null) throw new Error("There is no Postgres on this machine.");
	const account = serverAccount();
	const own = path.join(folder, "cluster");
	const command = (program: string, args: string[]): [string, string[]] => {
		const [first, ...rest] = [...prefix, program, ...args];
		return [first as string, rest];
	};
	const run = (program: string, args: string[]) =>
		execFileSync(...command(path.join(binaries, program), args), {
			...account,
			cwd: "/",
			stdio: ["ignore", "ignore", "pipe"],
		});
	const port = await freePort();
	const options = (at: number) => [
		"listen_addresses=127.0.0.1",
		`unix_socket_directories=${own}`,
		`port=${at}`,
		...settings,
	];
	const on = (data: string) => ({
		start: (at = port) =>
			void run("pg_ctl", [
				"-D",
				data,
				"-w",
				"-l",
				`${data}.log`,
				"-o",
				options(at)
					.map((one) => `-c ${one}`)
					.join(" "),
				"start",
			]),
		stop: () =>
			void spawnSync(
				...command(path.join(binaries, "pg_ctl"), ["-D", data, "-m", "immediate", "stop"]),
				{ ...account, cwd: "/" },
			),
		promote: () => void run("pg_ctl", ["-D", data, "-w", "promote"]),
	});
	const primary = path.join(own, "primary");
	execFileSync(...command("mkdir", [own]), { ...account, cwd: "/" });
	run("initdb", [
		"-D",
		primary,
		"-U",
		"postgres",
		"-A",
		"trust",
		"-E",
		"UTF8",
		"--locale=C.UTF-8",
		"-N",
	]);
	on(primary).start();
	return {
		url: `postgres://postgres@127.0.0.1:${port}/postgres`,
		...on(primary),
		async follow() {
			const data = path.join(own, "standby");
			run("pg_basebackup", [
				"-h",
				"127.0.0.1",
				"-p",
				String(port),
				"-U",
				"postgres",
				"-D",
				data,
				"-R",
				"-c",
				"fast",
			]);
			const standby = on(data);
			const beside = await freePort();
			standby.start(beside);
			const takePlace = () => {
				on(primary).stop();
				standby.stop();
				standby.start();
			};
			return { ...standby, url: `postgres://postgres@127.0.0.1:${beside}/postgres`, takePlace };
		},
	};
}
