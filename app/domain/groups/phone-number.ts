import {
	type CountryCode,
	isSupportedCountry,
	Metadata,
	type PhoneNumber,
	parsePhoneNumberFromString,
} from "libphonenumber-js/max";
import { err, ok, type Result } from "../result.ts";

export type { CountryCode };

/** E.164: at most 15 digits, so 16 characters with the plus sign (G4). */
export const DNIS_DIGITS_MAX = 15;

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

/**
 * Countries that share a calling code share its lengths, as in the original libphonenumber: the
 * port asks the one country that it takes the number for, and so refuses some of +290 and +599 with
 * a length that it names as possible.
 */
const isPossible = (parsed: PhoneNumber): boolean =>
	parsed.isPossible() ||
	possibleLengths(parsed.countryCallingCode).includes(parsed.number.length - 1);

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

/** Calling codes have 1 to 3 digits, and none is the beginning of another. */
function findCallingCode(digits: string): string | null {
	const candidates = [1, 2, 3].map((length) => digits.slice(0, length));
	return candidates.find(numberingPlanOf) ?? null;
}

type NumberingPlan = Metadata["numberingPlan"];
// An import asks for the same few codes 10,000 times; there are at most 999.
const numberingPlans = new Map<string, NumberingPlan>();

function numberingPlanOf(callingCode: string): NumberingPlan {
	if (!numberingPlans.has(callingCode))
		numberingPlans.set(callingCode, loadNumberingPlan(callingCode));
	return numberingPlans.get(callingCode);
}

function loadNumberingPlan(callingCode: string): NumberingPlan {
	const metadata = new Metadata();
	try {
		// The library's types know countries only; a calling code is documented to work too.
		metadata.selectNumberingPlan(callingCode as CountryCode);
	} catch {
		return undefined;
	}
	return metadata.numberingPlan;
}

/**
 * Whole lengths (calling code included) that numbers of this calling code can have, ascending, 15
 * at most.
 */
function possibleLengths(callingCode: string): number[] {
	const national = numberingPlanOf(callingCode)?.possibleLengths() ?? [];
	return national
		.map((digits) => callingCode.length + digits)
		.filter((digits) => digits <= DNIS_DIGITS_MAX);
}

/**
 * The number as people write it in its country, with the country code: `+1 800 555 5554`. Falls
 * back to the number itself.
 */
export function formatForReading(number: string): string {
	return parsePhoneNumberFromString(number, { extract: false })?.formatInternational() ?? number;
}

/**
 * What may be kept of a caller's number for longer than the number itself: `…0132`, its last four
 * digits, and never more than a third of it.
 */
export const lastDigits = (number: string): string =>
	`…${number.slice(Math.max(number.length - 4, Math.ceil((number.length * 2) / 3)))}`;

/**
 * Reads a caller's number: international, or national with area code for `defaultCountry` (C,
 * `fromPhoneNumber`). Null where it is no possible number, or longer than E.164 allows.
 */
export function parseCallerNumber(input: string, defaultCountry: CountryCode): string | null {
	if (isPlainCallerNumber(input)) return input;
	const parsed: PhoneNumber | undefined = parsePhoneNumberFromString(input.trim(), {
		defaultCountry,
		extract: false,
	});
	if (!parsed || !isPossible(parsed)) return null;
	// Some countries have numbers of 17 digits, which no E.164 field holds.
	return parsed.number.length - 1 <= DNIS_DIGITS_MAX ? parsed.number : null;
}

const E164 = /^\+[1-9][0-9]{1,14}$/;
// A calling code's, by that code. No number has a character that is no digit.
const nationalPrefixes = new Map<string, RegExp>();
const NO_PREFIX = "[^0-9]";

/**
 * Whether a number is read as exactly what stands there: most callers' numbers come as E.164, and
 * reading one of them in full takes longer than all else that is checked of a request. Says no
 * where the digits may begin with a national prefix, which would be taken away.
 */
function isPlainCallerNumber(input: string): boolean {
	if (!E164.test(input)) return false;
	const digits = input.slice(1);
	const callingCode = findCallingCode(digits);
	if (
		callingCode === null ||
		!numberingPlanOf(callingCode)
			?.possibleLengths()
			.includes(digits.length - callingCode.length)
	)
		return false;
	const prefix =
		nationalPrefixes.get(callingCode) ?? new RegExp(`^(?:${nationalPrefixOf(callingCode)})`);
	nationalPrefixes.set(callingCode, prefix);
	return !prefix.test(digits.slice(callingCode.length));
}

/** What the metadata call national_prefix_for_parsing; the library's types leave it out. */
const nationalPrefixOf = (callingCode: string): string =>
	(
		numberingPlanOf(callingCode) as unknown as { nationalPrefixForParsing(): string | undefined }
	).nationalPrefixForParsing() || NO_PREFIX;

/** Whether it is a country, by its two capital letters, whose numbers are known. */
export const isKnownCountry = (country: string): country is CountryCode =>
	isSupportedCountry(country);

/**
 * The digits of a search text in any grouping, or null where the text is not a number at all (G4:
 * search accepts any grouping).
 */
export function searchDigits(text: string): string | null {
	const cleaned = cleanDnis(text);
	return cleaned === null ? null : cleaned.slice(1);
}

/**
 * The whole numbers in E.164 form that a search text can mean, in any usual format: with its
 * country code, or national for `defaultCountry` (K2). Null where it is no number.
 */
export function searchedNumbers(text: string, defaultCountry: CountryCode): string[] | null {
	const digits = searchDigits(text);
	const international = digits !== null && /^[1-9][0-9]{0,14}$/.test(digits) ? `+${digits}` : null;
	const national = parseCallerNumber(text, defaultCountry);
	const meant = [international, national].filter((number) => number !== null);
	return meant.length > 0 ? [...new Set(meant)] : null;
}
