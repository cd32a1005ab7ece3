import fc from "fast-check";
import {
	type CountryCode,
	getCountries,
	isValidPhoneNumber,
	Metadata,
	parsePhoneNumberFromString,
} from "libphonenumber-js/max";

export type { CountryCode };

/** A number in an assigned range, and the country whose ranges it was made from. */
export type SampleNumber = {
	country: CountryCode | null;
	callingCode: string;
	national: string;
	number: string;
};

// The library's types leave the patterns out.
type Patterns = {
	callingCode(): string;
	nationalPrefix(): string | undefined;
	IDDPrefix(): string;
	defaultIDDPrefix(): string | undefined;
	possibleLengths(): number[];
	type(name: string): { pattern(): string; possibleLengths(): number[] } | undefined;
};

const TYPES = ["FIXED_LINE", "MOBILE", "TOLL_FREE", "PREMIUM_RATE", "VOIP", "UAN"];
const NO_COUNTRY = ["800", "808", "870", "878", "881", "882", "883", "888", "979"];

/** The tests' default countries: large numbering plans, each with a peculiarity. */
export const LARGE_PLANS: readonly CountryCode[] = [
	...(["US", "CA", "GB", "DE", "FR", "IT", "ES", "NL", "PL", "NO", "SE", "DK"] as const),
	...(["BR", "AR", "MX", "CO", "AU", "NZ", "JP", "CN", "IN", "ID", "KR", "SG"] as const),
	...(["RU", "TR", "ZA", "NG", "EG", "VN"] as const),
];

export function planOf(code: string): Patterns {
	const metadata = new Metadata();
	metadata.selectNumberingPlan(code as CountryCode);
	return metadata.numberingPlan as unknown as Patterns;
}

/** The prefix dialled before a country code. */
export const internationalPrefixOf = (country: CountryCode): string => {
	const plan = planOf(country);
	const prefix = plan.defaultIDDPrefix() || plan.IDDPrefix();
	return /^\d+$/.test(prefix) ? prefix : "00";
};

/** The national form, digits alone. */
export const nationalDigitsOf = (number: string): string =>
	(parsePhoneNumberFromString(number)?.formatNational() ?? "").replace(/\D/g, "");

/**
 * Numbers of every calling code and type, the same for the same seed. The library finds each of
 * them valid.
 */
export function sampleNumbers(ofEachType: number, seed = 13): SampleNumber[] {
	const samples = new Map<string, SampleNumber>();
	for (const code of [...getCountries(), ...NO_COUNTRY]) {
		const plan = planOf(code);
		const callingCode = plan.callingCode();
		for (const name of TYPES) {
			const pattern = plan.type(name)?.pattern();
			if (!pattern) continue;
			const drawn = fc.sample(fc.stringMatching(new RegExp(`^(?:${pattern})$`)), {
				numRuns: ofEachType,
				seed,
			});
			for (const national of drawn) {
				const number = `+${callingCode}${national}`;
				if (number.length > 16 || !/^\+\d+$/.test(number) || !isValidPhoneNumber(number)) continue;
				const country = /^\d/.test(code) ? null : (code as CountryCode);
				samples.set(number, { country, callingCode, national, number });
			}
		}
	}
	return [...samples.values()];
}
