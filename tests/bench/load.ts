import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Bodies sent in turn, over and over. The connections are spread over the origins. Each `UNIQUE` in
 * a body becomes the same number of digits, different every time.
 */
export type Load = {
	origins: readonly string[];
	path: string;
	headers: Record<string, string>;
	/** Further headers of each body, such as its signature. */
	headersOf?: readonly Record<string, string>[];
	bodies: readonly string[];
	connections: number;
	seconds: number;
	/**
	 * Sends at this rate. A request that had to wait for its connection counts from its turn. Absent:
	 * each connection sends its next request on receiving the last answer.
	 */
	perSecond?: number;
};

export const UNIQUE = "#unique-digits#";

export type Measured = {
	perSecond: number;
	p50Ms: number;
	p99Ms: number;
	p999Ms: number;
	statuses: Record<string, number>;
};

export type LoadClient = {
	/**
	 * Sends a load and returns the measurement. Throws when any answer has a status other than
	 * `wanted`.
	 */
	send(load: Load, wanted: number): Promise<Measured>;
	stop(): void;
};

/**
 * A client in its own process, so that this process's other work does not delay it. One load at a
 * time.
 */
export function startLoadClient(): LoadClient {
	const child = fork(fileURLToPath(new URL("./load-client.ts", import.meta.url)), {
		execArgv: ["--import", "tsx"],
	});
	return {
		async send(load, wanted) {
			const measured = await new Promise<Measured>((resolve, reject) => {
				const gone = () => reject(new Error("The load's client ended."));
				child.once("exit", gone);
				child.once("message", (message) => {
					child.off("exit", gone);
					resolve(message as Measured);
				});
				child.send(load);
			});
			const others = Object.keys(measured.statuses).filter((status) => Number(status) !== wanted);
			if (others.length > 0)
				throw new Error(
					`${load.origins} answered ${JSON.stringify(measured.statuses)} instead of ${wanted}.`,
				);
			return measured;
		},
		stop: () => child.kill(),
	};
}
