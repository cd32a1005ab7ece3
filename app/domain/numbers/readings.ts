import {
	type CountryCode,
	callingCodeOf,
	dialingOf,
	E164_DIGITS_MAX,
	hasPrefixZero,
	isLikeNational,
	isPossibleNational,
	isValidNational,
	withoutHomePrefix,
	withoutPrefix,
} from "./numbering-plan.ts";
import { comparedNational, isOnlyAfterCode } from "./two-writings.ts";
import type { WrittenDigits } from "./written-digits.ts";

/**
 * What a sender's numbers without plus are: `any`, so the national reading comes first, or always
 * `international` (N2).
 */
export const WITHOUT_PLUS = ["any", "international"] as const;
export type WithoutPlus = (typeof WITHOUT_PLUS)[number];

/**
 * How numbers without plus are read: the country in which they are dialed, and whether the sender
 * declares them international (N2).
 */
export type NumberContext = { country: CountryCode; withoutPlus?: WithoutPlus };

/** One possible meaning of digits. */
export type Reading = { number: string; callingCode: string; national: string };

export const reading = (callingCode: string, national: string): Reading => {
	return { number: `+${callingCode}${national}`, callingCode, national };
};

/** Whether it lies in an assigned range, in either of two writings (N3). */
export function isValid({ callingCode, national }: Reading): boolean {
	if (isValidNational(callingCode, national)) return true;
	const compared = comparedNational(callingCode, national);
	return compared !== national && isValidNational(callingCode, compared);
}

/** Whether its country can have numbers of this length, in either of two writings (G4, N3). */
export const isPossible = ({ number, callingCode, national }: Reading): boolean =>
	number.length - 1 <= E164_DIGITS_MAX &&
	(isPossibleNational(callingCode, national) ||
		isPossibleNational(callingCode, comparedNational(callingCode, national)));

/**
 * The digits unchanged after a plus sign. A national prefix after the calling code is removed in
 * two cases: the number is valid only without it, or the number is invalid either way and this
 * looks like a prefix.
 */
export function internationally(digits: string): Reading | null {
	const callingCode = callingCodeOf(digits);
	if (callingCode === null || digits.length > E164_DIGITS_MAX + 2) return null;
	const national = digits.slice(callingCode.length);
	const asItStands = reading(callingCode, national);
	const stripped = withoutPrefix(callingCode, national);
	if (stripped === null) return isPossible(asItStands) ? asItStands : null;
	if (isPossible(asItStands) && isValid(asItStands)) return asItStands;
	return withoutOrWith(reading(callingCode, stripped), asItStands);
}

/** The digits as dialed in a country, with its national prefix or without. */
export function nationally(digits: string, country: CountryCode): Reading | null {
	const dialing = dialingOf(country);
	if (isOnlyAfterCode(dialing.callingCode, digits)) return null;
	const asItStands = reading(dialing.callingCode, digits);
	const stripped = withoutHomePrefix(dialing, digits);
	if (stripped === null) return isPossible(asItStands) ? asItStands : null;
	return withoutOrWith(reading(dialing.callingCode, stripped), asItStands);
}

/**
 * Chooses between the number without the national prefix and with it: the valid one, otherwise the
 * likelier one.
 */
function withoutOrWith(without: Reading, asItStands: Reading): Reading | null {
	const possible = [without, asItStands].filter(isPossible);
	const valid = possible.find(isValid);
	if (valid !== undefined || possible.length < 2) return valid ?? possible[0] ?? null;
	const { callingCode } = without;
	const isPartOfNumber =
		isLikeNational(callingCode, asItStands.national) &&
		!isLikeNational(callingCode, without.national);
	return isPartOfNumber ? asItStands : without;
}

/** The possible readings of digits behind the international prefixes that a country dials. */
export const readingsBehindPrefix = (digits: string, country: CountryCode): Reading[] =>
	present(
		dialingOf(country).internationalPrefixes.map((prefix) => {
			const [dialed] = prefix.exec(digits) ?? [];
			return dialed === undefined ? null : internationally(digits.slice(dialed.length));
		}),
	);

/**
 * The beginnings of E.164 numbers that digits can be the beginning of, as dialed in a country:
 * behind its national prefix, or behind its international prefixes.
 */
export function dialedBeginnings(digits: string, country: CountryCode): string[] {
	const dialing = dialingOf(country);
	const national = withoutHomePrefix(dialing, digits);
	const international = dialing.internationalPrefixes.flatMap((prefix) => {
		const [dialed] = prefix.exec(digits) ?? [];
		return dialed === undefined ? [] : [digits.slice(dialed.length)];
	});
	return [
		...(national === null ? [] : [`+${dialing.callingCode}${national}`]),
		...international.filter((rest) => /^[1-9]/.test(rest)).map((rest) => `+${rest}`),
	];
}

/** Every possible reading of the digits in the order of N2, valid or not. */
export function possibleReadings(
	digits: string,
	{ country, withoutPlus }: NumberContext,
): Reading[] {
	// No number begins with 0, so `+011` is the prefix for `+`, written twice.
	if (digits.startsWith("+0")) return present(readingsBehindPrefix(digits.slice(1), country));
	if (digits.startsWith("+")) return present([internationally(digits.slice(1))]);
	const behindPrefix = readingsBehindPrefix(digits, country);
	if (withoutPlus === "international") {
		const stated = present([internationally(digits), ...behindPrefix]);
		if (stated.length > 0) return stated;
	}
	return present([
		digits.startsWith(dialingOf(country).callingCode) ? internationally(digits) : null,
		nationally(digits, country),
		...behindPrefix,
		internationally(digits),
	]);
}

function present(readings: (Reading | null)[]): Reading[] {
	const found: Reading[] = [];
	for (const one of readings)
		if (one !== null && !found.some(({ number }) => number === one.number)) found.push(one);
	return found;
}

/**
 * The readings of the digits (N2): the valid ones if there are any, otherwise the possible ones.
 * The first one is stored.
 */
export function readingsOf(digits: string, context: NumberContext): Reading[] {
	const readings = possibleReadings(digits, context);
	if (readings.length < 2) return readings;
	const valid = readings.filter(isValid);
	return valid.length > 0 ? valid : readings;
}

/**
 * The readings of a text with a bracketed `(0)` (N7): the valid one of the numbers with and without
 * the 0; if both are valid, the one with the 0. If neither is valid, the possible one. If both are
 * possible, the one without the 0 if the country dials a 0 only nationally.
 */
export function readingsOfWritten(written: WrittenDigits, context: NumberContext): Reading[] {
	const withZero = readingsOf(written.digits, context);
	if (written.withoutZero === null) return withZero;
	const [first] = withZero;
	if (first !== undefined && isValid(first)) return withZero;
	const withoutZero = readingsOf(written.withoutZero, context);
	const [other] = withoutZero;
	if (other === undefined) return withZero;
	if (first === undefined || isValid(other)) return withoutZero;
	return hasPrefixZero(other.callingCode) ? withoutZero : withZero;
}
