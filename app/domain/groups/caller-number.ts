import {
	type CountryCode,
	type PhoneNumber,
	parsePhoneNumberFromString,
} from "libphonenumber-js/max";
import { DNIS_DIGITS_MAX, findCallingCode, isPossible, numberingPlanOf } from "./calling-codes.ts";

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
