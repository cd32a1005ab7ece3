import { type CountryCode, Metadata } from "libphonenumber-js/max";

/**
 * The metadata for the numbers of one country. The library compiles its patterns anew for each
 * question, which takes longer than all other work for a call. Here each pattern is compiled once,
 * on first use.
 */
export type Country = {
	name: string;
	prefix: RegExp | null;
	transform: string | null;
	literalPrefix: string | null;
	leading: RegExp | null;
	general: RegExp;
	types: readonly { lengths: readonly number[]; pattern: RegExp }[];
};

// The library's types leave these out, but its own parser reads them.
export type FullPlan = NonNullable<Metadata["numberingPlan"]> & {
	callingCode(): string;
	IDDPrefix(): string | undefined;
	defaultIDDPrefix(): string | undefined;
	nationalPrefix(): string | undefined;
	nationalPrefixForParsing(): string | undefined;
	nationalPrefixTransformRule(): string | undefined;
	nationalNumberPattern(): string;
	type(name: string): { pattern(): string; possibleLengths(): number[] } | undefined;
};
type FullMetadata = Metadata & {
	getCountryCodesForCallingCode(callingCode: string): CountryCode[] | undefined;
};

const TYPES = [
	"FIXED_LINE",
	"MOBILE",
	"PREMIUM_RATE",
	"TOLL_FREE",
	"SHARED_COST",
	"VOIP",
	"PERSONAL_NUMBER",
	"PAGER",
	"UAN",
	"VOICEMAIL",
];

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
export const beginning = (pattern: string): RegExp => new RegExp(`^(?:${pattern})`);

/** The library's plan of a country or a calling code; null if there is none. */
export function fullPlanOf(code: string): FullPlan | null {
	const metadata = new Metadata();
	try {
		// The library's types accept only countries. Its documentation allows a calling code too.
		metadata.selectNumberingPlan(code as CountryCode);
	} catch {
		return null;
	}
	return (metadata.numberingPlan as FullPlan | undefined) ?? null;
}

/** The countries of a calling code, the main one first. */
export const countriesOf = (callingCode: string): readonly CountryCode[] =>
	(new Metadata() as FullMetadata).getCountryCodesForCallingCode(callingCode) ?? [];

/**
 * National prefixes that are no longer dialed, and that address books still have, by calling code.
 * Mexico dialed 01, 044 and 045 before 2019-08-03 (IFT).
 */
const FORMER_PREFIXES: Record<string, string> = { "52": "(?:01|04[45])(?=[2-9][0-9]{9}$)" };

/** The patterns of one country, compiled. */
export function loadCountry(name: string, plan: FullPlan): Country {
	const prefix = [FORMER_PREFIXES[plan.callingCode()], plan.nationalPrefixForParsing()]
		.filter(Boolean)
		.join("|");
	const leading = plan.leadingDigits();
	return {
		name,
		prefix: prefix ? beginning(prefix) : null,
		transform: plan.nationalPrefixTransformRule() || null,
		literalPrefix: plan.nationalPrefix() || null,
		leading: leading ? beginning(leading) : null,
		general: whole(plan.nationalNumberPattern()),
		types: TYPES.flatMap((name) => {
			const type = plan.type(name);
			return type?.pattern()
				? [{ lengths: type.possibleLengths(), pattern: whole(type.pattern()) }]
				: [];
		}),
	};
}
