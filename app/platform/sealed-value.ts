import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { err, ok, type Result } from "../domain/result.ts";

/** The place of an encrypted value. It is authenticated, so that no value works in another row. */
export type SealedPlace = { table: string; rowId: string; column: string };

/** One key of the operator. `id` tells keys apart and reveals nothing of the key. */
export type SecretsKey = { id: string; derive(day: number): Buffer };

/** The keys of a process. `current` encrypts; all of them decrypt. */
export type SecretsKeys = { current: SecretsKey; previous: SecretsKey | null };

/**
 * Why a value cannot be decrypted. `key-unknown`: it was encrypted with a key that this process
 * does not have. `damaged`: it was changed, or belongs to another row.
 */
export type UnsealError = { code: "key-unknown"; keyId: string } | { code: "damaged" };

/*
 * A value is, in base64url: version (1 byte), ID of the key (4), day (4), nonce (12), encrypted
 * text, tag (16). Version 1 is AES-256-GCM with a key of the day by HKDF-SHA256. A key a day keeps
 * the number of random nonces under one key far below 2^32.
 */
const VERSION = 1;
const ID_BYTES = 4;
const HEAD_BYTES = 1 + ID_BYTES + 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const DAY_MS = 86_400_000;
const CIPHER = "aes-256-gcm";

/** The key that an operator's text stands for. */
export function secretsKeyOf(text: string): SecretsKey {
	const derived = (info: string, bytes: number): Buffer =>
		Buffer.from(hkdfSync("sha256", text, "click-to-call-in", info, bytes));
	return {
		id: derived("secrets: key ID", ID_BYTES).toString("hex"),
		derive: (day) => derived(`secrets: key of day ${day}`, KEY_BYTES),
	};
}

/** Encrypts a text for its place with the present key (D2). */
export function seal(
	{ current }: SecretsKeys,
	place: SealedPlace,
	text: string,
	now = Date.now(),
): string {
	const day = Math.floor(now / DAY_MS);
	const head = Buffer.alloc(HEAD_BYTES);
	head.writeUInt8(VERSION);
	head.write(current.id, 1, "hex");
	head.writeUInt32BE(day, 1 + ID_BYTES);
	const nonce = randomBytes(NONCE_BYTES);
	const cipher = createCipheriv(CIPHER, current.derive(day), nonce);
	cipher.setAAD(authenticated(head, place));
	const encrypted = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
	return Buffer.concat([head, nonce, encrypted, cipher.getAuthTag()]).toString("base64url");
}

/** Decrypts a text for its place with whichever key encrypted it. */
export function unseal(
	keys: SecretsKeys | null,
	place: SealedPlace,
	sealed: string,
): Result<string, UnsealError> {
	const bytes = Buffer.from(sealed, "base64url");
	if (bytes.length < HEAD_BYTES + NONCE_BYTES + TAG_BYTES || bytes[0] !== VERSION)
		return err({ code: "damaged" });
	const keyId = keyIdOf(sealed);
	const key = [keys?.current, keys?.previous].find((known) => known?.id === keyId);
	if (!key) return err({ code: "key-unknown", keyId });
	const head = bytes.subarray(0, HEAD_BYTES);
	const nonce = bytes.subarray(HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
	try {
		const decipher = createDecipheriv(CIPHER, key.derive(head.readUInt32BE(1 + ID_BYTES)), nonce, {
			authTagLength: TAG_BYTES,
		});
		decipher.setAAD(authenticated(head, place));
		decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
		const encrypted = bytes.subarray(HEAD_BYTES + NONCE_BYTES, -TAG_BYTES);
		return ok(Buffer.concat([decipher.update(encrypted), decipher.final()]).toString("utf8"));
	} catch {
		return err({ code: "damaged" });
	}
}

/** The ID of the key that encrypted a value. */
export const keyIdOf = (sealed: string): string =>
	Buffer.from(sealed, "base64url")
		.subarray(1, 1 + ID_BYTES)
		.toString("hex");

/** No part can hold a NUL, so no two places have one text. */
const authenticated = (head: Buffer, { table, rowId, column }: SealedPlace): Buffer =>
	Buffer.concat([head, Buffer.from([table, rowId, column].join("\0"))]);
