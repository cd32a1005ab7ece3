import { randomUUID } from "node:crypto";
import {
	closeSync,
	existsSync,
	ftruncateSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeSync,
} from "node:fs";
import { cp } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { PGlite } from "@electric-sql/pglite";
import { tryLock, unlock } from "fs-native-extensions";
import {
	DATABASE_FOLDER,
	findDatabase,
	LOCK_FILE,
	makeDirectory,
	makeOwnersAlone,
	refuseDatabaseItself,
	systemRefusal,
	UNFINISHED,
} from "./embedded-directory.ts";
import { OwnersFiles } from "./embedded-files.ts";
import { type EmbeddedClient, openReviving } from "./embedded-process.ts";
import { UnusableDatabaseError } from "./unusable-database.ts";

type Embedded = { client: EmbeddedClient; close(): Promise<void> };

// On globalThis: development reloads modules, and the lock belongs to the process.
const held = globalThis as typeof globalThis & { callInEmbedded?: Map<string, Embedded> };

/**
 * Opens the embedded database in `dataDir`, and makes it if it is missing. One process at a time:
 * the kernel holds the lock on an open file, so the lock ends with the process, however that ends.
 * Throws UnusableDatabaseError if another process holds the lock, if the database is damaged,
 * incomplete or of another PostgreSQL version, or if the system refuses access. The lock is free
 * again then, and nothing is left half made.
 */
export async function openEmbedded(dataDir: string): Promise<Embedded> {
	held.callInEmbedded ??= new Map();
	const directory = path.resolve(dataDir);
	const open = held.callInEmbedded.get(directory);
	if (open) return open;
	let lock: Lock | undefined;
	// Goes on while the files are looked at.
	void compileEngine();
	try {
		makeDirectory(directory);
		refuseDatabaseItself(directory);
		lock = takeLock(directory);
		const { release } = lock;
		const files = path.join(directory, DATABASE_FOLDER);
		if (!findDatabase(directory, lock.wasOpened)) await copyEmptyDatabase(directory, files, lock);
		lock.sign();
		removeUnfinished(directory);
		makeOwnersAlone(directory);
		const client = await openReviving(files, () => openFiles(directory, files));
		const embedded: Embedded = {
			client,
			async close() {
				held.callInEmbedded?.delete(directory);
				await client.close().finally(release);
			},
		};
		held.callInEmbedded.set(directory, embedded);
		return embedded;
	} catch (error) {
		lock?.release();
		throw systemRefusal(directory, error) ?? error;
	}
}

/**
 * `wasOpened`: a process has signed the lock before. The error for a second process names the
 * signer.
 */
type Lock = { wasOpened: boolean; sign(): void; clear(): void; release(): void };

function takeLock(directory: string): Lock {
	const file = path.join(directory, LOCK_FILE);
	const handle = openSync(file, "a+", 0o600);
	const owner = readFileSync(file, "utf8").trim();
	if (!tryLock(handle)) {
		closeSync(handle);
		const which = owner === "" ? "" : ` (process ${owner})`;
		throw new UnusableDatabaseError(
			`The database in ${directory} is in use by another process${which}. ` +
				"Stop that one first, or set DATA_DIR to another directory, " +
				"or use a Postgres server with DATABASE_URL.",
		);
	}
	const clear = () => ftruncateSync(handle);
	return {
		wasOpened: owner !== "",
		sign() {
			clear();
			writeSync(handle, String(process.pid));
		},
		clear,
		release() {
			unlock(handle);
			closeSync(handle);
		},
	};
}

/**
 * PGlite's own settings, which these replace, and a small shared memory, which a start clears.
 * PGlite's buffer cache is 128 MB; what is read again comes from the system's cache. There is one
 * connection, where Postgres keeps tables for a hundred.
 */
const START_PARAMS = [
	...PGlite.defaultStartParams,
	...["-c", "shared_buffers=16MB", "-c", "max_connections=10", "-c", "max_wal_senders=0"],
];

/**
 * The optimizing compiler for WebAssembly takes a second of a start and 50 MB or more, and calls
 * are no faster for it: most of their time is JavaScript and files. Long scans take up to 1.7 times
 * as long without it (Node 20, 2 cores). The quick compiler is complete on these processors. Node
 * 24 (24.22.3) saved no memory, and ended once with a failed check of V8 while it freed code.
 */
function compileQuickly(): void {
	const isComplete = ["x64", "arm64"].includes(process.arch);
	if (isComplete && !process.versions.node.startsWith("24.")) setFlagsFromString("--liftoff-only");
}

let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * PGlite's WebAssembly, compiled once a process, for the most part on other threads. PGlite itself
 * would compile it at each opening, and later.
 */
function compileEngine(): Promise<WebAssembly.Module> {
	if (compiled === undefined) {
		compileQuickly();
		const main = createRequire(import.meta.url).resolve("@electric-sql/pglite");
		compiled = WebAssembly.compile(readFileSync(path.join(path.dirname(main), "pglite.wasm")));
		// Whoever opens a database gets the error.
		compiled.catch(() => {});
	}
	return compiled;
}

async function openFiles(directory: string, files: string): Promise<PGlite> {
	const pgliteWasmModule = await compileEngine();
	const fs = new OwnersFiles(files);
	const said: string[] = [];
	let isOpen = false;
	// Later output is dropped: statements carry their own errors.
	const onStderr = (line: string) => !isOpen && said.push(line) > 0;
	try {
		const client = await PGlite.create({
			...{ fs, onStderr, startParams: START_PARAMS, pgliteWasmModule },
		});
		isOpen = true;
		return client;
	} catch (error) {
		throw (
			systemRefusal(directory, fs.trouble ?? {}) ??
			damaged(directory, reasonIn(said) ?? String(error))
		);
	}
}

/** The refusal of an unreadable database, with the reason in Postgres's own words. */
export const damaged = (directory: string, reason: string): UnusableDatabaseError =>
	new UnusableDatabaseError(
		`The database in ${directory} is damaged or incomplete (${reason}). ` +
			`Restore the whole of ${directory} from a backup.`,
	);

/** The first line with Postgres's reason for its end, without time and place. */
function reasonIn(lines: string[]): string | undefined {
	const reasons = lines.map((line) => /(?:\b(?:FATAL|PANIC): {2}|^postgres: )(.*)/.exec(line)?.[1]);
	return reasons.find((reason) => reason !== undefined)?.replaceAll("/pglite/data/", "");
}

/** Made by scripts/empty-database.mjs, below the product's folder. */
const EMPTY_DATABASE = "build/pglite";

/**
 * Copies the empty database. The copy is made under another name, so that a half made directory
 * never passes for a whole one, in a folder closed to all others.
 */
async function copyEmptyDatabase(directory: string, files: string, lock: Lock): Promise<void> {
	removeUnfinished(directory);
	if (!existsSync(EMPTY_DATABASE))
		throw new UnusableDatabaseError(`${EMPTY_DATABASE} is missing. Run: npm run build`);
	const unfinished = path.join(directory, `${UNFINISHED}${randomUUID()}`);
	mkdirSync(unfinished, { mode: 0o700 });
	try {
		lock.sign();
		await cp(EMPTY_DATABASE, unfinished, { recursive: true });
		renameSync(unfinished, files);
	} catch (error) {
		removeUnfinished(directory);
		lock.clear();
		throw error;
	}
}

function removeUnfinished(directory: string): void {
	for (const name of readdirSync(directory))
		if (name.startsWith(UNFINISHED))
			rmSync(path.join(directory, name), { recursive: true, force: true });
}
