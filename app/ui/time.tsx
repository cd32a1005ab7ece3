import { texts } from "../texts/texts.ts";

const { locale, separator } = texts.pages.shared.time;

/**
 * A time in the reader's time zone, with the zone's name (G14). `at` is ISO 8601 or a Date.
 * `beside` is a time whose date the reader knows: now, or an earlier one in the same row. If both
 * are on the same day, this time has no date.
 */
export function Time({ at, zone, beside }: { at: string | Date; zone: string; beside?: Date }) {
	const moment = new Date(at);
	const words = formatTime(moment, zone);
	const isSameDay = beside !== undefined && dateOf(formatTime(beside, zone)) === dateOf(words);
	return (
		<time
			dateTime={moment.toISOString()}
			title={isSameDay ? words : undefined}
			className="whitespace-nowrap"
		>
			{isSameDay ? words.slice(dateOf(words).length + separator.length) : words}
		</time>
	);
}

const dateOf = (words: string): string => words.slice(0, words.indexOf(separator));

// A cache: creating a format takes longer than formatting a page of records with it.
const formats = new Map<string, Intl.DateTimeFormat>();

export function formatTime(at: Date, zone: string): string {
	let format = formats.get(zone);
	if (format === undefined) {
		const part = "2-digit";
		const parts = {
			year: "numeric",
			month: "short",
			day: "numeric",
			hour: part,
			minute: part,
			second: part,
		} as const;
		format = new Intl.DateTimeFormat(locale, {
			timeZone: zone,
			...parts,
			timeZoneName: "short",
		});
		formats.set(zone, format);
	}
	return format.format(at);
}
