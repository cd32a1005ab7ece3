import type { Address } from "./addresses.ts";
import { callingCodeOf } from "./numbering-plan.ts";
import { isValid, type Reading } from "./readings.ts";

/**
 * Words that phone systems send in place of a withheld number, in keypad digits: ANONYMOUS,
 * UNKNOWN, PRIVATE, BLOCKED, RESTRICTED, UNAVAILABLE (N4).
 */
const KEYPAD_WORDS = new Set([
	"266696687",
	"8656696",
	"7748283",
	"2562533",
	"7378742833",
	"86282452253",
]);

// Words for a withheld or missing number, in the languages of phone platforms.
const WORDS = new RegExp(
	`^(?:${[
		...["an[oó]n[iy]m", "unknown", "private?", "block", "restrict", "unavailable", "withheld"],
		...[
			"hidden",
			"suppress",
			"outofarea",
			"nocaller",
			"nonumber",
			"noname",
			"callerid",
			"invalid",
			"missing",
		],
		...["unbekannt", "unterdr", "inconnu", "masqu", "priv[éa]", "descon", "ocult"],
		...["null", "undefined", "none", "empty", "nil$", "na$", "nan$"],
	].join("|")})`,
	"u",
);

/** Whether an address is empty or a word for a withheld caller (N4). */
export function isWithheldWord({ user }: Address): boolean {
	const letters = user.normalize("NFKC").toLowerCase();
	if (/\p{Nd}/u.test(letters)) return false;
	return letters.trim() === "" || WORDS.test(letters.replace(/[^\p{L}]/gu, ""));
}

/** Extensions and short codes: fewer digits, without plus, are no caller's number (N4). */
const DIGITS_MIN = 7;

/**
 * Whether digits stand for a withheld number (N4). `written` is with a plus sign or without;
 * `readings` are its readings.
 */
export function isWithheldNumber(written: string, readings: readonly Reading[]): boolean {
	const hasPlus = written.startsWith("+");
	const digits = hasPlus ? written.slice(1) : written;
	if (isZeros(digits) || isKeypadWord(digits, hasPlus, readings)) return true;
	if (isOneDigit(digits)) return !readings.some(isValid);
	return !hasPlus && digits.length < DIGITS_MIN && !readings.some(isValid);
}

/** Zeros, alone or after a calling code. */
function isZeros(digits: string): boolean {
	if (!digits.endsWith("0")) return false;
	const international = digits.replace(/^0+/, "");
	if (international === "") return true;
	// A single 0 at the start is a national prefix, so no calling code follows.
	if (digits.length === international.length + 1) return false;
	const callingCode = callingCodeOf(international);
	return callingCode !== null && /^0+$/.test(international.slice(callingCode.length));
}

/** One digit throughout, alone or after a calling code. */
function isOneDigit(digits: string): boolean {
	if (digits.at(-1) !== digits.at(-2)) return false;
	if (/^(.)\1*$/.test(digits)) return true;
	const callingCode = callingCodeOf(digits);
	return callingCode !== null && /^(.)\1*$/.test(digits.slice(callingCode.length));
}

// A PBX that writes a plus sign as a prefix writes one before such a word, too.
const INTERNATIONAL_PREFIX = /^0{1,2}11|^00/;

function isKeypadWord(digits: string, hasPlus: boolean, readings: readonly Reading[]): boolean {
	const isBare = KEYPAD_WORDS.has(hasPlus ? digits : digits.replace(INTERNATIONAL_PREFIX, ""));
	if (hasPlus ? isBare : isBare && !readings.some(isValid)) return true;
	if (isBehindOne(digits)) return true;
	const first = readings[0]?.number.slice(1);
	return first !== undefined && (KEYPAD_WORDS.has(first) || isBehindOne(first));
}

const isBehindOne = (digits: string): boolean =>
	digits.startsWith("1") && KEYPAD_WORDS.has(digits.slice(1));
