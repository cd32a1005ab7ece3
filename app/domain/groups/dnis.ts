import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { err, ok, type Result } from "../result.ts";
import { DNIS_DIGITS_MAX, findCallingCode, isPossible, possibleLengths } from "./calling-codes.ts";

/**
 * A DNIS as it is kept and given: `+` and 1 to 15 digits. `assigned` is false for a possible number
 * in no assigned range.
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
// What people and spreadsheets put between digits: minus signs, the long mark and the wave of East
// Asian writing, and the invisible characters that come with copied numbers included.
const SEPARATORS = /[\s\p{Z}\p{Cc}\p{Cf}\p{Pd}().,/\\_'"[\]·•|*#:;=~\u2053\u2212\u223C\u30FC]/gu;
const OTHER_PLUS = /[＋﹢⁺]/g;
// "18005555554.0": how a spreadsheet writes a number that it took for a quantity. The fraction is
// none of its digits.
const SPREADSHEET_NUMBER = /^\s*(\+?[0-9]+)[.,]0+\s*$/;
// "1.8005555554e+10": all digits are there when as many stand behind the point as the exponent
// says.
const SCIENTIFIC_NUMBER = /^\s*\+?([0-9])[.,]([0-9]+)e\+?([0-9]{1,2})\s*$/i;
const DIGIT = /\p{Nd}/gu;

/**
 * Reads a DNIS (G4): an optional `+`, then 1 to 15 digits without a leading zero, a country calling
 * code that exists, and a length that its country can have ("possible" to libphonenumber). A number
 * with anything between its digits is refused, and the error carries the cleaned form where that
 * would be accepted.
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
	// A national prefix behind the calling code ("+44 0 20…") reads as another number.
	// Where what was typed has a length that the country can have, it may be meant all the same: then
	// it is in no assigned range, which is a warning and no error.
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
 * The number that a refused text most likely means, where that would be accepted; null where there
 * is none to offer (G4).
 */
export function suggestDnis(input: string): string | null {
	const parsed = parseDnis(input);
	return !parsed.ok && "cleaned" in parsed.error ? parsed.error.cleaned : null;
}

/**
 * Digits of any script, with a leading plus, without what people write between them; null where
 * letters make it no number at all.
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
 * The value of a decimal digit of any script: each script's ten digits stand in a row that starts
 * at a multiple found by walking down.
 */
function decimalValue(digit: string): string {
	const codePoint = digit.codePointAt(0) as number;
	let zero = codePoint;
	while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && codePoint - zero < 9) zero -= 1;
	return String(codePoint - zero);
}
