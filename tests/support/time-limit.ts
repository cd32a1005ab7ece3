import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** How long a call may take with the database away, and until it is served again (C2). */
const LIMIT_MS = 2000;
/** What the work around that may take: of the client, the server and the database together. */
const MARGIN_MS = 500;

/** A piece of work and how many times longer than its processor time it took. */
type Sample = { from: number; until: number; slowness: number };

// Works 20 ms of processor time, four times a second.
const WITNESS = `
	const { createHash } = require("node:crypto");
	const used = (from) => { const { user, system } = process.cpuUsage(from); return (user + system) / 1000; };
	const now = () => performance.timeOrigin + performance.now();
	setInterval(() => {
		const [from, before] = [now(), process.cpuUsage()];
		while (used(before) < 20) for (let turn = 0; turn < 50; turn += 1) createHash("sha256").update("work").digest();
		process.send({ from, until: now(), slowness: (now() - from) / used(before) });
	}, 250);
	process.on("disconnect", () => process.exit());
`;

/**
 * The contract's limit for a test on a machine that has other work too. A process of its own
 * watches how much slower than alone the machine works. The margin for work grows with that. The
 * limit does not.
 */
export class TimeLimit {
	readonly #samples: Sample[] = [];
	readonly #witness: ChildProcess;

	private constructor(witness: ChildProcess) {
		this.#witness = witness;
		witness.on("message", (sample) => this.#samples.push(sample as Sample));
	}

	static async start(): Promise<TimeLimit> {
		const witness = spawn(process.execPath, ["-e", WITNESS], {
			stdio: ["ignore", "ignore", "inherit", "ipc"],
		});
		const limit = new TimeLimit(witness);
		await once(witness, "message");
		return limit;
	}

	/** True if what began at this `performance.now()` ends now in time. Else how late it is. */
	isKept(from: number): true | string {
		const [until, max] = [performance.now(), this.msFor(from, performance.now())];
		return until - from < max || `${Math.round(until - from)} ms of ${Math.round(max)}`;
	}

	/** Milliseconds allowed for what took from `from` to `until`, both of `performance.now()`. */
	msFor(from: number, until: number): number {
		const [start, end] = [performance.timeOrigin + from, performance.timeOrigin + until];
		// One second before counts too: the last sample may still be on its way.
		const during = this.#samples.filter((one) => one.until >= start - 1000 && one.from <= end);
		return LIMIT_MS + MARGIN_MS * Math.max(1, ...during.map(({ slowness }) => slowness));
	}

	stop(): void {
		this.#witness.kill();
	}
}
