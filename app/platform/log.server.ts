import pino from "pino";
import { isUnreachable, sqlState } from "../../db/connection/errors.ts";
import { getEnv } from "./env.server.ts";
import { noteLostLogLine } from "./metrics.server.ts";

/** Buffered writes: one write for each line would cost a request more than the rest of the log. */
const WRITTEN_TOGETHER_BYTES = 64 * 1024;
/** The longest time that a line waits in the buffer. */
const WAIT_MS_MAX = 200;
/**
 * Buffer limit while nothing reads stderr. Further lines are dropped and counted, so that a stuck
 * reader stops the log but not the service.
 */
const UNREAD_BYTES_MAX = 16 * 1024 * 1024;

type Log = { logger: pino.Logger; flush(): void };
let log: Log | undefined;

/** One JSON object a line, on stderr. stdout carries the start-up messages for the operator. */
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
	// An error of the log itself has nowhere to go.
	destination.on("error", () => {});
	setInterval(() => destination.flush(), WAIT_MS_MAX).unref();
	// Flushed at every exit except kill -9: the last lines give the reason.
	process.on("exit", () => destination.flushSync());
	const logger = pino(
		{
			level: getEnv().LOG_LEVEL,
			base: null,
			timestamp: pino.stdTimeFunctions.isoTime,
			formatters: { level: (level) => ({ level }) },
		},
		// As bytes: to measure a buffer of text, the destination would copy all of it for each line.
		{ write: (line) => void destination.write(Buffer.from(line) as unknown as string) },
	);
	return { logger, flush: () => destination.flush() };
}

/** The facts of a failed call. Its path is not one of them, since a path may carry a token. */
type ErrorFacts = {
	method?: string | undefined;
	route?: string | undefined;
	corrId?: string | undefined;
};

/**
 * Logs an unexpected error without its message: the message of a failed statement repeats values
 * from users (O4). The stack lines, the database's error code and the names in the cause chain
 * locate the error.
 */
export function logError(error: unknown, facts: ErrorFacts = {}, what = "Unexpected error"): void {
	const { logger, flush } = getLog();
	logger.error({ ...facts, ...factsOf(error) }, what);
	flush();
}

/** Logs an action of the service itself. */
export function logInfo(facts: Record<string, string | number>, what: string): void {
	getLog().logger.info(facts, what);
}

/**
 * One answered request. `ms` runs from the end of its head to the last byte of the answer. `route`
 * is a pattern, so that no value of a path is logged. A request refused before its head was read
 * has no `ms`, and perhaps no `method`.
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

/** Logs one line for each request (O4). */
export function logRequest(answered: AnsweredRequest): void {
	getLog().logger.info(answered);
}

/**
 * Takes over Node's own output: warnings, and the error that ends the process. Each takes one line
 * without a message, like every error. An unawaited promise rejected by an unreachable database
 * does not end the process: the caller gets the same error from an awaited promise. Any other
 * uncaught error is a defect that leaves the state unknown, so the process exits, as Node's default
 * does.
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
