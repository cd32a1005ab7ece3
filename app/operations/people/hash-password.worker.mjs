// The thread that hashes passwords one at a time: one core at most, and less while calls need it
// (O7). Plain JavaScript, because Node 20 cannot start a thread from TypeScript.
import os from "node:os";
import { parentPort } from "node:worker_threads";
import { hashSync, verifySync } from "@node-rs/argon2";

/**
 * If both want one core, calls get about ten times the share of this thread. With a still lower
 * priority, no sign-in would succeed on a busy machine.
 */
const NICE = 10;
/**
 * OWASP's argon2id: 19 MiB, two passes, one lane. `algorithm` 2 is argon2id; the library's enum
 * does not exist at run time.
 */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// On Linux each thread has its own priority, and 0 means the calling thread. On other systems it
// would be the whole process.
if (process.platform === "linux") os.setPriority(0, NICE);

/** Answers a ToHasher message with a FromHasher message (hash-password.ts). */
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
