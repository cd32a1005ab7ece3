import pino from "pino";
import { isUnreachable, sqlState } from "../../db/connection/errors.ts";
import { getEnv } from "./env.server.ts";
import { noteLostLogLine } from "./metrics.server.ts";

/**
 * Written together: a write of its own would cost every request more than all the rest of the log.
 */
const WRITTEN_TOGETHER_BYTES = 64 * 1024;
/** Lines wait no longer than this for others to be written with. */
const WAIT_MS_MAX = 200;
/**
 * Kept while nobody reads stderr; further lines are dropped and counted, so that a stuck reader
 * stops the log and not the service.
 */
const UNREAD_BYTES_MAX = 16 * 1024 * 1024;

type Log = { logger: pino.Logger; flush(): void };
let log: Log | undefined;

/** One JSON object a line, on stderr; stdout is for what the operator reads at the start. */
function getLog(): Log {
	log ??= openLog();
	return log;
}

function openLog(): Log {
	const destination = pino.destination({
		fd: 2,
		sync: false,
		minLength: WRITTEN_TOGETHER_BYTES,
		maxWrite: 2 * WRITTEN_TOGETHER_BYTES,
		maxLength: UNREAD_BYTES_MAX,
		contentMode: "buffer",
	} as Parameters<typeof pino.destination>[0]);
	destination.on("drop", noteLostLogLine);
	// Nobody is left to tell.
	destination.on("error", () => {});
	setInterval(() => destination.flush(), WAIT_MS_MAX).unref();
	// However the process ends, but for kill -9: what it wrote last says why.
	process.on("exit", () => destination.flushSync());
	const logger = pino(
		{
			level: getEnv().LOG_LEVEL,
			base: null,
			timestamp: pino.stdTimeFunctions.isoTime,
			formatters: { level: (level) => ({ level }) },
		},
		// As bytes: a text that grows line by line would be copied whole for each line, to measure it.
		{ write: (line) => void destination.write(Buffer.from(line) as unknown as string) },
	);
	return { logger, flush: () => destination.flush() };
}

/** What may be said of the call that failed: never its path, which may carry a token. */
type ErrorFacts = {
	method?: string | undefined;
	route?: string | undefined;
	corrId?: string | undefined;
};

/**
 * Writes down an error that nobody expected. Never its message: that of a failed statement repeats
 * the values that people sent (O4). The stack's own lines, the database's code and the names of the
 * errors in the chain say where to look.
 */
export function logError(error: unknown, facts: ErrorFacts = {}, what = "Unexpected error"): void {
	const { logger, flush } = getLog();
	logger.error({ ...facts, ...factsOf(error) }, what);
	flush();
}

/** Writes down what the service did by itself. */
export function logInfo(facts: Record<string, string | number>, what: string): void {
	getLog().logger.info(facts, what);
}

/**
 * One answered request. `ms` is from its head to the last byte of its answer; `route` a pattern, so
 * that no value of a path is told. What was refused before its head had been read has no `ms`, and
 * perhaps no `method`.
 */
export type AnsweredRequest = {
	method?: string | undefined;
	route: string;
	status: number;
	ms?: number;
	corrId: string;
	keyId?: string | undefined;
	userId?: string | undefined;
	client: string;
};

/** Writes one line a request (O4). */
export function logRequest(answered: AnsweredRequest): void {
	getLog().logger.info(answered);
}

/**
 * Writes down what Node would print by itself: its warnings, and the error that ends the process,
 * which is ended here. In one line each, and without messages, as everything. A promise that nobody
 * awaits and that is rejected because the database is away ends nothing: whoever asks the database
 * is told by an awaited one. Any other is a defect, after which nobody knows what else is wrong, so
 * it ends the process as Node does.
 */
export function logWhatNodePrints(): void {
	process.removeAllListeners("warning");
	process.on("warning", (warning) => getLog().logger.warn(factsOf(warning), "Node warns"));
	process.on("uncaughtException", (error, origin) => {
		if (origin === "unhandledRejection" && isUnreachable(error))
			return logError(error, {}, "Nobody waited for the database, which is away");
		getLog().logger.fatal(factsOf(error), "Ended by an error that nobody caught");
		process.exit(1);
	});
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
