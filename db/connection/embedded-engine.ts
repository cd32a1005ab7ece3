import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { PGlite } from "@electric-sql/pglite";

/**
 * PGlite's own settings, which these replace, and a small shared memory, which a start has to clear.
 * PGlite's buffer cache is 128 MB; what is read again comes from the system's cache. There is one
 * connection, where Postgres keeps tables for a hundred.
 */
export const START_PARAMS = [
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
export function compileEngine(): Promise<WebAssembly.Module> {
	if (compiled === undefined) {
		compileQuickly();
		const main = createRequire(import.meta.url).resolve("@electric-sql/pglite");
		compiled = WebAssembly.compile(readFileSync(path.join(path.dirname(main), "pglite.wasm")));
		// Whoever opens a database gets the error.
		compiled.catch(() => {});
	}
	return compiled;
}
