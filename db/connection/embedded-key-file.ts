import { randomBytes } from "node:crypto";
import {
	chmodSync,
	closeSync,
	fsyncSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeSync,
} from "node:fs";
import path from "node:path";
import { UnusableDatabaseError } from "./unusable-database.ts";

/** The key that encrypts secrets of the embedded database, beside its data (D2). */
export const KEY_FILE = "secrets.key";
/** The key before, while secrets are encrypted again. */
export const PREVIOUS_KEY_FILE = "secrets.key.previous";
export const KEY_FILES: readonly string[] = [KEY_FILE, PREVIOUS_KEY_FILE];

const KEY_BYTES = 32;
const KEY_CHARACTERS_MIN = 32;

/** The key in a file of DATA_DIR, or null if there is no file. Makes it its owner's alone (O6). */
export function readKeyFile(directory: string, name: string): string | null {
	const file = path.join(directory, name);
	try {
		const stats = statSync(file, { throwIfNoEntry: false });
		if (stats === undefined) return null;
		if (process.platform !== "win32" && (stats.mode & 0o177) !== 0) chmodSync(file, 0o600);
		const key = readFileSync(file, "utf8").trim();
		if (key.length >= KEY_CHARACTERS_MIN) return key;
	} catch (error) {
		throw new UnusableDatabaseError(
			`The key of the secrets, ${file}, cannot be read (${(error as { code?: string }).code}). ` +
				"Give it to the user who runs Click-To-Call-In.",
		);
	}
	throw new UnusableDatabaseError(
		`The key of the secrets, ${file}, is incomplete. Restore it from a backup of ${directory}.`,
	);
}

/** Writes a key, a new one unless given, in a file for its owner alone. Returns the key. */
export function writeKeyFile(
	directory: string,
	name: string,
	key = randomBytes(KEY_BYTES).toString("base64"),
): string {
	const file = path.join(directory, name);
	const unfinished = `${file}.unfinished`;
	rmSync(unfinished, { force: true });
	const handle = openSync(unfinished, "wx", 0o600);
	try {
		writeSync(handle, `${key}\n`);
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
	renameSync(unfinished, file);
	return key;
}

export const removeKeyFile = (directory: string, name: string): void =>
	rmSync(path.join(directory, name), { force: true });
