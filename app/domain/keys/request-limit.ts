/** Calls a minute that an API key may be limited to, at most. */
export const REQUESTS_PER_MINUTE_MAX = 1_000_000;

const MINUTE_MS = 60_000;

/**
 * The calls of one key in one minute of the database's clock: those that all processes have written
 * down, and this one's since.
 */
export type MinuteCount = { minute: number; written: number; unwritten: number };

/**
 * What a limited key is told with each answer: calls a minute, calls left in this one, and seconds
 * until the next begins (1 at least).
 */
export type RequestAllowance = {
	admitted: boolean;
	limit: number;
	remaining: number;
	resetSeconds: number;
};

/** The minute since 1970 that a time in milliseconds is in. */
export const minuteOf = (timeMs: number): number => Math.floor(timeMs / MINUTE_MS);

/**
 * Whether one more call is admitted, and what is left then. Counting starts again with every full
 * minute.
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
