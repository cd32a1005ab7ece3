import { hash, verify } from "@node-rs/argon2";

/** Hashes at once in this process: each takes 19 MiB and a core, and requests other than sign-ins want some too. */
const AT_ONCE_MAX = 2;
/** Hashes that wait for their turn: about a second of work. More would only wait in vain, and hold what they wait with. */
const WAITING_MAX = 50;
/** OWASP's argon2id: 19 MiB, two passes, one lane. `algorithm` 2 is argon2id; its enum is not there at run time. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Made with the same parameters out of no password: checking against it takes as long as against a user's. */
const NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$fdnCcJZj02lGo1kY49VBeA$O64oQRCIzAZGTpGvvnAZy5M4Us8fmKxaHeJeGMjPuN8";

let running = 0;
const waiting: (() => void)[] = [];

/** There are so many passwords to be hashed that another one is refused at once: its client is to try again later. */
export class TooManyHashesError extends Error {
	override name = "TooManyHashesError";
}

/** Whether another password would be refused now. */
export const isHashingFull = (): boolean => running >= AT_ONCE_MAX && waiting.length >= WAITING_MAX;

/** Hashes a password for storage (R2). Waits while two are being worked on; throws a TooManyHashesError when too many wait already. */
export function hashPassword(password: string): Promise<string> {
	return inTurn(() => hash(password, PARAMETERS));
}

/** Whether a password is the one of this hash; for a user who has none, or does not exist (null), false after the same time. Throws as hashPassword. */
export async function isPasswordRight(passwordHash: string | null, password: string): Promise<boolean> {
	const matches = await inTurn(() => verify(passwordHash ?? NOBODYS_HASH, password));
	return matches && passwordHash !== null;
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
	if (isHashingFull()) throw new TooManyHashesError();
	if (running >= AT_ONCE_MAX) await new Promise<void>((resolve) => waiting.push(resolve));
	else running += 1;
	try {
		return await work();
	} finally {
		// The place goes to the next in line, without being free in between.
		const next = waiting.shift();
		if (next) next();
		else running -= 1;
	}
}
