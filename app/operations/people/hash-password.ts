import { Worker } from "node:worker_threads";
import { fileBeside } from "../import/file-beside.ts";

/** A password to be hashed, or checked against a hash. */
export type ToHasher = { password: string; hash?: string };
export type FromHasher = { value: string | boolean } | { failed: string };

/**
 * Passwords that wait for their turn in a line: one to two seconds of work. More would only wait in
 * vain, and hold what they wait with.
 */
const WAITING_MAX = 50;
/**
 * Made with the same parameters out of no password: checking against it takes as long as against a
 * user's.
 */
const NOBODYS_HASH =
	"$argon2id$v=19$m=19456,t=2,p=1" +
	"$fdnCcJZj02lGo1kY49VBeA$O64oQRCIzAZGTpGvvnAZy5M4Us8fmKxaHeJeGMjPuN8";

/**
 * Whose password it is. `known` is somebody with a session, a link or a known device, or the
 * operator. Their line goes first: strangers at many addresses fill their own one, and keep out
 * nobody who is known (R7).
 */
export type HashLine = "known" | "stranger";

let isRunning = false;
const waiting: Record<HashLine, (() => void)[]> = { known: [], stranger: [] };

/**
 * There are so many passwords to be hashed that another one is refused at once: its client is to
 * try again later.
 */
export class TooManyHashesError extends Error {
	override name = "TooManyHashesError";
}

/** Whether another password would be refused now. */
export const isHashingFull = (line: HashLine): boolean =>
	isRunning && waiting[line].length >= WAITING_MAX;

/**
 * Hashes a password for storage (R2). One is worked on at a time, in a thread of its own (O7);
 * throws a TooManyHashesError when too many wait already.
 */
export async function hashPassword(password: string): Promise<string> {
	return String(await inTurn("known", () => ask({ password })));
}

/**
 * Whether a password is the one of this hash; for a user who has none, or does not exist (null),
 * false after the same time. Throws as hashPassword.
 */
export async function isPasswordRight(
	passwordHash: string | null,
	password: string,
	line: HashLine = "known",
): Promise<boolean> {
	const matches = await inTurn(line, () => ask({ password, hash: passwordHash ?? NOBODYS_HASH }));
	return matches === true && passwordHash !== null;
}

async function inTurn<T>(line: HashLine, work: () => Promise<T>): Promise<T> {
	if (isHashingFull(line)) throw new TooManyHashesError();
	if (isRunning) await new Promise<void>((resolve) => waiting[line].push(resolve));
	else isRunning = true;
	try {
		return await work();
	} finally {
		// The turn goes to the next in line, without being free in between.
		const next = waiting.known.shift() ?? waiting.stranger.shift();
		if (next) next();
		else isRunning = false;
	}
}

let hasher: Worker | undefined;

/**
 * One question at a time. The thread is started with the first one; one that ended is replaced at
 * the next.
 */
function ask(question: ToHasher): Promise<string | boolean> {
	hasher ??= startHasher();
	const worker = hasher;
	// It keeps the process alive only while somebody waits for it.
	worker.ref();
	return new Promise<string | boolean>((resolve, reject) => {
		const onMessage = (answer: FromHasher) =>
			settle(() => ("value" in answer ? resolve(answer.value) : reject(notHashed(answer.failed))));
		const onEnd = (why: unknown) =>
			settle(() => reject(why instanceof Error ? why : notHashed(`exit ${why}`)));
		const settle = (then: () => void) => {
			worker.off("message", onMessage).off("error", onEnd).off("exit", onEnd);
			worker.unref();
			then();
		};
		worker.on("message", onMessage).on("error", onEnd).on("exit", onEnd);
		worker.postMessage(question);
	});
}

const notHashed = (why: string) => new Error(`A password could not be hashed (${why}).`);

function startHasher(): Worker {
	const { file, execArgv } = fileBeside(import.meta.url, "hash-password.worker");
	// Nothing of the server's settings and secrets: it needs none.
	const worker = new Worker(file, { execArgv, env: { NODE_ENV: "production" } });
	const forget = () => {
		if (hasher === worker) hasher = undefined;
	};
	worker.on("error", forget).on("exit", forget);
	return worker;
}
