// Spreadsheets read a cell as a value and write that value anew: 007 comes back as 7, 1.10 as 1.1,
// 1E5 as 100000, 1/2 as a date, true as TRUE. tests/fixtures/spreadsheets has files of real ones.

/**
 * Whether a new description is the old one as a spreadsheet writes values anew: the same number in
 * the digits that it writes, a date or time with the parts of the old one, or a word in capitals.
 */
export function isRewritten(before: string, after: string): boolean {
	if (before === after || !VALUE.test(after)) return false;
	return isSameNumber(before, after) || isSameTime(before, after) || isSameWord(before, after);
}

const VALUE = /\d|^(?:TRUE|FALSE)$/;

const isSameWord = (before: string, after: string): boolean =>
	/^(?:true|false)$/i.test(before) && after === before.toUpperCase();

/** The significant digits that spreadsheets keep of a number. */
const DIGITS_MAX = 15;

function isSameNumber(before: string, after: string): boolean {
	const wanted = numbersIn(before);
	if (wanted.length === 0) return false;
	// 1.23E+12 has only the digits that it shows.
	const [, shown] = /^([^e]*\d)e/i.exec(after) ?? [];
	const digits = Math.min(shown?.replace(/\D/g, "").length ?? DIGITS_MAX, DIGITS_MAX);
	const rounded = (value: number) => value.toPrecision(digits);
	const written = numbersIn(after).map(rounded);
	return wanted.some((value) => written.includes(rounded(value)));
}

const CURRENCY = String.raw`[$\u20ac\u00a3\u00a5]?`;
const AMOUNT = String.raw`((?:[\d.,']*\d[\d.,']*)(?:e[-+]?\d{1,3})?)`;
const NUMBER = new RegExp(`^([-+(]?)${CURRENCY}${AMOUNT}${CURRENCY}(%?)([-)]?)$`, "i");
// Digits in groups of three or without groups, and a decimal mark.
const WITH_POINT = /^(?:\d*|\d{1,3}(?:[,']\d{3})+)(?:\.\d*)?(?:e.*)?$/i;
const WITH_COMMA = /^(?:\d*|\d{1,3}(?:[.']\d{3})+)(?:,\d*)?(?:e.*)?$/i;

/** The values of a cell, with a decimal point and with a decimal comma; empty for other text. */
function numbersIn(cell: string): number[] {
	const [, sign = "", body = "", percent = "", end = ""] =
		NUMBER.exec(cell.replace(/[\s\u00a0\u202f]/g, "")) ?? [];
	const texts = [
		...(WITH_POINT.test(body) ? [body.replace(/[,']/g, "")] : []),
		...(WITH_COMMA.test(body) ? [body.replace(/[.']/g, "").replace(",", ".")] : []),
	];
	const isNegative = /[-(]/.test(sign) || end !== "";
	const factor = (isNegative ? -1 : 1) * (percent === "" ? 1 : 0.01);
	return texts
		.filter((text) => text !== "")
		.map((text) => factor * Number(text))
		.filter(Number.isFinite);
}

const DATE = /^(?:\d{1,4}|\p{L}{3,})[-./ ,]{1,2}(?:\d{1,4}|\p{L}{3,})(?:[-./ ,]{1,2}\d{1,4})?\.?$/u;
const TIME = /^\d{1,2}:\d{1,2}(?::\d{1,2})?(?: ?[ap]m)?$/i;

function isSameTime(before: string, after: string): boolean {
	if (TIME.test(before)) return TIME.test(after) && secondsOf(before) === secondsOf(after);
	// A spreadsheet adds the year, or a time of zero.
	const [day = ""] = after.split(/ 0?0:00/);
	if (!DATE.test(before) || !DATE.test(day)) return false;
	const [wanted, found] = [partsOf(before), partsOf(day)];
	return (
		wanted.length <= found.length && wanted.every((part) => part !== null && take(found, part))
	);
}

function secondsOf(time: string): number {
	const [hours = 0, minutes = 0, seconds = 0] = (time.match(/\d+/g) ?? []).map(Number);
	const isHalf = /[ap]m$/i.test(time);
	const day = isHalf ? (hours % 12) + (/pm$/i.test(time) ? 12 : 0) : hours;
	return 3600 * day + 60 * minutes + seconds;
}

/** The parts of a date as numbers: years in two digits, months by their names; null for others. */
const partsOf = (date: string): (number | null)[] =>
	(date.match(/\d+|\p{L}+/gu) ?? []).map((part) =>
		/\d/.test(part) ? Number(part) % 100 : monthOf(part),
	);

function monthOf(word: string): number | null {
	const index = MONTHS.findIndex((name) => name.startsWith(plain(word)));
	return index < 0 ? null : (index % 12) + 1;
}

const plain = (word: string): string => word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const LANGUAGES = ["en", "de", "fr", "es", "pt", "it", "nl"];
/** The names of the months, twelve of each language. */
const MONTHS = LANGUAGES.flatMap((language) => {
	const name = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
	return Array.from({ length: 12 }, (_, month) => plain(name.format(Date.UTC(2026, month, 15))));
});

/** Takes a part out of the list; false if it is not in it. */
function take(parts: (number | null)[], part: number): boolean {
	const at = parts.indexOf(part);
	if (at >= 0) parts.splice(at, 1);
	return at >= 0;
}
