import { texts } from "../../texts/texts.ts";
import { isoWithOffset } from "../zoned-time.ts";
import type { RecordField, RecordView } from "./record-view.ts";

const words = texts.messages.audit.presets;

/** A filter that one press sets: its name, and the fields that it replaces. */
export type AuditPreset = { name: string; fields: Partial<Record<RecordField, string>> };

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** The presets of the audit log's filter. Times are in the reader's zone (G14). */
export function auditPresets(reader: { now: Date; zone: string; email: string }): AuditPreset[] {
	const minute = (at: number) => isoWithOffset(new Date(at), reader.zone).slice(0, 16);
	const now = reader.now.getTime();
	// A calendar's day, whatever hours the clocks skip or repeat in it.
	const day = (back: number) =>
		new Date(Date.parse(`${minute(now).slice(0, 10)}T00:00Z`) - back * DAY_MS)
			.toISOString()
			.slice(0, 10);
	return [
		{ name: words.lastHour, fields: { from: minute(now - HOUR_MS), to: "" } },
		{ name: words.today, fields: { from: `${day(0)}T00:00`, to: "" } },
		{ name: words.yesterday, fields: { from: `${day(1)}T00:00`, to: `${day(1)}T23:59` } },
		{ name: words.lastDays, fields: { from: `${day(6)}T00:00`, to: "" } },
		{ name: words.byMe, fields: { who: reader.email } },
		{ name: words.failedSignIns, fields: { what: "sign-in.fail" } },
	];
}

/** Whether a preset is in force, and the view that its press leads to: without it, if it is. */
export function pressPreset(
	view: RecordView,
	{ fields }: AuditPreset,
): { isOn: boolean; view: RecordView } {
	const names = Object.keys(fields) as RecordField[];
	const isOn = names.every((name) => view.typed[name] === fields[name]);
	const replaced = isOn ? Object.fromEntries(names.map((name) => [name, ""])) : fields;
	return { isOn, view: { ...view, typed: { ...view.typed, ...replaced } } };
}
