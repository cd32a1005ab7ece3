import { texts } from "../../texts/texts.ts";
import { err, ok, type Result } from "../result.ts";
import { checkText } from "../text.ts";
import { type ConnectionKind, factsOfKind } from "./connection-kinds.ts";

// The rules of a connection's fields, for the page and for the API. Errors are sentences.

export const CONNECTION_NAME_MAX = 64;
export const USER_DATA_KEYS_MAX = 20;
export const USER_DATA_KEY_MAX = 32;

const words = texts.messages.phoneSystems;

/** A connection's name: 1 to 64 visible characters, without spaces around it. */
export function parseConnectionName(typed: string): Result<string, string> {
	const text = checkText(typed.trim(), CONNECTION_NAME_MAX);
	if (text.ok) return text.value === "" ? err(words.nameMissing) : ok(text.value);
	return err(
		text.error.code === "text-too-long" ? words.nameTooLong(text.error) : words.nameInvisible,
	);
}

/** A key of the user data becomes the name of a header. */
export const USER_DATA_KEY = /^[A-Za-z][A-Za-z0-9_]*$/;

/** The keys of the user data that travel with a call, each once: up to 20 of 32 characters. */
export function parseUserDataKeys(given: readonly string[]): Result<string[], string> {
	const keys = [...new Set(given)];
	const wrong = keys.find((key) => !USER_DATA_KEY.test(key));
	if (wrong !== undefined) return err(words.keyWrong({ key: wrong.slice(0, 64) }));
	if (keys.some((key) => key.length > USER_DATA_KEY_MAX))
		return err(words.keyTooLong({ limit: USER_DATA_KEY_MAX }));
	return keys.length > USER_DATA_KEYS_MAX
		? err(words.keysTooMany({ limit: USER_DATA_KEYS_MAX }))
		: ok(keys);
}

/** A secret from the platform of this kind; null if the product makes it. */
export function parsePlatformSecret(
	kind: ConnectionKind,
	typed: string,
): Result<string | null, string> {
	const { slot, pattern } = factsOfKind(kind).secret;
	if (pattern === null) return ok(null);
	const secret = typed.trim();
	if (pattern.test(secret)) return ok(secret);
	return err(secret === "" ? words.secretMissing[slot] : words.secretWrong[slot]);
}

/** How long an old secret can stay valid beside the new one, in seconds. */
export const OLD_SECRET_SECONDS = [0, 3600, 86_400, 604_800] as const;
export const OLD_SECRET_DEFAULT = 86_400;
