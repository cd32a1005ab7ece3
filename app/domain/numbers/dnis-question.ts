import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { CountryCode } from "./numbering-plan.ts";
import { pastedDigits } from "./pasted-text.ts";
import {
	internationally,
	isValid,
	nationally,
	type Reading,
	readingsOf,
	readingsOfWritten,
} from "./readings.ts";

/**
 * Why a text is not accepted unchanged as a DNIS (G4, N6), with the numbers to offer instead,
 * likeliest first.
 */
export type DnisQuestion =
	/** Valid both nationally and internationally: two numbers, and the choice is never guessed. */
	| { code: "dnis-two-readings"; value: string; suggestions: [string, string] }
	/** Valid nationally only: it needs its country code. */
	| { code: "dnis-national"; value: string; suggestions: [string] }
	/** Other characters than a plus sign and digits; no suggestions if it is no number. */
	| { code: "dnis-not-plain"; value: string; suggestions: string[] };

/** The context of a DNIS: the default country, and the numbers already in the pool. */
export type DnisContext = { country: CountryCode; isInPool?: (number: string) => boolean };

const PLAIN = /^\+?[0-9]+$/;

/**
 * The question to ask before a text becomes a DNIS (N6). Null if the text is unambiguous: with a
 * plus sign, already in the pool, or without a valid national reading.
 */
export function dnisQuestion(
	value: string,
	{ country, isInPool }: DnisContext,
): DnisQuestion | null {
	if (!PLAIN.test(value))
		return { code: "dnis-not-plain", value, suggestions: dnisSuggestions(value, country) };
	if (value.startsWith("+") || isInPool?.(`+${value}`)) return null;
	const national = exactNational(value, country);
	if (national === null || !isValid(national)) return null;
	const international = asTyped(value);
	if (international === null || !isValid(international))
		return { code: "dnis-national", value, suggestions: [national.number] };
	if (international.number === national.number) return null;
	const suggestions: [string, string] = [national.number, international.number];
	return { code: "dnis-two-readings", value, suggestions };
}

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
export function dnisSuggestions(text: string, country: CountryCode): string[] {
	const written = pastedDigits(text);
	if (written === null) return [];
	if (written.digits.startsWith("+"))
		return numbersOf(readingsOfWritten(written, { country }).slice(0, 1));
	for (const digits of [written.digits, written.withoutZero]) {
		const readings = digits === null ? [] : offered(digits, country);
		if (readings.length > 0) return numbersOf(readings);
	}
	return [];
}

/** The valid readings. Without any: the digits unchanged, otherwise the first possible reading. */
function offered(digits: string, country: CountryCode): Reading[] {
	const national = exactNational(digits, country);
	const others = readingsOf(digits, { country }).filter(
		({ number }) => number !== nationally(digits, country)?.number,
	);
	const readings = [national, ...others].filter((reading) => reading !== null);
	const valid = readings.filter(isValid);
	if (valid.length > 0) return valid;
	const [first] = [asTyped(digits), ...readings].filter((reading) => reading !== null);
	return first === undefined ? [] : [first];
}

const numbersOf = (readings: readonly Reading[]): string[] => [
	...new Set(readings.map(({ number }) => number)),
];
