import {
	type CountryCode,
	type PhoneNumber,
	parsePhoneNumberFromString,
} from "libphonenumber-js/max";
import { DNIS_DIGITS_MAX, findCallingCode, isPossible, numberingPlanOf } from "./calling-codes.ts";

/**
 * Reads a caller's number: international, or national with area code for `defaultCountry` (C,
 * `fromPhoneNumber`). Null if the number is not possible, or longer than E.164 allows.
 */
export function parseCallerNumber(input: string, defaultCountry: CountryCode): string | null {
	if (isPlainCallerNumber(input)) return input;
	const parsed: PhoneNumber | undefined = parsePhoneNumberFromString(input.trim(), {
		defaultCountry,
		extract: false,
	});
	if (!parsed || !isPossible(parsed)) return null;
	// Some countries have numbers of 17 digits. No E.164 field holds them.
	return parsed.number.length - 1 <= DNIS_DIGITS_MAX ? parsed.number : null;
}

const E164 = /^\+[1-9][0-9]{1,14}$/;
// The national prefix of each calling code. The pattern of a code without one needs a character
// that is not a digit, so it matches no number.
const nationalPrefixes = new Map<string, RegExp>();
const NO_PREFIX = "[^0-9]";

/**
 * Fast path: whether a number can be read without parsing. Most callers' numbers arrive as E.164,
 * and a full parse takes longer than all other checks of a request. False if the digits may begin
 * with a national prefix, because parsing would remove it.
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

/** national_prefix_for_parsing in the metadata; the library's types leave it out. */
const nationalPrefixOf = (callingCode: string): string =>
	(
		numberingPlanOf(callingCode) as unknown as { nationalPrefixForParsing(): string | undefined }
	).nationalPrefixForParsing() || NO_PREFIX;
