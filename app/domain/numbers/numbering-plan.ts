import { type CountryCode, isSupportedCountry } from "libphonenumber-js/max";
import {
	beginning,
	type Country,
	countriesOf,
	type FullPlan,
	fullPlanOf,
	loadCountry,
} from "./plan-metadata.ts";

export type { CountryCode };

/** E.164: at most 15 digits after the plus sign (G4). */
export const E164_DIGITS_MAX = 15;

/** Whether the text is the two capital letters of a country with known numbers. */
export const isKnownCountry = (country: string): country is CountryCode =>
	isSupportedCountry(country);

/** The metadata's name for calling codes of no country, such as +800. */
export const NO_COUNTRY = "001";

/** The numbering plan of one calling code, its main country first. */
type NumberingPlan = { countries: readonly Country[]; lengths: ReadonlySet<number> };

/** Dialing rules of a country, for its numbers without plus. */
type Dialing = { callingCode: string; home: Country; internationalPrefixes: readonly RegExp[] };

function loadPlan(callingCode: string): NumberingPlan | null {
	const main = fullPlanOf(callingCode);
	if (main === null) return null;
	const [mainName = NO_COUNTRY, ...names] = countriesOf(callingCode);
	const others = names.flatMap((name) => {
		const plan = fullPlanOf(name);
		return plan === null ? [] : [loadCountry(name, plan)];
	});
	const countries = [loadCountry(mainName, main), ...others];
	// Countries that share a calling code use the lengths of its main country, as in the original
	// library.
	const lengths = main
		.possibleLengths()
		.filter((digits) => callingCode.length + digits <= E164_DIGITS_MAX);
	return { countries, lengths: new Set(lengths) };
}

const plans = new Map<string, NumberingPlan | null>();

/** The plan of a calling code; null if the code does not exist. */
function planOf(callingCode: string): NumberingPlan | null {
	let plan = plans.get(callingCode);
	if (plan === undefined) {
		plan = loadPlan(callingCode);
		plans.set(callingCode, plan);
	}
	return plan;
}

/**
 * The prefixes dialed before a country code: the country's one prefix, then 00, then its patterns.
 * Digits of a pattern choose the long-distance company, and are rarely written.
 */
function internationalPrefixesOf(plan: FullPlan): RegExp[] {
	const pattern = plan.IDDPrefix() || "00";
	const [own] = [plan.defaultIDDPrefix(), pattern].filter((prefix) =>
		/^[0-9]+$/.test(prefix || ""),
	);
	return [...new Set([own ?? "00", "00", pattern])].map(beginning);
}

const dialings = new Map<CountryCode, Dialing>();

/** The dialing rules of a country. */
export function dialingOf(country: CountryCode): Dialing {
	let dialing = dialings.get(country);
	if (dialing === undefined) {
		const plan = fullPlanOf(country) as FullPlan;
		dialing = {
			callingCode: plan.callingCode(),
			home: loadCountry(country, plan),
			internationalPrefixes: internationalPrefixesOf(plan),
		};
		dialings.set(country, dialing);
	}
	return dialing;
}

/** Calling codes have 1 to 3 digits. No code is a prefix of another. */
export function callingCodeOf(digits: string): string | null {
	for (let length = 1; length <= 3; length += 1) {
		const code = digits.slice(0, length);
		if (code.length === length && planOf(code) !== null) return code;
	}
	return null;
}

function hasType(country: Country, national: string): boolean {
	if (!country.general.test(national)) return false;
	for (const { lengths, pattern } of country.types)
		if (lengths.includes(national.length) && pattern.test(national)) return true;
	return false;
}

/** Whether a number lies in an assigned range ("valid" to libphonenumber). */
export function isValidNational(callingCode: string, national: string): boolean {
	const plan = planOf(callingCode);
	if (plan === null) return false;
	const [only] = plan.countries;
	if (plan.countries.length === 1) return hasType(only as Country, national);
	for (const country of plan.countries) {
		if (country.leading === null) {
			if (hasType(country, national)) return true;
		} else if (country.leading.test(national)) return hasType(country, national);
	}
	return false;
}

/**
 * The countries with this number, the main country first: several for freephone numbers of the
 * United States and Canada. A number in no assigned range belongs to every country of its code.
 */
export function countriesWith(callingCode: string, national: string): string[] {
	const countries = planOf(callingCode)?.countries ?? [];
	const leading = countries.find((country) => country.leading?.test(national));
	if (leading !== undefined) return [leading.name];
	const having = countries.filter((country) => hasType(country, national));
	return (having.length > 0 ? having : countries).map(({ name }) => name);
}

/**
 * Whether numbers of this calling code can have this length, at most 15 digits in all (G4). A valid
 * number's length is always possible: Canadian numbers that begin with 310 have seven digits.
 */
export const isPossibleNational = (callingCode: string, national: string): boolean =>
	(planOf(callingCode)?.lengths.has(national.length) ?? false) ||
	(callingCode.length + national.length <= E164_DIGITS_MAX &&
		isValidNational(callingCode, national));

/** Whether a number fits the broad pattern of its calling code's main country. */
export const isLikeNational = (callingCode: string, national: string): boolean =>
	planOf(callingCode)?.countries[0]?.general.test(national) ?? false;

/** The numbers' lengths without the calling code, ascending. */
export const nationalLengths = (callingCode: string): number[] =>
	[...(planOf(callingCode)?.lengths ?? [])].sort((a, b) => a - b);

/**
 * A number without its national prefix: `020 7946 0958` is 2079460958 after +44. Null if it has
 * none. Some countries' rules replace the prefix with digits.
 */
function strip(country: Country, national: string): string | null {
	const { prefix, transform } = country;
	const match = prefix?.exec(national) ?? null;
	if (prefix === null || match === null) return null;
	const stripped =
		transform !== null && match.length > 1 && match.at(-1)
			? national.replace(prefix, transform)
			: national.slice(match[0].length);
	if (stripped === "") return null;
	return stripped === national ? stripBehindReplacement(country, national) : stripped;
}

/**
 * A number with both the prefix and the digits that replace it: in Argentina's +54 9 11 15 2345
 * 6789 the 9 stands for 15 already.
 */
function stripBehindReplacement(country: Country, national: string): string | null {
	const replacement = /^[0-9]+(?=\$1$)/.exec(country.transform ?? "")?.[0];
	if (replacement === undefined || !national.startsWith(replacement)) return null;
	const stripped = strip({ ...country, transform: "$1" }, national.slice(replacement.length));
	return stripped === null ? null : replacement + stripped;
}

/** A number without the national prefix of its calling code's main country. */
export function withoutPrefix(callingCode: string, national: string): string | null {
	const main = planOf(callingCode)?.countries[0];
	return main === undefined ? null : strip(main, national);
}

/** A number dialed in a country, without that country's national prefix. */
export const withoutHomePrefix = ({ home }: Dialing, national: string): string | null =>
	strip(home, national);

/** Whether numbers of this calling code are written with a 0 for national dialing only. */
export const hasPrefixZero = (callingCode: string): boolean =>
	planOf(callingCode)?.countries[0]?.literalPrefix === "0";
