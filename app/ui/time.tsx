/** A moment in the reader's own time zone, with the zone named (G14). `at` is ISO 8601 or a Date. */
export function Time({ at, zone }: { at: string | Date; zone: string }) {
	const moment = new Date(at);
	return <time dateTime={moment.toISOString()}>{formatTime(moment, zone)}</time>;
}

export function formatTime(at: Date, zone: string): string {
	return new Intl.DateTimeFormat("en-GB", {
		timeZone: zone,
		year: "numeric",
		month: "short",
		day: "numeric",
		hour: "2-digit",
		minute: "2-digit",
		second: "2-digit",
		timeZoneName: "short",
	}).format(at);
}
