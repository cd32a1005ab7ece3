/** Seconds between a signed webhook and its arrival, in either direction (P5). */
export const WINDOW_SECONDS = 300;

/** Whether a time stamp in seconds is within the window. `now` is in milliseconds. */
export function isWithinWindow(timestamp: string, now: number): boolean {
	const seconds = /^\d+$/.test(timestamp) ? Number(timestamp) : Number.NaN;
	return Math.abs(Math.floor(now / 1000) - seconds) <= WINDOW_SECONDS;
}
