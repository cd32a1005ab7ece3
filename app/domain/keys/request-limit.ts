/** The largest limit of an API key, in calls a minute. */
export const REQUESTS_PER_MINUTE_MAX = 1_000_000;

const MINUTE_MS = 60_000;

/**
 * The calls of one key in one minute of the database's clock: the count stored by all processes,
 * and this process's count since its last write.
 */
export type MinuteCount = { minute: number; written: number; unwritten: number };

/**
 * The limit's state in each answer to a limited key: calls a minute, calls left in this minute, and
 * seconds until the next minute (at least 1).
 */
export type RequestAllowance = {
	admitted: boolean;
	limit: number;
	remaining: number;
	resetSeconds: number;
};

/** The minute since 1970 of a time in milliseconds. */
export const minuteOf = (timeMs: number): number => Math.floor(timeMs / MINUTE_MS);

/**
 * Whether one more call is admitted, and the calls left after it. Fixed window: counting restarts
 * with every full minute.
 */
export function allowRequest(
	limit: number,
	{ written, unwritten }: MinuteCount,
	nowMs: number,
): RequestAllowance {
	const left = limit - written - unwritten;
	return {
		admitted: left > 0,
		limit,
		remaining: Math.max(0, left - 1),
		resetSeconds: Math.max(1, Math.ceil(((minuteOf(nowMs) + 1) * MINUTE_MS - nowMs) / 1000)),
	};
}
