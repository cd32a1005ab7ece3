import { hash, randomBytes } from "node:crypto";

/**
 * A secret that opens something (a session, a link): 32 random bytes, given away once; the database
 * keeps the hash alone.
 */
export function createSecretToken(): { token: string; tokenHash: string } {
	const token = randomBytes(32).toString("base64url");
	return { token, tokenHash: hashSecretToken(token) };
}

/** SHA-256 in hexadecimal: enough for a secret of 256 bits, which nobody guesses. */
export const hashSecretToken = (token: string): string => hash("sha256", token);

/** What a page names a session by: it tells neither the token nor what the database finds it by. */
export const sessionIdOf = (sessionHash: string): string =>
	hashSecretToken(sessionHash).slice(0, 32);
