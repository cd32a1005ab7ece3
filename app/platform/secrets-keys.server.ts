import {
	KEY_FILE,
	PREVIOUS_KEY_FILE,
	readKeyFile,
	removeKeyFile,
	writeKeyFile,
} from "../../db/connection/embedded-key-file.ts";
import type { Env } from "./env.server.ts";
import { type SecretsKeys, secretsKeyOf } from "./sealed-value.ts";

type Settings = Pick<Env, "DATABASE_URL" | "DATA_DIR" | "SECRETS_KEY" | "SECRETS_KEY_PREVIOUS">;

/**
 * The keys for secrets: from the settings, else from the key file of the embedded database. With a
 * key in the settings, the one in the file still decrypts. Null if there is none. Makes no file.
 */
export function readSecretsKeys(env: Settings): SecretsKeys | null {
	const files = env.DATABASE_URL === undefined ? [KEY_FILE, PREVIOUS_KEY_FILE] : [];
	const [current, previous] = [
		...[env.SECRETS_KEY, env.SECRETS_KEY_PREVIOUS],
		...files.map((name) => readKeyFile(env.DATA_DIR, name) ?? undefined),
	].filter((text) => text !== undefined);
	if (current === undefined) return null;
	return {
		current: secretsKeyOf(current),
		previous: previous === undefined ? null : secretsKeyOf(previous),
	};
}

/** Makes the key file of the embedded database, with mode 0600 (D2). */
export function makeKeyFile({ DATA_DIR }: Settings): SecretsKeys {
	return { current: secretsKeyOf(writeKeyFile(DATA_DIR, KEY_FILE)), previous: null };
}

/**
 * Begins a rotation of the key file: the old key stays beside the new one. A rotation that was
 * interrupted goes on with its own new key.
 */
export function beginKeyFileRotation(env: Settings): SecretsKeys | null {
	const old = readKeyFile(env.DATA_DIR, KEY_FILE);
	const older = readKeyFile(env.DATA_DIR, PREVIOUS_KEY_FILE);
	if (old !== null && (older === null || older === old)) {
		writeKeyFile(env.DATA_DIR, PREVIOUS_KEY_FILE, old);
		writeKeyFile(env.DATA_DIR, KEY_FILE);
	}
	return readSecretsKeys(env);
}

/** Ends a rotation: no value needs the old key any more. */
export const endKeyFileRotation = ({ DATA_DIR }: Settings): void =>
	removeKeyFile(DATA_DIR, PREVIOUS_KEY_FILE);
