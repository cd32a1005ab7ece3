import type { Address } from "./addresses.ts";

/**
 * The digits of a text: `+` and digits, or digits. Where a bracketed `(0)` stands among them, also
 * what is left without it (N7).
 */
export type WrittenDigits = { digits: string; withoutZero: string | null };

// What people and spreadsheets put between digits; minus signs, the long mark and the wave of East
// Asian writing included.
const SEPARATORS = /[\s\p{Z}\p{Cc}\p{Cf}\p{Pd}()./\\_'[\]·•|=~\u2053\u2212\u223c\u30fc]/gu;
const BRACKETED_ZERO = /[([]\s*0\s*[)\]]/;
const HEAVY_PLUS = /\u2795/g;
const DIGIT = /\p{Nd}/gu;
const DIGITS = /^\+?[0-9]+$/;
// What is dialed after the call is answered, or keyed in. Never glued to the number.
const PAUSED_EXTENSION = /(?<=[0-9]\s*)[,;#].*$/;
const EXTENSION_NAMES = "ext(?:ensi[oó]n|n)?|int|anexo|ramal|poste|dw|доб|x|p|w";
const NAMED_EXTENSION = new RegExp(
	`(?<=[0-9][\\s.,)-]*)(?:${EXTENSION_NAMES})\\s*[.:=]?\\s*[0-9]+\\s*#?\\s*$`,
	"iu",
);

/** The digits of an address, null where letters or signs make it no number (N1). */
export function writtenDigits({ user, context }: Address): WrittenDigits | null {
	if (context === null && DIGITS.test(user)) return { digits: user, withoutZero: null };
	const text = withAsciiDigits(user).replace(PAUSED_EXTENSION, "").replace(NAMED_EXTENSION, "");
	const digits = compact(text, context);
	if (digits === null) return null;
	const withoutZero = BRACKETED_ZERO.test(text)
		? compact(text.replace(BRACKETED_ZERO, ""), context)
		: null;
	return { digits, withoutZero };
}

function compact(text: string, context: string | null): string | null {
	const digits = text.replace(SEPARATORS, "");
	if (!DIGITS.test(digits)) return null;
	if (digits.startsWith("+00")) return `+${digits.slice(3)}`;
	return context === null || digits.startsWith("+") ? digits : `+${context}${digits}`;
}

/** A text in which every digit of any script is one of 0 to 9. */
function withAsciiDigits(text: string): string {
	return text.normalize("NFKC").replace(HEAVY_PLUS, "+").replace(DIGIT, decimalValue);
}

/**
 * The value of a decimal digit of any script: each script's ten digits stand in a row that starts
 * at a multiple found by walking down.
 */
function decimalValue(digit: string): string {
	const codePoint = digit.codePointAt(0) as number;
	if (codePoint <= 0x39) return digit;
	let zero = codePoint;
	while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && codePoint - zero < 9) zero -= 1;
	return String(codePoint - zero);
}
