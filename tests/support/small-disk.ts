import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { until } from "./until.ts";

/** A separate file system in memory, small enough that a test can fill it. */
export type SmallDisk = {
	/** Its path for programs started with `prefix`. */
	folder: string;
	/** Its path for this process. */
	seenAt: string;
	/** The command prefix of programs that work on it. */
	prefix: string[];
	/** Leaves no byte free. */
	fill(): void;
	/** Releases the space taken by `fill`. */
	free(): void;
	remove(): void;
};

/**
 * Mounts one: as root here, else in a separate namespace where the system permits it. Throws where
 * neither works: a full disk cannot be tested without one.
 */
export async function makeSmallDisk(mib: number): Promise<SmallDisk> {
	const folder = mkdtempSync(path.join(os.tmpdir(), "call-in-disk-"));
	const mount = ["mount", "-t", "tmpfs", "-o", `size=${mib}m,mode=777`, "tmpfs", folder];
	const isRoot = process.getuid?.() === 0;
	const holder = isRoot ? null : await holdNamespace(mount);
	if (isRoot) execFileSync("mount", mount.slice(1));
	const seen = holder === null ? folder : `/proc/${holder.pid}/root${folder}`;
	const filler = path.join(seen, "filler");
	return {
		folder,
		seenAt: seen,
		prefix: holder === null ? [] : ["nsenter", "-t", String(holder.pid), ...NOBODY_IN_THERE],
		fill: () => fillUp(seen, filler),
		free: () => rmSync(filler, { force: true }),
		remove() {
			if (holder === null) execFileSync("umount", ["--lazy", folder]);
			else holder.kill("SIGKILL");
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** A nested namespace without root rights: Postgres does not run as root. */
const NOBODY_IN_THERE = ["--user", "--mount", "--preserve-credentials", "unshare", "--user"];

/** A process whose namespace holds the mount for its lifetime. */
async function holdNamespace(mount: string[]): Promise<ChildProcess> {
	const holder = spawn("unshare", [
		"--user",
		"--map-root-user",
		"--mount",
		"sh",
		"-c",
		`${mount.join(" ")} && echo held && exec sleep 86400`,
	]);
	let said = "";
	let ended = false;
	for (const stream of [holder.stdout, holder.stderr])
		stream.on("data", (chunk) => (said += chunk));
	holder.on("close", () => (ended = true));
	holder.on("error", () => (ended = true));
	await until(async () => ended || said.includes("held"));
	if (ended)
		throw new Error(
			`A small file system can be mounted neither by this user nor in a namespace of its own: ${said}`,
		);
	return holder;
}

const BLOCK = 4096;

function fillUp(folder: string, filler: string): void {
	const handle = openSync(filler, "a");
	try {
		// Also takes space that is released meanwhile.
		for (;;) writeSync(handle, Buffer.alloc(Math.max(BLOCK, statfsSync(folder).bavail * BLOCK)));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
	} finally {
		closeSync(handle);
	}
}
