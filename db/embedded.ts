import { spawn } from "node:child_process";
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
import path from "node:path";
import { tryLock, unlock } from "fs-native-extensions";
import { type EmbeddedClient, openReviving } from "./embedded-process.ts";

/** Another process has the directory. PGlite itself would open it a second time, and ruin it. */
export class EmbeddedInUseError extends Error {
	override name = "EmbeddedInUseError";
}

const UNFINISHED = "pglite.unfinished-";

type Embedded = { client: EmbeddedClient; close(): Promise<void> };

// Kept on globalThis: development loads modules again and again, and the lock is this process's own.
const held = globalThis as typeof globalThis & { callInEmbedded?: Map<string, Embedded> };

/**
 * Opens the embedded database in `dataDir`, which is made where there is none. One process at a time: the lock is the kernel's, on an open
 * file, so it goes with the process however that ends. Throws EmbeddedInUseError when another process has it.
 */
export async function openEmbedded(dataDir: string): Promise<Embedded> {
	held.callInEmbedded ??= new Map();
	const directory = path.resolve(dataDir);
	const open = held.callInEmbedded.get(directory);
	if (open) return open;
	const release = takeLock(directory);
	try {
		const files = path.join(directory, "pglite");
		if (!existsSync(files)) await createInChild(directory, files);
		const client = await openReviving(files);
		const embedded: Embedded = {
			client,
			async close() {
				held.callInEmbedded?.delete(directory);
				await client.close();
				release();
			},
		};
		held.callInEmbedded.set(directory, embedded);
		return embedded;
	} catch (error) {
		release();
		throw error;
	}
}

function takeLock(directory: string): () => void {
	mkdirSync(directory, { recursive: true });
	const file = path.join(directory, "lock");
	const handle = openSync(file, "a+");
	if (!tryLock(handle)) {
		const owner = readFileSync(file, "utf8").trim();
		closeSync(handle);
		throw new EmbeddedInUseError(
			`The database in ${directory} is in use by another process${owner === "" ? "" : ` (process ${owner})`}. Stop that one first, or set DATA_DIR to another directory, or use a Postgres server with DATABASE_URL.`,
		);
	}
	ftruncateSync(handle);
	writeSync(handle, String(process.pid));
	return () => {
		unlock(handle);
		closeSync(handle);
	};
}

/**
 * Making a database takes about 850 MB for a moment, which this process would keep; a child gives it back. It works under another name,
 * so that a directory half made is never taken for a whole one.
 */
async function createInChild(directory: string, files: string): Promise<void> {
	for (const name of readdirSync(directory))
		if (name.startsWith(UNFINISHED)) rmSync(path.join(directory, name), { recursive: true, force: true });
	// A name of its own: the child of a process that was killed may still be at work in the old one.
	const unfinished = path.join(directory, `${UNFINISHED}${randomUUID()}`);
	const script = `import { PGlite } from "@electric-sql/pglite"; const db = await PGlite.create(process.argv[1]); await db.close();`;
	await new Promise<void>((resolve, reject) => {
		const child = spawn(process.execPath, ["--input-type=module", "--eval", script, unfinished], { stdio: ["ignore", "ignore", "pipe"] });
		let stderr = "";
		child.stderr.on("data", (chunk) => {
			stderr += chunk;
		});
		child.on("error", reject);
		child.on("exit", (status) =>
			status === 0 ? resolve() : reject(new Error(`The embedded database could not be made in ${directory}: ${stderr.trim()}`)),
		);
	});
	renameSync(unfinished, files);
}
