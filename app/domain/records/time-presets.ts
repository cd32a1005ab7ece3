import { isoWithOffset } from "../zoned-time.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** The names of the times that one press chooses (K6). */
export const TIME_PRESETS = ["lastHour", "today", "yesterday"] as const;
export type TimePreset = { name: (typeof TIME_PRESETS)[number]; from: string; to: string };

/** A moment as a filter's field has it: a minute on the reader's clock. */
export const clockMinute = (at: Date, zone: string): string =>
	isoWithOffset(at, zone).slice(0, 16).replace("T", " ");

/** The presets as the values of the two time fields, in the reader's zone (G14). */
export function timePresets(now: Date, zone: string): TimePreset[] {
	const today = clockMinute(now, zone).slice(0, 10);
	const yesterday = new Date(Date.parse(`${today}T00:00Z`) - DAY_MS).toISOString().slice(0, 10);
	return [
		{ name: "lastHour", from: clockMinute(new Date(now.getTime() - HOUR_MS), zone), to: "" },
		{ name: "today", from: today, to: today },
		{ name: "yesterday", from: yesterday, to: yesterday },
	];
}
