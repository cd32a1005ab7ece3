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
 * Countries that share a calling code share its lengths, as in the original libphonenumber: the
 * port asks the one country that it takes the number for, and so refuses some of +290 and +599 with
 * a length that it names as possible.
 */
export const isPossible = (parsed: PhoneNumber): boolean =>
	parsed.isPossible() ||
	possibleLengths(parsed.countryCallingCode).includes(parsed.number.length - 1);

/** Calling codes have 1 to 3 digits, and none is the beginning of another. */
export function findCallingCode(digits: string): string | null {
	const candidates = [1, 2, 3].map((length) => digits.slice(0, length));
	return candidates.find(numberingPlanOf) ?? null;
}

type NumberingPlan = Metadata["numberingPlan"];
// An import asks for the same few codes 10,000 times; there are at most 999.
const numberingPlans = new Map<string, NumberingPlan>();

export function numberingPlanOf(callingCode: string): NumberingPlan {
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
export function possibleLengths(callingCode: string): number[] {
	const national = numberingPlanOf(callingCode)?.possibleLengths() ?? [];
	return national
		.map((digits) => callingCode.length + digits)
		.filter((digits) => digits <= DNIS_DIGITS_MAX);
}

/** Whether it is a country, by its two capital letters, whose numbers are known. */
export const isKnownCountry = (country: string): country is CountryCode =>
	isSupportedCountry(country);
