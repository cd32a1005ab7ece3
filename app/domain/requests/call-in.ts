import { err, ok, type Result } from "../result.ts";

/** User data, as compact JSON in UTF-8, has at most this many bytes (C, `userData`). */
export const USER_DATA_BYTES_MAX = 16 * 1024;
/** Deeper user data is refused: writing JSON is recursive, and the call stack is finite. */
export const USER_DATA_DEPTH_MAX = 500;

/**
 * A call-in request as its client is told about it. `expirationTime` is milliseconds since 1970,
 * UTC, by the database's clock (C1).
 */
export type CallInRequest = {
	id: string;
	toPhoneNumber: string;
	groupName: string;
	expirationTime: number;
	/** Digits, the first not 0; null in a group without codes. */
	accessCode: string | null;
	fromPhoneNumber: string | null;
	callbackServiceId: string | null;
};

/**
 * A request as it is stored, with what its state is derived from (K1). `userData` is JSON text; the
 * code is null once it is erased (K3).
 */
export type StoredCallInRequest = CallInRequest & {
	userData: string | null;
	matchedAt: Date | null;
	endedAt: Date | null;
	isPast: boolean;
};

/**
 * Why no number was reserved. A missing group and one that the key may not use are the same (C2).
 * `waitMs` is a hint; null is unknown.
 */
export type CallInRefusal =
	| { code: "no-such-group" }
	| { code: "no-number-free"; waitMs: number | null }
	| { code: "no-code-free"; waitMs: number | null };

export type UserDataError =
	| { code: "user-data-not-an-object" }
	| { code: "user-data-too-deep"; limit: number }
	| { code: "user-data-too-large"; bytes: number; limit: number };

/**
 * Reads user data: an object, or a string that holds a JSON object; at most 16 KiB as compact JSON.
 * Gives the JSON text to be kept, without the top-level keys that are not JavaScript identifiers.
 * Never throws, whatever is in it.
 */
export function parseUserData(input: unknown): Result<string, UserDataError> {
	const object = typeof input === "string" ? parseJson(input) : input;
	if (typeof object !== "object" || object === null || Array.isArray(object))
		return err({ code: "user-data-not-an-object" });
	if (isDeeperThan(object, USER_DATA_DEPTH_MAX))
		return err({ code: "user-data-too-deep", limit: USER_DATA_DEPTH_MAX });
	const text = wellFormed(JSON.stringify(object));
	// A UTF-16 unit is three bytes at most, so that most texts need no count.
	const bytes = 3 * text.length <= USER_DATA_BYTES_MAX ? 0 : new TextEncoder().encode(text).length;
	if (bytes > USER_DATA_BYTES_MAX)
		return err({ code: "user-data-too-large", bytes, limit: USER_DATA_BYTES_MAX });
	const entries = Object.entries(object);
	const kept = entries.filter(([key]) => isIdentifier(key));
	// fromEntries defines each key, so that "__proto__" is one like any other.
	return ok(
		kept.length === entries.length ? text : wellFormed(JSON.stringify(Object.fromEntries(kept))),
	);
}

/**
 * Halves of surrogate pairs, which JSON can write but many readers refuse, become the replacement
 * character: nobody loses a call for one.
 */
const wellFormed = (json: string): string =>
	json.replace(/\\(u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/gs, (escaped, what: string) =>
		what.length > 1 ? "\ufffd" : escaped,
	);

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Whether a key can be written after a dot in JavaScript. */
export const isIdentifier = (key: string): boolean =>
	/^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(key);

/** Goes through a JSON value level by level, so that no nesting is too deep for it. */
function isDeeperThan(value: object, limit: number): boolean {
	let level: object[] = [value];
	for (let depth = 1; level.length > 0; depth += 1) {
		if (depth > limit) return true;
		const next: object[] = [];
		for (const parent of level)
			for (const child of Object.values(parent))
				if (typeof child === "object" && child !== null) next.push(child);
		level = next;
	}
	return false;
}

/** `Retry-After` for a wait in milliseconds: whole seconds, at least 1 (C2). */
export const retryAfterSeconds = (waitMs: number | null): number =>
	Math.max(1, Math.ceil((waitMs ?? 0) / 1000));
