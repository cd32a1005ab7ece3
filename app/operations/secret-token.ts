import { hash, randomBytes } from "node:crypto";

/**
 * A secret for a session or a link: 32 random bytes, shown once. The database keeps only the hash.
 */
export function createSecretToken(): { token: string; tokenHash: string } {
	const token = randomBytes(32).toString("base64url");
	return { token, tokenHash: hashSecretToken(token) };
}

/**
 * SHA-256 in hexadecimal. A fast hash is enough, because a secret of 256 bits cannot be guessed.
 */
export const hashSecretToken = (token: string): string => hash("sha256", token);

/** A session's public name on a page. It reveals neither the token nor the hash in the database. */
export const sessionIdOf = (sessionHash: string): string =>
	hashSecretToken(sessionHash).slice(0, 32);
