import pino from "pino";
import { getEnv } from "./env.server.ts";

/** One JSON object a line on stdout. Never give it user data, access codes, passwords, keys or full phone numbers (O4). */
export const logger = pino({ level: getEnv().LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime });

/**
 * An error as it may be logged: what the database says, and what drizzle makes of it, repeats the values of the statement, so of such
 * errors only the SQLSTATE, the constraint and the place in our code are kept (O4).
 */
export function describeError(error: unknown): Record<string, unknown> {
	if (!(error instanceof Error)) return { name: typeof error };
	const chain: Error[] = [];
	for (let at: unknown = error; at instanceof Error && chain.length < 5; at = at.cause) chain.push(at);
	const innermost = chain.at(-1) as Error & Record<string, unknown>;
	const ofOurOwn = chain.length === 1 && innermost.code === undefined;
	return {
		name: error.name,
		...(ofOurOwn ? { message: error.message } : {}),
		...(typeof innermost.code === "string" ? { code: innermost.code } : {}),
		...(typeof innermost.constraint === "string" ? { constraint: innermost.constraint } : {}),
		...(typeof innermost.constraint_name === "string" ? { constraint: innermost.constraint_name } : {}),
		stack: chain.flatMap((link) => (link.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line))).join("\n"),
	};
}
