import {
	type CountryCode,
	isSupportedCountry,
	Metadata,
	type PhoneNumber,
} from "libphonenumber-js/max";

export type { CountryCode };

/** E.164: at most 15 digits, so 16 characters with the plus sign (G4). */
export const DNIS_DIGITS_MAX = 15;

/**
 * Countries that share a calling code share its lengths, as in the original libphonenumber. The
 * port checks only the country that it assumes for the number. It therefore refuses some numbers of
 * +290 and +599 with a length that it lists as possible.
 */
export const isPossible = (parsed: PhoneNumber): boolean =>
	parsed.isPossible() ||
	possibleLengths(parsed.countryCallingCode).includes(parsed.number.length - 1);

/** Calling codes have 1 to 3 digits. No code is a prefix of another. */
export function findCallingCode(digits: string): string | null {
	const candidates = [1, 2, 3].map((length) => digits.slice(0, length));
	return candidates.find(numberingPlanOf) ?? null;
}

type NumberingPlan = Metadata["numberingPlan"];
// Cache: an import looks up the same few codes 10,000 times. There are at most 999 codes.
const numberingPlans = new Map<string, NumberingPlan>();

export function numberingPlanOf(callingCode: string): NumberingPlan {
	if (!numberingPlans.has(callingCode))
		numberingPlans.set(callingCode, loadNumberingPlan(callingCode));
	return numberingPlans.get(callingCode);
}

function loadNumberingPlan(callingCode: string): NumberingPlan {
	const metadata = new Metadata();
	try {
		// The library's types accept only countries. Its documentation allows a calling code too.
		metadata.selectNumberingPlan(callingCode as CountryCode);
	} catch {
		return undefined;
	}
	return metadata.numberingPlan;
}

/**
 * Possible total lengths of numbers with this calling code, code included: ascending, at most 15.
 */
export function possibleLengths(callingCode: string): number[] {
	const national = numberingPlanOf(callingCode)?.possibleLengths() ?? [];
	return national
		.map((digits) => callingCode.length + digits)
		.filter((digits) => digits <= DNIS_DIGITS_MAX);
}

/** Whether the text is the two capital letters of a country with known numbers. */
export const isKnownCountry = (country: string): country is CountryCode =>
	isSupportedCountry(country);
