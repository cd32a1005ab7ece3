/** A moment in the reader's own time zone, with the zone named (G14). `at` is ISO 8601 or a Date. */
export function Time({ at, zone }: { at: string | Date; zone: string }) {
	const moment = new Date(at);
	return <time dateTime={moment.toISOString()}>{formatTime(moment, zone)}</time>;
}

// Making one takes longer than using it for a page of records.
const formats = new Map<string, Intl.DateTimeFormat>();

export function formatTime(at: Date, zone: string): string {
	let format = formats.get(zone);
	if (format === undefined) {
		const part = "2-digit";
		const parts = { year: "numeric", month: "short", day: "numeric", hour: part, minute: part, second: part } as const;
		format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...parts, timeZoneName: "short" });
		formats.set(zone, format);
	}
	return format.format(at);
}
