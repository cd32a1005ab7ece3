import { Worker } from "node:worker_threads";
import { fileBeside } from "../import/file-beside.ts";

/** A password to hash, or to check against `hash`. */
export type ToHasher = { password: string; hash?: string };
export type FromHasher = { value: string | boolean } | { failed: string };

/**
 * Backpressure: passwords that may wait in one line, one to two seconds of work. More would wait in
 * vain and hold their resources meanwhile.
 */
const WAITING_MAX = 50;
/**
 * A hash of no password, with the same parameters. A check against it takes as long as one against
 * a user's hash.
 */
const NOBODYS_HASH =
	"$argon2id$v=19$m=19456,t=2,p=1" +
	"$fdnCcJZj02lGo1kY49VBeA$O64oQRCIzAZGTpGvvnAZy5M4Us8fmKxaHeJeGMjPuN8";

/**
 * The queue for a password. `known`: a person with a session, a link or a known device, or the
 * operator. The known line goes first: strangers from many addresses fill only their own line and
 * cannot keep out a known person (R7).
 */
export type HashLine = "known" | "stranger";

let isRunning = false;
const waiting: Record<HashLine, (() => void)[]> = { known: [], stranger: [] };

/** The line is full, so the password is refused at once. The client should retry later. */
export class TooManyHashesError extends Error {
	override name = "TooManyHashesError";
}

/** Whether the line is full. */
export const isHashingFull = (line: HashLine): boolean =>
	isRunning && waiting[line].length >= WAITING_MAX;

/**
 * Hashes a password for storage (R2). One password at a time, in a thread of its own (O7). Throws a
 * TooManyHashesError if the line is full.
 */
export async function hashPassword(password: string): Promise<string> {
	return String(await inTurn("known", () => ask({ password })));
}

/**
 * Whether a password matches this hash. For a user without a password, or an unknown user (null),
 * false after the same time. Throws like hashPassword.
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
		// Hands the turn over to the next in line: `isRunning` stays true in between.
		const next = waiting.known.shift() ?? waiting.stranger.shift();
		if (next) next();
		else isRunning = false;
	}
}

let hasher: Worker | undefined;

/**
 * One question at a time. The first question starts the thread. After the thread has ended, the
 * next question starts a new one.
 */
function ask(question: ToHasher): Promise<string | boolean> {
	hasher ??= startHasher();
	const worker = hasher;
	// The thread keeps the process alive only while a question is open.
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
	// The thread needs none of the server's settings and secrets.
	const worker = new Worker(file, { execArgv, env: { NODE_ENV: "production" } });
	const forget = () => {
		if (hasher === worker) hasher = undefined;
	};
	worker.on("error", forget).on("exit", forget);
	return worker;
}
