import type { CountryCode } from "libphonenumber-js/max";
import { parseCallerNumber } from "./caller-number.ts";
import { cleanDnis } from "./dnis.ts";

/**
 * The digits of a search text; null if the text is not a number (G4: search accepts any grouping).
 */
export function searchDigits(text: string): string | null {
	const cleaned = cleanDnis(text);
	return cleaned === null ? null : cleaned.slice(1);
}

/**
 * The complete E.164 numbers that a search text can mean, in any usual format: with country code,
 * or national for `defaultCountry` (K2). Null if it is not a number.
 */
export function searchedNumbers(text: string, defaultCountry: CountryCode): string[] | null {
	const digits = searchDigits(text);
	const international = digits !== null && /^[1-9][0-9]{0,14}$/.test(digits) ? `+${digits}` : null;
	const national = parseCallerNumber(text, defaultCountry);
	const meant = [international, national].filter((number) => number !== null);
	return meant.length > 0 ? [...new Set(meant)] : null;
}
