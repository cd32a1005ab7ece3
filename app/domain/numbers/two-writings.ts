import { callingCodeOf } from "./numbering-plan.ts";

/**
 * One subscriber, two writings (N3): a pattern of the digits after the calling code, and the
 * subscriber's number in the writing that comparison uses.
 */
export type TwoWritings = {
	country: string;
	callingCode: string;
	pattern: RegExp;
	compared: string;
	since: string;
	source: string;
};

/** Writings that exist only after the calling code: Mexico's 1 was dialed from abroad alone. */
const ONLY_AFTER_CODE: Record<string, RegExp> = { "52": /^1\d{10}$/ };

/** Whether the digits are a national number only after the calling code (N3). */
export const isOnlyAfterCode = (callingCode: string, national: string): boolean =>
	ONLY_AFTER_CODE[callingCode]?.test(national) ?? false;

const rule = (
	country: string,
	callingCode: string,
	since: string,
	source: string,
	changes: readonly [pattern: RegExp, compared: string][],
): TwoWritings[] =>
	changes.map(([pattern, compared]) => {
		return { country, callingCode, pattern, compared, since, source };
	});

// Three digits of Vietnam's mobile networks, and the two digits that replaced them. Viettel's 162
// to 169 have one rule of their own.
const VIETNAM = Object.entries({
	120: "70",
	121: "79",
	122: "77",
	126: "76",
	128: "78",
	123: "83",
	124: "84",
	125: "85",
	127: "81",
	129: "82",
	186: "56",
	188: "58",
	199: "59",
});

const NO_RULES: readonly TwoWritings[] = [];

export const TWO_WRITINGS: readonly TwoWritings[] = [
	...rule("Argentina", "54", "1999", "google/libphonenumber issue 684; wtng.info 54", [
		[/^9(\d{10})$/, "$1"],
	]),
	...rule("Mexico", "52", "2019-08-03", "IFT, newsweekespanol.com/?p=114478", [
		[/^1([2-9]\d{9})$/, "$1"],
	]),
	// Trunked radio kept eight digits, which begin with 7.
	...rule("Brazil", "55", "2012-07-29 to 2016-11-06", "Anatel, estadao.com.br 904146", [
		[/^([1-9]\d)([689]\d{7})$/, "$19$2"],
	]),
	...rule("Ivory Coast", "225", "2021-01-31", "ARTCI, nordsud.info; libphonenumber issue 1909", [
		[/^([04-9][0-3]\d{6})$/, "01$1"],
		[/^([04-9][4-6]\d{6})$/, "05$1"],
		[/^([04-9][7-9]\d{6})$/, "07$1"],
		[/^([23]\d8\d{5})$/, "21$1"],
		[/^([23]\d0\d{5})$/, "25$1"],
		[/^([23]\d[1-79]\d{5})$/, "27$1"],
	]),
	...rule("Benin", "229", "2024-11-30", "ARCEP Bénin, fr.allafrica.com/stories/202411300249.html", [
		[/^(\d{8})$/, "01$1"],
	]),
	...rule("Colombia", "57", "2021-09-01", "CRC, Resolución 5826 of 2019", [
		[/^((?:4(?!6)|[125-8])[2-9]\d{6})$/, "60$1"],
	]),
	...rule("Gabon", "241", "2019-11-15", "ARCEP Gabon, news.alibreville.com/h/89332.html", [
		[/^0?(1\d{6})$/, "1$1"],
		[/^0?([256]\d{6})$/, "6$1"],
		[/^0?([47]\d{6})$/, "7$1"],
	]),
	...rule("Cameroon, mobile", "237", "2014-11-21", "ART, bamendaonline.net", [
		[/^([79]\d{7})$/, "6$1"],
	]),
	...rule("Vietnam, mobile", "84", "2018-09-15", "MIC, sggpnews.org.vn 76279", [
		[/^16([2-9]\d{7})$/, "3$1"],
		...VIETNAM.map(([before, now]): [RegExp, string] => [
			new RegExp(`^${before}(\\d{7})$`),
			`${now}$1`,
		]),
	]),
];

const byCode = new Map<string, TwoWritings[]>();
for (const writing of TWO_WRITINGS)
	byCode.set(writing.callingCode, [...(byCode.get(writing.callingCode) ?? []), writing]);

/** The digits after a calling code in the writing that comparison uses (N3). */
export function comparedNational(callingCode: string, national: string): string {
	for (const { pattern, compared } of byCode.get(callingCode) ?? NO_RULES)
		if (pattern.test(national)) return national.replace(pattern, compared);
	return national;
}

/**
 * The number in the writing that comparison uses: equal for two writings of one subscriber (N3).
 * The number is E.164. This writing is never stored or returned as the given number.
 */
export function comparedNumber(number: string): string {
	const digits = number.slice(1);
	const callingCode = callingCodeOf(digits);
	if (callingCode === null || !byCode.has(callingCode)) return number;
	return `+${callingCode}${comparedNational(callingCode, digits.slice(callingCode.length))}`;
}
