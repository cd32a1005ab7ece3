import type { Address } from "./addresses.ts";

/**
 * The digits of a text, with or without `+`. With a bracketed `(0)` among them, also the digits
 * without it (N7).
 */
export type WrittenDigits = { digits: string; withoutZero: string | null };

// Separators that people and spreadsheets put between digits, with single quotation marks, minus
// signs, the long mark and the wave of East Asian writing. Pictures of telephones stand in front.
const SIGNS = String.raw`()./\\_'[\]\u00b7\u2022|=~\u2018\u2019\u2053\u2212\u223c\u30fc`;
const PICTURES = String.raw`\p{Extended_Pictographic}\u2706`;
const SEPARATORS = new RegExp(String.raw`[\s\p{Z}\p{Cc}\p{Cf}\p{Pd}${SIGNS}${PICTURES}]`, "gu");
const BRACKETED_ZERO = /[([]\s*0\s*[)\]]/;
const HEAVY_PLUS = /\u2795/g;
const DIGIT = /\p{Nd}/gu;
const DIGITS = /^\+?[0-9]+$/;
// Digits that are dialed after the call is answered, or keyed in. They are never part of the
// number.
const PAUSED_EXTENSION = /(?<=[0-9]\s*)[,;#].*$/;
const EXTENSION_NAMES = "ext(?:ensi[oó]n|n)?|int|anexo|ramal|poste|dw|доб|x|p|w";
const NAMED_EXTENSION = new RegExp(
	`(?<=[0-9][\\s.,)-]*)(?:${EXTENSION_NAMES})\\s*[.:=]?\\s*[0-9]*\\s*#?\\s*$`,
	"iu",
);
// Brazil's placeholder for the long-distance company: `(0xx11)`.
const ANY_COMPANY = /(?<![0-9])0?xx(?=[1-9][0-9])/i;
// "14155550132.0": a program took the number for a quantity.
const FRACTION = /(?<=^\s*\+?[0-9]{7,15})[.,]0\s*$/;
// A prefix before a plus sign says the same as the plus sign.
const PREFIX_BEFORE_PLUS = /^(?:00|011)(?=\+)/;

/** The digits of an address; null if letters or signs make it no number (N1). */
export function writtenDigits({ user, context }: Address): WrittenDigits | null {
	if (context === null && DIGITS.test(user)) return { digits: user, withoutZero: null };
	const text = withoutExtension(withAsciiDigits(user).replace(FRACTION, "")).replace(
		ANY_COMPANY,
		"",
	);
	const digits = compact(text, context);
	if (digits === null) return null;
	const withoutZero = BRACKETED_ZERO.test(text)
		? compact(text.replace(BRACKETED_ZERO, ""), context)
		: null;
	return { digits, withoutZero };
}

const withoutExtension = (text: string): string =>
	text.replace(PAUSED_EXTENSION, "").replace(NAMED_EXTENSION, "");

/** Whether the text has an extension with digits after the number. */
export function dropsExtension(user: string): boolean {
	const text = withAsciiDigits(user);
	return /[0-9]/.test(text.slice(withoutExtension(text).length));
}

function compact(text: string, context: string | null): string | null {
	const digits = text.replace(SEPARATORS, "").replace(PREFIX_BEFORE_PLUS, "");
	if (!DIGITS.test(digits)) return null;
	if (digits.startsWith("+00")) return `+${digits.slice(3)}`;
	return context === null || digits.startsWith("+") ? digits : `+${context}${digits}`;
}

/** The text with every digit of any script as 0 to 9. */
function withAsciiDigits(text: string): string {
	return text.normalize("NFKC").replace(HEAVY_PLUS, "+").replace(DIGIT, decimalValue);
}

/**
 * The value of a decimal digit of any script. Each script's ten digits are consecutive code points
 * from a multiple; the search walks down to it.
 */
function decimalValue(digit: string): string {
	const codePoint = digit.codePointAt(0) as number;
	if (codePoint <= 0x39) return digit;
	let zero = codePoint;
	while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && codePoint - zero < 9) zero -= 1;
	return String(codePoint - zero);
}
