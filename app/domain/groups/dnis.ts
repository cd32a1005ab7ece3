import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { err, ok, type Result } from "../result.ts";
import { DNIS_DIGITS_MAX, findCallingCode, isPossible, possibleLengths } from "./calling-codes.ts";

/**
 * A DNIS as it is stored and returned: `+` and 1 to 15 digits. `assigned` is false for a possible
 * number outside all assigned ranges.
 */
export type Dnis = { number: string; assigned: boolean };

export type DnisError =
	| { code: "dnis-missing" }
	| { code: "dnis-not-plain"; value: string; cleaned: string | null }
	| { code: "dnis-not-a-number"; value: string }
	| { code: "dnis-too-long"; digits: number; limit: number }
	| { code: "dnis-leading-zero"; value: string; cleaned: string | null }
	| { code: "dnis-trunk-prefix"; value: string; cleaned: string | null }
	| { code: "dnis-unknown-country"; value: string }
	| {
			code: "dnis-wrong-length";
			value: string;
			callingCode: string;
			digits: number;
			lengths: number[];
	  };

const PLAIN = /^\+?[0-9]+$/;
// Separators that people and spreadsheets put between digits. They include minus signs, the long
// mark and the wave of East Asian writing, and invisible characters from copied numbers.
const SEPARATORS = /[\s\p{Z}\p{Cc}\p{Cf}\p{Pd}().,/\\_'"[\]·•|*#:;=~\u2053\u2212\u223C\u30FC]/gu;
const OTHER_PLUS = /[＋﹢⁺]/g;
// "18005555554.0": a spreadsheet took the number for a quantity. The fraction is not part of it.
const SPREADSHEET_NUMBER = /^\s*(\+?[0-9]+)[.,]0+\s*$/;
// "1.8005555554e+10": no digit is lost if the exponent equals the count of digits after the point.
const SCIENTIFIC_NUMBER = /^\s*\+?([0-9])[.,]([0-9]+)e\+?([0-9]{1,2})\s*$/i;
const DIGIT = /\p{Nd}/gu;

/**
 * Reads a DNIS (G4): an optional `+`, then 1 to 15 digits without a leading zero, with an existing
 * calling code and a length that the country can have ("possible" to libphonenumber). A number with
 * any character between its digits is refused. The error suggests the cleaned form if it is
 * acceptable.
 */
export function parseDnis(input: string): Result<Dnis, DnisError> {
	if (input.trim() === "") return err({ code: "dnis-missing" });
	if (PLAIN.test(input)) return parsePlainDnis(input);
	const cleaned = cleanDnis(input);
	if (cleaned === null) return err({ code: "dnis-not-a-number", value: input });
	return err({ code: "dnis-not-plain", value: input, cleaned: acceptable(cleaned) });
}

function parsePlainDnis(value: string): Result<Dnis, DnisError> {
	const digits = value.replace("+", "");
	if (digits.startsWith("0")) {
		const international = digits.startsWith("00")
			? acceptable(`+${digits.replace(/^0+/, "")}`)
			: null;
		return err({ code: "dnis-leading-zero", value, cleaned: international });
	}
	if (digits.length > DNIS_DIGITS_MAX)
		return err({ code: "dnis-too-long", digits: digits.length, limit: DNIS_DIGITS_MAX });
	const number = `+${digits}`;
	const callingCode = findCallingCode(digits);
	if (callingCode === null) return err({ code: "dnis-unknown-country", value });
	const parsed = parsePhoneNumberFromString(number, { extract: false });
	if (!parsed || !isPossible(parsed)) {
		return err({
			code: "dnis-wrong-length",
			value,
			callingCode,
			digits: digits.length,
			lengths: possibleLengths(callingCode),
		});
	}
	// A national prefix after the calling code ("+44 0 20…") parses as another number. If the typed
	// digits have a possible length, they may be meant. The number is then in no assigned range,
	// which is a warning and not an error.
	const isAsTyped = parsed.number === number;
	if (!isAsTyped && !possibleLengths(callingCode).includes(digits.length)) {
		return err({ code: "dnis-trunk-prefix", value, cleaned: acceptable(parsed.number) });
	}
	return ok({ number, assigned: isAsTyped && parsed.isValid() });
}

function acceptable(candidate: string): string | null {
	const parsed = parsePlainDnis(candidate);
	return parsed.ok ? parsed.value.number : null;
}

/**
 * The likeliest meaning of a refused text, if that number is acceptable; null if there is none
 * (G4).
 */
export function suggestDnis(input: string): string | null {
	const parsed = parseDnis(input);
	return !parsed.ok && "cleaned" in parsed.error ? parsed.error.cleaned : null;
}

/**
 * Digits of any script, with a leading plus, without separators. Null if letters make it no number.
 */
export function cleanDnis(input: string): string | null {
	const compact = (SPREADSHEET_NUMBER.exec(input)?.[1] ?? wholeScientific(input) ?? input)
		.normalize("NFKC")
		.replace(OTHER_PLUS, "+")
		.replace(/\(0\)/g, "")
		.replace(SEPARATORS, "");
	const ascii = compact.replace(DIGIT, decimalValue);
	if (!/^\+?[0-9]+$/.test(ascii)) return null;
	const digits = ascii.replace("+", "").replace(/^00(?=[1-9])/, "");
	return `+${digits}`;
}

function wholeScientific(input: string): string | null {
	const [, first = "", others = "", exponent] = SCIENTIFIC_NUMBER.exec(input) ?? [];
	return others !== "" && others.length === Number(exponent) ? first + others : null;
}

/**
 * The value of a decimal digit of any script. Each script's ten digits are consecutive code points
 * from a multiple; the search walks down to it.
 */
function decimalValue(digit: string): string {
	const codePoint = digit.codePointAt(0) as number;
	let zero = codePoint;
	while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && codePoint - zero < 9) zero -= 1;
	return String(codePoint - zero);
}
