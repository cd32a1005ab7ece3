import { execFileSync } from "node:child_process";
import type { ServerProcess } from "../support/server-process.ts";

const LOOK_EVERY_MS = 2000;
const PERIOD_MS = 30_000;
const WARM_UP_PERIODS = 2;
/**
 * With fewer half minutes after the first minute, too few full collections happen to tell a leak
 * from ordinary allocation since the last one.
 */
const PERIODS_MIN = 6;
/**
 * The live heap at a full collection depends on the work under way, such as an import of 10,000
 * rows.
 */
const HELD_GROWTH_MIB_MAX = 24;
const RESIDENT_GROWTH_MAX = 1.1;

/** Makes a server print its garbage collections. `Memory` reads them. */
export const TELLS_COLLECTIONS = "--trace-gc";
const FULL_COLLECTION = /Mark-Compact.*? -> ([\d.]+) \(/g;

/**
 * MiB of all processes together. `held` is the heap left by the last full collection of each.
 * `resident` is their smallest total.
 */
type Period = { held: number; resident: number };

/**
 * The servers' memory, each half minute: prints a line for each, and lists the problems at the end.
 */
export class ServerMemory {
	readonly #periods: Period[] = [];
	readonly #timers: NodeJS.Timeout[];
	#least = Number.POSITIVE_INFINITY;

	constructor(
		readonly servers: readonly ServerProcess[],
		tell: (line: string) => void,
	) {
		const keep = () => {
			const period = { held: sum(servers.map(heldBy)), resident: this.#least };
			this.#periods.push(period);
			this.#least = Number.POSITIVE_INFINITY;
			tell(
				`${(this.#periods.length * PERIOD_MS) / 1000} s: ${period.resident.toFixed(0)} MiB resident, ${period.held.toFixed(0)} MiB of heap held`,
			);
		};
		const look = () => {
			this.#least = Math.min(this.#least, sum(servers.map(residentOf)));
		};
		this.#timers = [setInterval(look, LOOK_EVERY_MS), setInterval(keep, PERIOD_MS)];
	}

	/**
	 * Stops sampling. Memory counts as growing in two cases: the trend of the heap after full
	 * collections rises after the first minute, or resident memory in the last half never falls below
	 * the previous half's maximum plus a tenth. Null where the run was too short to tell.
	 */
	stop(): string[] | null {
		for (const timer of this.#timers) clearInterval(timer);
		const after = this.#periods.slice(WARM_UP_PERIODS);
		if (after.length < PERIODS_MIN) return null;
		const growth = trend(after.map(({ held }) => held));
		const half = after.length / 2;
		const most = Math.max(...after.slice(0, Math.floor(half)).map(({ resident }) => resident));
		const least = Math.min(...after.slice(Math.ceil(half)).map(({ resident }) => resident));
		return [
			...(growth > HELD_GROWTH_MIB_MAX
				? [`the heap held grew by ${growth.toFixed(0)} MiB after the first minute`]
				: []),
			...(least > most * RESIDENT_GROWTH_MAX
				? [`resident memory grew from ${most.toFixed(0)} to ${least.toFixed(0)} MiB`]
				: []),
		];
	}
}

const sum = (values: number[]): number => values.reduce((all, one) => all + one, 0);
const heldBy = (server: ServerProcess): number =>
	Number([...server.output().matchAll(FULL_COLLECTION)].at(-1)?.[1] ?? 0);
const residentOf = ({ pid }: ServerProcess): number =>
	Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;

/** How much the best-fitting straight line rises from the first value to the last. */
function trend(values: number[]): number {
	const middle = (values.length - 1) / 2;
	const mean = sum(values) / values.length;
	const slope =
		sum(values.map((one, at) => (at - middle) * (one - mean))) /
		sum(values.map((_, at) => (at - middle) ** 2));
	return slope * (values.length - 1);
}
