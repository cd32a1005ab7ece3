import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { CountryCode } from "./numbering-plan.ts";
import { pastedDigits } from "./pasted-text.ts";
import {
	internationally,
	isValid,
	nationally,
	type Reading,
	readingsBehindPrefix,
	readingsOf,
	readingsOfWritten,
} from "./readings.ts";

/**
 * Why a text is not accepted unchanged as a DNIS (G4, N6), with the numbers to offer instead,
 * likeliest first.
 */
export type DnisQuestion =
	/** Valid as dialed in the default country and also internationally: the choice is a person's. */
	| { code: "dnis-two-readings"; value: string; suggestions: string[] }
	/** Valid only as dialed in the default country: it needs its country code. */
	| { code: "dnis-national"; value: string; suggestions: string[] }
	/** Other characters than a plus sign and digits; no suggestions if it is no number. */
	| { code: "dnis-not-plain"; value: string; suggestions: string[] };

/**
 * The context of a DNIS. `country`: the default country. `isInPool`: whether the pool has the
 * number now. `isKnown`: whether a pool of the installation has or had it. Without these two, no
 * number counts as known.
 */
export type DnisContext = {
	country: CountryCode;
	isInPool?: (number: string) => boolean;
	isKnown?: (number: string) => boolean;
};

const PLAIN = /^\+?[0-9]+$/;

/**
 * The question to ask before a text becomes a DNIS (N6). Null if the text is unambiguous: with a
 * plus sign, already in the pool, or without a valid national reading.
 */
export function dnisQuestion(value: string, context: DnisContext): DnisQuestion | null {
	if (!PLAIN.test(value))
		return { code: "dnis-not-plain", value, suggestions: dnisSuggestions(value, context) };
	if (value.startsWith("+") || context.isInPool?.(`+${value}`)) return null;
	const dialed = dialedReadings(value, context.country).filter(isValid);
	const international = asTyped(value);
	const isInternational = international !== null && isValid(international);
	const suggestions = numbersOf(isInternational ? [...dialed, international] : dialed);
	if (suggestions.length > 1) return { code: "dnis-two-readings", value, suggestions };
	// A leading 00 alone has an error of its own.
	if (suggestions.length === 0 || isInternational || isBehindZeros(value, dialed[0] as Reading))
		return null;
	return { code: "dnis-national", value, suggestions };
}

/** The readings of digits as dialed in the country: national, or behind its prefixes. */
function dialedReadings(digits: string, country: CountryCode): Reading[] {
	const national = exactNational(digits, country);
	const behindPrefix = readingsBehindPrefix(digits, country);
	return national === null ? behindPrefix : [national, ...behindPrefix];
}

const isBehindZeros = (digits: string, { number }: Reading): boolean =>
	digits === `00${number.slice(1)}`;

/**
 * The national reading of digits, if the country writes the number with exactly these digits (N6).
 * `18005555554` is dialed in the United States, but no national number is written so.
 */
export function exactNational(digits: string, country: CountryCode): Reading | null {
	const reading = nationally(digits, country);
	if (reading === null) return null;
	const written = parsePhoneNumberFromString(reading.number, { extract: false })?.formatNational();
	return written?.replace(/[^0-9]/g, "") === digits ? reading : null;
}

/** A DNIS keeps the typed digits (G4). */
function asTyped(digits: string): Reading | null {
	const reading = internationally(digits);
	return reading?.number === `+${digits}` ? reading : null;
}

/** The numbers that a text may mean as a DNIS, likeliest first (G4, N6, I9). */
export function dnisSuggestions(text: string, context: DnisContext): string[] {
	const { country } = context;
	const written = pastedDigits(text);
	if (written === null) return [];
	const writings = [written.digits, written.withoutZero].filter((digits) => digits !== null);
	const known = writings.find((digits) =>
		digits.startsWith("+") ? isKnownNumber(digits, context) : context.isInPool?.(`+${digits}`),
	);
	if (known !== undefined) return [`+${known.replace("+", "")}`];
	if (written.digits.startsWith("+"))
		return numbersOf(readingsOfWritten(written, { country }).slice(0, 1));
	for (const digits of writings) {
		const readings = offered(digits, country);
		if (readings.length > 0) return numbersOf(readings);
	}
	return [];
}

/** Whether the pool has the number, or a pool of the installation has or had it. */
export const isKnownNumber = (number: string, { isInPool, isKnown }: DnisContext): boolean =>
	(isInPool?.(number) ?? false) || (isKnown?.(number) ?? false);

/**
 * The valid readings. Without any: the digits unchanged, otherwise the first possible reading, also
 * behind a prefix that is no longer dialed.
 */
function offered(digits: string, country: CountryCode): Reading[] {
	const national = exactNational(digits, country);
	const dialed = nationally(digits, country);
	const others = readingsOf(digits, { country }).filter(({ number }) => number !== dialed?.number);
	const readings = [national, ...others].filter((reading) => reading !== null);
	const valid = readings.filter(isValid);
	if (valid.length > 0) return valid;
	const [first] = [asTyped(digits), ...readings, dialed].filter((reading) => reading !== null);
	return first === undefined ? [] : [first];
}

const numbersOf = (readings: readonly Reading[]): string[] => [
	...new Set(readings.map(({ number }) => number)),
];
