import {
	type ChildProcess,
	execFile,
	execFileSync,
	type SpawnOptions,
	spawn,
	spawnSync,
} from "node:child_process";
import {
	chmodSync,
	chownSync,
	closeSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readFileSync,
	rmSync,
	writeSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { serverAccount } from "../support/postgres-server.ts";

/**
 * Set in the process with its own mount namespace: "root", or "user" where only a user namespace
 * makes it root.
 */
const OWN_MOUNTS = "CALL_IN_CHAOS_MOUNTS";
const execute = promisify(execFile);
const BLOCK = Buffer.alloc(1024 * 1024);

/**
 * Runs this program again in its own mount namespace, so that its mounts end with it: as root with
 * `unshare`, else in a user namespace. Returns whether it did; the exit code is then the other
 * process's. Where neither is possible, the program goes on without mounts.
 */
export async function runWithOwnMounts(): Promise<boolean> {
	if (process.env[OWN_MOUNTS] !== undefined) return false;
	const isRoot = process.getuid?.() === 0;
	const flags = [
		...(isRoot ? [] : ["--user", "--map-root-user"]),
		"--mount",
		"--propagation",
		"private",
	];
	if (
		spawnSync("unshare", [...flags, "mount", "-t", "tmpfs", "none", "/mnt"], { stdio: "ignore" })
			.status !== 0
	)
		return false;
	const child = spawn(
		"unshare",
		[...flags, process.execPath, ...process.execArgv, ...process.argv.slice(1)],
		{
			stdio: "inherit",
			env: {
				...process.env,
				[OWN_MOUNTS]: isRoot ? "root" : `user ${process.getuid?.()} ${process.getgid?.()}`,
			},
		},
	);
	// Ctrl-C reaches both processes. The other one cleans up.
	process.on("SIGINT", () => {});
	process.on("SIGTERM", () => child.kill("SIGTERM"));
	process.exitCode = await new Promise<number>((resolve) =>
		child.on("close", (code) => resolve(code ?? 1)),
	);
	return true;
}

export type Daemon = {
	pid: number;
	isRunning(): boolean;
	/** The end of its output. */
	printed(): string;
	/** kill -9. Waits until the process is gone. */
	kill(): Promise<void>;
};

/**
 * A run's files and programs on this machine besides its servers: one folder, file systems in it,
 * daemons. `clear` removes everything.
 */
export class Scratch {
	readonly folder: string;
	/** Whether disks are separate file systems, so that a fault can fill them. */
	readonly hasMounts = process.env[OWN_MOUNTS] !== undefined;
	readonly #children = new Set<ChildProcess>();
	readonly #mounts: string[] = [];
	/** Database folders. Their postmasters are not child processes of this one. */
	readonly #databases: string[] = [];
	readonly #account: { uid?: number; gid?: number };
	/** The command prefix for programs: Postgres refuses to run as the root of a user namespace. */
	readonly #by: readonly string[];

	constructor() {
		const [how, uid, gid] = (process.env[OWN_MOUNTS] ?? "").split(" ");
		this.#by =
			how === "user" ? ["unshare", "--user", `--map-user=${uid}`, `--map-group=${gid}`] : [];
		this.#account = how === "user" ? {} : serverAccount();
		this.folder = mkdtempSync(path.join(os.tmpdir(), "call-in-chaos-"));
		chmodSync(this.folder, 0o711);
	}

	/** A subfolder owned by the daemons' account. */
	makeFolder(name: string): string {
		const folder = path.join(this.folder, name);
		mkdirSync(folder, { mode: 0o700 });
		if (this.#account.uid !== undefined)
			chownSync(folder, this.#account.uid, this.#account.gid as number);
		return folder;
	}

	/** A subfolder that is a small file system in memory, where mounting is allowed. */
	makeDisk(name: string, mebibytes: number): Disk {
		const folder = this.makeFolder(name);
		if (!this.hasMounts) return new Disk(folder);
		execFileSync("mount", [
			"-t",
			"tmpfs",
			"-o",
			`size=${mebibytes}m,mode=0700`,
			"call-in-chaos",
			folder,
		]);
		this.#mounts.push(folder);
		if (this.#account.uid !== undefined)
			chownSync(folder, this.#account.uid, this.#account.gid as number);
		return new Disk(folder);
	}

	/** `clear` also ends the server of this database folder. */
	endWith(dataFolder: string): void {
		this.#databases.push(dataFolder);
	}

	/** Runs a program to its end. A failure throws the program's output. */
	async run(program: string, args: readonly string[]): Promise<void> {
		const [first, ...rest] = [...this.#by, program, ...args] as [string, ...string[]];
		await execute(first, rest, { ...this.#account, cwd: this.folder });
	}

	/** Removes a folder made by a daemon. */
	remove(folder: string): void {
		rmSync(folder, { recursive: true, force: true });
	}

	/** Starts a daemon. Its output goes to `<name>.log`. */
	start(name: string, program: string, args: readonly string[]): Daemon {
		const log = path.join(this.folder, `${name}.log`);
		const out = openSync(log, "a");
		const [first, ...rest] = [...this.#by, program, ...args] as [string, ...string[]];
		const options: SpawnOptions = {
			...this.#account,
			cwd: this.folder,
			stdio: ["ignore", out, out],
			// Its own process group, so that Ctrl-C reaches the run alone.
			detached: true,
			env: { ...process.env, HOME: this.folder, LANG: "C.UTF-8" },
		};
		const child = spawn(first, rest, options);
		closeSync(out);
		this.#children.add(child);
		const gone = new Promise<void>((resolve) => {
			child.on("error", () => resolve());
			child.on("exit", () => resolve());
		}).then(() => {
			this.#children.delete(child);
		});
		return {
			pid: child.pid ?? 0,
			isRunning: () => this.#children.has(child),
			printed: () => readFileSync(log, "utf8").slice(-2000),
			async kill() {
				child.kill("SIGKILL");
				await gone;
			},
		};
	}

	/** Ends every program at once and removes all files. */
	clear(): void {
		for (const folder of this.#databases) {
			const postmaster = postmasterOf(folder);
			if (postmaster !== null) signal([postmaster, ...childrenOf(postmaster)], "SIGKILL");
		}
		signal(
			[...this.#children].map(({ pid }) => pid ?? 0),
			"SIGKILL",
		);
		// A daemon may just have been starting a postmaster.
		for (const folder of this.#databases) {
			const postmaster = postmasterOf(folder);
			if (postmaster !== null) signal([postmaster, ...childrenOf(postmaster)], "SIGKILL");
		}
		for (const mount of this.#mounts.splice(0)) spawnSync("umount", ["--lazy", mount]);
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

/** The disk of a database's files. */
export class Disk {
	constructor(readonly folder: string) {}

	/** Writes a file that uses up all free space. */
	fill(): void {
		const file = openSync(path.join(this.folder, "ballast"), "a", 0o644);
		try {
			for (let size = BLOCK.length; size >= 1; size = Math.floor(size / 2))
				writeUntilFull(file, size);
		} finally {
			closeSync(file);
		}
	}

	free(): void {
		rmSync(path.join(this.folder, "ballast"), { force: true });
	}
}

function writeUntilFull(file: number, size: number): void {
	try {
		for (;;) if (writeSync(file, BLOCK, 0, size) < size) return;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
	}
}

/** The postmaster of this database folder; null where none runs. */
export function postmasterOf(dataFolder: string): number | null {
	const file = path.join(dataFolder, "postmaster.pid");
	if (!existsSync(file)) return null;
	const pid = Number(readFileSync(file, "utf8").split("\n", 1)[0]);
	// A killed postmaster leaves its PID file, and another process may have that PID by now.
	const isIts = childrenAndCommands().some(
		(one) => one.pid === pid && /postgres/.test(one.command),
	);
	return isIts ? pid : null;
}

export const childrenOf = (parent: number): number[] =>
	childrenAndCommands()
		.filter((one) => one.parent === parent)
		.map(({ pid }) => pid);

function childrenAndCommands(): { pid: number; parent: number; command: string }[] {
	return execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" })
		.trim()
		.split("\n")
		.map((line) => {
			const [pid, parent, command = ""] = line.trim().split(/\s+/);
			return { pid: Number(pid), parent: Number(parent), command };
		});
}

/** Whether this process runs, rather than being a zombie. */
export function isThere(pid: number): boolean {
	const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
	return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}

/** Signals the processes that still exist. */
export function signal(pids: readonly number[], name: NodeJS.Signals): void {
	for (const pid of pids) {
		try {
			if (pid > 0) process.kill(pid, name);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
		}
	}
}
