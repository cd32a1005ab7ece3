import { texts } from "../../texts/texts.ts";
import { isoWithOffset } from "../zoned-time.ts";
import type { RecordField, RecordView } from "./record-view.ts";

const words = texts.messages.records.presets;

/** A filter that one press sets: its name, and the fields that it replaces (K6). */
export type Preset = { name: string; fields: Partial<Record<RecordField, string>> };

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** A moment as a filter's field has it: a minute on the reader's clock. */
export const clockMinute = (at: Date, zone: string): string =>
	isoWithOffset(at, zone).slice(0, 16).replace("T", " ");

/** A day of the reader's calendar, whatever hours the clocks skip or repeat in it. */
function dayBefore(now: Date, zone: string, days: number): string {
	const today = Date.parse(`${clockMinute(now, zone).slice(0, 10)}T00:00Z`);
	return new Date(today - days * DAY_MS).toISOString().slice(0, 10);
}

/** Times that one press chooses, in the reader's zone (G14). A day's end is its last moment. */
export function timePresets(now: Date, zone: string): Preset[] {
	const [today, yesterday] = [dayBefore(now, zone, 0), dayBefore(now, zone, 1)];
	const hourAgo = clockMinute(new Date(now.getTime() - HOUR_MS), zone);
	return [
		{ name: words.lastHour, fields: { from: hourAgo, to: "" } },
		{ name: words.today, fields: { from: today, to: today } },
		{ name: words.yesterday, fields: { from: yesterday, to: yesterday } },
	];
}

/** The presets of the audit log's filter. */
export const auditPresets = (reader: { now: Date; zone: string; email: string }): Preset[] => [
	...timePresets(reader.now, reader.zone),
	{ name: words.lastDays, fields: { from: dayBefore(reader.now, reader.zone, 6), to: "" } },
	{ name: words.byMe, fields: { who: reader.email } },
	{ name: words.failedSignIns, fields: { what: "sign-in.fail" } },
];

/** Whether a preset is in force, and the view that its press leads to: without it, if it is. */
export function pressPreset(
	view: RecordView,
	{ fields }: Preset,
): { isOn: boolean; view: RecordView } {
	const names = Object.keys(fields) as RecordField[];
	const isOn = names.every((name) => view.typed[name] === fields[name]);
	const replaced = isOn ? Object.fromEntries(names.map((name) => [name, ""])) : fields;
	return { isOn, view: { ...view, typed: { ...view.typed, ...replaced } } };
}
