import pino from "pino";
import { sqlState } from "../db/client.ts";
import { getEnv } from "./env.server.ts";

let log: pino.Logger | undefined;

/** One JSON object a line, on stderr; stdout is for what the operator reads at the start. */
function logger(): pino.Logger {
	log ??= pino(
		{ level: getEnv().LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime },
		pino.destination({ fd: 2, sync: true }),
	);
	return log;
}

/** What may be said of the call that failed. */
type ErrorFacts = { method?: string | undefined; path?: string | undefined; corrId?: string };

/**
 * Writes down an error that nobody expected. Never its message: that of a failed statement repeats the values that people sent (O4). The
 * stack's own lines, the database's code and the names of the errors in the chain say where to look.
 */
export function logError(error: unknown, facts: ErrorFacts = {}, what = "Unexpected error"): void {
	logger().error({ ...facts, ...factsOf(error) }, what);
}

function factsOf(error: unknown): Record<string, unknown> {
	const names: string[] = [];
	let stack: string[] = [];
	for (let at = error; at instanceof Error && names.length < 5; at = at.cause) {
		names.push(at.name);
		stack = (at.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
	}
	return {
		errors: names.length === 0 ? [typeof error] : names,
		code: sqlState(error),
		stack: stack.map((line) => line.trim()).slice(0, 12),
	};
}
