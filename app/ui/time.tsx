import { texts } from "../texts/texts.ts";

const { locale, separator, ago } = texts.pages.shared.time;

/**
 * A time in the reader's time zone, with the zone's name (G14). `at` is ISO 8601 or a Date. At most
 * one of these shortens it, and the title then has the whole time:
 * - `beside`, a time whose date the reader knows: now, or an earlier one in the same row. If both
 *   are on the same day, this time has no date.
 * - `isDay`: only the date, for a time whose hour matters to nobody.
 * - `now`, the present: a time of the last week is told relative to it. Screen readers get the
 *   whole time as well.
 */
export function Time({
	at,
	zone,
	beside,
	isDay = false,
	now,
}: {
	at: string | Date;
	zone: string;
	beside?: Date;
	isDay?: boolean;
	now?: Date;
}) {
	const moment = new Date(at);
	const words = formatTime(moment, zone);
	const relative = now && relativeTime(moment, now);
	if (relative)
		return (
			<time dateTime={moment.toISOString()} title={words} className="whitespace-nowrap">
				{relative}
				<span className="sr-only">{`, ${words}`}</span>
			</time>
		);
	const day = dateOf(words);
	const isSameDay = beside !== undefined && dateOf(formatTime(beside, zone)) === day;
	const short = isDay ? day : isSameDay ? words.slice(day.length + separator.length) : null;
	return (
		<time
			dateTime={moment.toISOString()}
			title={short === null ? undefined : words}
			className="whitespace-nowrap"
		>
			{short ?? words}
		</time>
	);
}

const dateOf = (words: string): string => words.slice(0, words.indexOf(separator));

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `12 minutes ago`; null for a time in the future, or longer ago than a week. */
function relativeTime(at: Date, now: Date): string | null {
	const past = now.getTime() - at.getTime();
	// Clocks of the process and the database differ a little.
	if (past < -MINUTE || past >= 7 * DAY) return null;
	if (past < MINUTE) return ago.now;
	if (past < HOUR) return ago.minutes({ count: Math.floor(past / MINUTE) });
	if (past < DAY) return ago.hours({ count: Math.floor(past / HOUR) });
	return ago.days({ count: Math.floor(past / DAY) });
}

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
