import { err, ok, type Result } from "../result.ts";

/** User data, as compact JSON in UTF-8, has at most this many bytes (C, `userData`). */
export const USER_DATA_BYTES_MAX = 16 * 1024;
/** Deeper user data is refused: the JSON serialiser is recursive, and the call stack is finite. */
export const USER_DATA_DEPTH_MAX = 500;

/**
 * A call-in request in the API's answer. `expirationTime` is milliseconds since 1970, UTC, by the
 * database's clock (C1).
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
 * A stored request, with the data that its state is derived from (K1). `userData` is JSON text. An
 * erased code is null (K3).
 */
export type StoredCallInRequest = CallInRequest & {
	userData: string | null;
	matchedAt: Date | null;
	endedAt: Date | null;
	isPast: boolean;
};

/**
 * Why no number was reserved. A missing group and a group that the key may not use give the same
 * error (C2). `waitMs` is a hint; null is unknown.
 */
export type CallInRefusal =
	| { code: "no-such-group" }
	/** Its Caller ID setting compares each call with the request's number (G7). */
	| { code: "caller-number-required" }
	/** Longer than the group's own (C16). */
	| { code: "expiry-too-long"; maxSeconds: number }
	| { code: "no-number-free"; waitMs: number | null }
	| { code: "no-code-free"; waitMs: number | null };

export type UserDataError =
	| { code: "user-data-not-an-object" }
	| { code: "user-data-too-deep"; limit: number }
	| { code: "user-data-too-large"; bytes: number; limit: number };

/**
 * Reads user data: an object, or a string that contains a JSON object; at most 16 KiB as compact
 * JSON. Returns the JSON text to store, without top-level keys that are not JavaScript identifiers.
 * Never throws, whatever its input.
 */
export function parseUserData(input: unknown): Result<string, UserDataError> {
	const object = typeof input === "string" ? parseJson(input) : input;
	if (typeof object !== "object" || object === null || Array.isArray(object))
		return err({ code: "user-data-not-an-object" });
	if (isDeeperThan(object, USER_DATA_DEPTH_MAX))
		return err({ code: "user-data-too-deep", limit: USER_DATA_DEPTH_MAX });
	const text = wellFormed(JSON.stringify(object));
	// Fast path: a UTF-16 unit is at most three bytes, so most texts need no count.
	const bytes = 3 * text.length <= USER_DATA_BYTES_MAX ? 0 : new TextEncoder().encode(text).length;
	if (bytes > USER_DATA_BYTES_MAX)
		return err({ code: "user-data-too-large", bytes, limit: USER_DATA_BYTES_MAX });
	const entries = Object.entries(object);
	const kept = entries.filter(([key]) => isIdentifier(key));
	// fromEntries defines each key as its own property, so "__proto__" is an ordinary key.
	return ok(
		kept.length === entries.length ? text : wellFormed(JSON.stringify(Object.fromEntries(kept))),
	);
}

/**
 * Halves of surrogate pairs become the replacement character: JSON can contain them, but many
 * readers refuse them. No call is lost because of one.
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

/** Breadth-first walk through a JSON value, so that no nesting overflows the stack. */
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

/** `Retry-After` for a wait in milliseconds: whole seconds, at least 1, at most `max` (C2). */
export const retryAfterSeconds = (waitMs: number | null, max = Number.POSITIVE_INFINITY): number =>
	Math.max(1, Math.min(max, Math.ceil((waitMs ?? 0) / 1000)));
