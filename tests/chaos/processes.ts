import { ServerDidNotStart, type ServerProcess, startServer } from "../support/server-process.ts";
import type { Served } from "./clients.ts";
import { sleep } from "./cluster.ts";
import type { Life } from "./operations.ts";

const NAMES = ["first", "second"] as const;
const START_MS_MAX = 60_000;
const PRINTED_MAX = 3000;

/** The server's message about its end, else the end of its output. */
function lastWords(server: ServerProcess): string {
	const lines = server.output().trimEnd().split("\n");
	const fatal = lines.filter((line) => line.includes('"level":"fatal"'));
	return (fatal.length > 0 ? fatal.join("\n") : lines.slice(-5).join("\n")).slice(-PRINTED_MAX);
}

/**
 * The product's two processes. An unexpected exit is recorded, and the process restarted as by a
 * service manager.
 */
export class Processes {
	/** Unexpected exits, with the last output. */
	readonly ended: string[] = [];
	readonly #served: (Served | null)[] = NAMES.map(() => null);
	readonly #all = new Set<ServerProcess>();
	#isStopping = false;

	constructor(
		readonly url: string,
		readonly env: Record<string, string>,
	) {}

	serving = (): Served[] => this.#served.filter((one) => one !== null);

	async start(): Promise<void> {
		await Promise.all(NAMES.map((_, index) => this.#start(index)));
	}

	/** kill -9 of one process, then a new one after a moment. */
	async restart(index: number): Promise<void> {
		const served = this.#served[index];
		this.#served[index] = null;
		if (served) {
			served.life.killed = Date.now();
			await served.server.kill();
		}
		await sleep(500);
		await this.#start(index);
	}

	/** Ends both as an operator would. Returns the unclean exits. */
	async stop(): Promise<string[]> {
		this.#isStopping = true;
		const codes = this.serving().map(async ({ server, life }) => {
			life.killed = Date.now();
			const code = await server.stop();
			return code === 0
				? []
				: [`the ${life.name} process ended with ${code} on SIGTERM: ${lastWords(server)}`];
		});
		return (await Promise.all(codes)).flat();
	}

	/** kill -9 of all, without waiting. */
	clear(): void {
		this.#isStopping = true;
		for (const { pid } of this.#all) {
			try {
				process.kill(pid, "SIGKILL");
			} catch {
				// It has gone.
			}
		}
	}

	async #start(index: number): Promise<void> {
		const server = await this.#startOnce();
		const life: Life = { name: NAMES[index] as string, killed: null };
		this.#all.add(server);
		this.#served[index] = { server, life };
		server.ended.then((code) => {
			this.#all.delete(server);
			if (life.killed !== null || this.#isStopping) return;
			this.#served[index] = null;
			this.ended.push(
				`the ${life.name} process ended by itself with ${code}: ${lastWords(server)}`,
			);
			// Marks the process as killed, so that its clients' missing answers do not count as separate
			// violations. The exit itself is already reported.
			life.killed = Date.now();
			this.#start(index).catch((error) => this.ended.push(String(error)));
		});
	}

	/** A process without a database at its start ends with a message, and is started again. */
	async #startOnce(): Promise<ServerProcess> {
		const end = Date.now() + START_MS_MAX;
		for (;;) {
			try {
				return await startServer({ url: this.url, env: this.env });
			} catch (error) {
				if (!(error instanceof ServerDidNotStart) || Date.now() > end || this.#isStopping)
					throw error;
				await sleep(500);
			}
		}
	}
}
