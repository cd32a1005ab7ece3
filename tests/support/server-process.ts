import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A separate server process, run as by an operator. */
export type ServerProcess = {
	/** Such as http://127.0.0.1:40123, without a slash at the end. */
	origin: string;
	pid: number;
	/** Everything printed so far, stdout and stderr. */
	output(): string;
	/** The exit code, once it has ended. */
	ended: Promise<number>;
	/** Sends SIGTERM. Returns the exit code. */
	stop(): Promise<number>;
	/** kill -9. */
	kill(): Promise<void>;
};

/** Runs the built server. */
export const SERVER_PROGRAM = "scripts/serve.cjs";
/** Benchmarks also run commits that had no SERVER_PROGRAM. */
const programIn = (folder = "."): string =>
	existsSync(path.join(folder, SERVER_PROGRAM)) ? SERVER_PROGRAM : "build/server/server.js";

/** A server that ended instead of serving. */
export class ServerDidNotStart extends Error {
	constructor(
		readonly output: string,
		readonly exitCode: number,
	) {
		super(`The server ended with exit code ${exitCode}:\n${output}`);
	}
}

const READY = /ready at http:\/\/[^\s]+:(\d+)/;
const START_MS_MAX = 90_000;

/**
 * Builds the server when the sources have changed, like `npm start`. Called once for a test run.
 * Quick without changes.
 */
export function buildServer(): void {
	const { status } = spawnSync(process.execPath, ["scripts/build.mjs"], {
		stdio: ["ignore", "ignore", "inherit"],
	});
	if (status !== 0) throw new Error("The server could not be built; the messages above say why.");
}

/**
 * Starts the built server on a free port and waits until it serves. Its environment has nothing of
 * this process's but PATH. The database is the server at `url`, else the embedded one in `dataDir`,
 * else a new embedded one, removed when the server ends. Throws ServerDidNotStart.
 */
export async function startServer(
	options: {
		url?: string | undefined;
		dataDir?: string;
		env?: Record<string, string>;
		nodeArgs?: string[];
		folder?: string;
		program?: string;
	} = {},
): Promise<ServerProcess> {
	const scratch =
		options.url === undefined && options.dataDir === undefined
			? mkdtempSync(path.join(os.tmpdir(), "call-in-server-"))
			: null;
	const child = spawn(
		process.execPath,
		[...(options.nodeArgs ?? []), options.program ?? programIn(options.folder)],
		{
			stdio: ["ignore", "pipe", "pipe"],
			// Another checkout of the product, where given.
			cwd: options.folder,
			env: {
				PATH: process.env.PATH,
				NODE_ENV: "production",
				PORT: "0",
				DATA_DIR: options.dataDir ?? scratch ?? "/nonexistent",
				...(options.url === undefined ? {} : { DATABASE_URL: options.url }),
				...options.env,
			},
		},
	);
	// Concatenated on demand: a server under load prints a lot.
	const printed: Buffer[] = [];
	const output = () => Buffer.concat(printed).toString();
	const ended = new Promise<number>((resolve) => {
		child.on("close", (code) => {
			if (scratch !== null) rmSync(scratch, { recursive: true, force: true });
			resolve(code ?? -1);
		});
	});
	const port = await new Promise<string>((resolve, reject) => {
		const late = setTimeout(() => child.kill("SIGKILL"), START_MS_MAX);
		let isReady = false;
		const read = (chunk: Buffer) => {
			printed.push(chunk);
			const ready = isReady ? null : READY.exec(output());
			if (ready === null) return;
			isReady = true;
			clearTimeout(late);
			resolve(ready[1]!);
		};
		child.stdout.on("data", read);
		child.stderr.on("data", read);
		ended.then((code) => {
			clearTimeout(late);
			if (!isReady) reject(new ServerDidNotStart(output(), code));
		});
	});
	return {
		origin: `http://127.0.0.1:${port}`,
		pid: child.pid!,
		output,
		ended,
		stop() {
			child.kill("SIGTERM");
			return ended;
		},
		async kill() {
			child.kill("SIGKILL");
			await ended;
		},
	};
}
