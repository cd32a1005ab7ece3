const QUARTER_MS = 15 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

type Zone = { clock: Intl.DateTimeFormat; offsets: Map<number, number> };
const zones = new Map<string, Zone>();
/** Cache size for a zone's offsets, in quarters of an hour: a month of records, and some more. */
const OFFSETS_MAX = 5000;

function zoneOf(name: string): Zone {
	let zone = zones.get(name);
	if (zone === undefined) {
		const part = "2-digit";
		const parts = {
			year: "numeric",
			month: part,
			day: part,
			hour: part,
			minute: part,
			second: part,
		} as const;
		zone = {
			clock: new Intl.DateTimeFormat("en-US", {
				timeZone: name,
				era: "short",
				hourCycle: "h23",
				...parts,
			}),
			offsets: new Map(),
		};
		zones.set(name, zone);
	}
	return zone;
}

/**
 * A zone's offset from UTC at a moment, in milliseconds. Zones change only at quarters of an hour.
 */
export function zoneOffset(at: number, zoneName: string): number {
	const zone = zoneOf(zoneName);
	const quarter = Math.floor(at / QUARTER_MS);
	const known = zone.offsets.get(quarter);
	if (known !== undefined) return known;
	const start = quarter * QUARTER_MS;
	const parts = Object.fromEntries(
		zone.clock.formatToParts(start).map(({ type, value }) => [type, value]),
	);
	const [year, month, day, hour, minute, second] = [
		"year",
		"month",
		"day",
		"hour",
		"minute",
		"second",
	].map((name) => Number(parts[name]));
	const offset = Date.UTC(year!, month! - 1, day, hour, minute, second) - start;
	if (zone.offsets.size >= OFFSETS_MAX) zone.offsets.clear();
	zone.offsets.set(quarter, offset);
	return offset;
}

/** A moment in a zone for files: `2026-11-22T13:30:05.123+01:00` (G14). */
export function isoWithOffset(at: Date, zone: string): string {
	const offset = zoneOffset(at.getTime(), zone);
	const local = new Date(at.getTime() + offset).toISOString().slice(0, -1);
	const minutes = Math.round(Math.abs(offset) / 60_000);
	const two = (n: number) => String(n).padStart(2, "0");
	return `${local}${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/**
 * The first and the last millisecond at which a wall clock shows a time: when clocks go back, one
 * hour is shown twice.
 */
export type ClockTime = { first: Date; last: Date };

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,3})?)?$/;

/**
 * Reads the value of a `datetime-local` field as the time in a zone (G14): a whole minute, or a
 * whole second if given. A time that clocks skip uses the offset before the jump. Null if it is no
 * time.
 */
export function readClockTime(text: string, zone: string): ClockTime | null {
	const [, year, month, day, hour, minute, second] = LOCAL.exec(text) ?? [];
	if (year === undefined || Number(year) < 1970) return null;
	const local = Date.UTC(
		Number(year),
		Number(month) - 1,
		Number(day),
		Number(hour),
		Number(minute),
		Number(second ?? 0),
	);
	if (
		!new Date(local)
			.toISOString()
			.startsWith(`${year}-${month}-${day}T${hour}:${minute}:${second ?? "00"}`)
	)
		return null;
	const offsets = [zoneOffset(local - DAY_MS, zone), zoneOffset(local + DAY_MS, zone)];
	const shown = offsets
		.map((offset) => local - offset)
		.filter((at, index) => zoneOffset(at, zone) === offsets[index]);
	const moments = shown.length > 0 ? shown : [local - offsets[0]!];
	const unit = second === undefined ? 60_000 : 1000;
	return { first: new Date(Math.min(...moments)), last: new Date(Math.max(...moments) + unit - 1) };
}
