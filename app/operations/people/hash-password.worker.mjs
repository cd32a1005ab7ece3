// The thread that hashes passwords, one after the other: a core at most, and less of it where calls
// want it (O7). Plain Node, because a thread cannot be started from TypeScript on Node 20.
import os from "node:os";
import { parentPort } from "node:worker_threads";
import { hashSync, verifySync } from "@node-rs/argon2";

/**
 * Calls get about ten times as much of a core that both want. Still lower, and a busy machine would
 * sign nobody in.
 */
const NICE = 10;
/**
 * OWASP's argon2id: 19 MiB, two passes, one lane. `algorithm` 2 is argon2id; its enum is not there
 * at run time.
 */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Linux gives each thread a priority of its own, and 0 is the calling one. Elsewhere it would be
// the process.
if (process.platform === "linux") os.setPriority(0, NICE);

/** Answers a ToHasher with a FromHasher (hash-password.ts). */
function answer({ password, hash }) {
	try {
		return {
			value: hash === undefined ? hashSync(password, PARAMETERS) : verifySync(hash, password),
		};
	} catch (error) {
		return { failed: error.name };
	}
}

parentPort.on("message", (question) => parentPort.postMessage(answer(question)));
