import { readCaller } from "../numbers/caller.ts";
import { type CountryCode, dialingOf } from "../numbers/numbering-plan.ts";
import { numberSearch, pastedDigits, searchedNumbers } from "../numbers/pasted-text.ts";
import { comparedNumber } from "../numbers/two-writings.ts";

/**
 * The numbers that a search finds (K6): those that the text is as a whole, else those with one of
 * the beginnings. Four digits without a plus sign are the last four of a number.
 */
export type SoughtNumber =
	| { kind: "number"; whole: string[]; beginnings: string[] }
	| { kind: "ending"; ending: string };

/** Digits that a search needs: fewer would find half of the records. */
const DIGITS_MIN = 4;
const E164_DIGITS_MAX = 15;
/** The audit log shows a caller as `…0132`. */
const ELLIPSIS = /^\s*(?:\u2026|\.{3})/;

/** The whole numbers that a text can mean: as phone systems send it, or as people group it (N1). */
export function numbersMeant(text: string, country: CountryCode): string[] | null {
	const caller = readCaller(text, { country });
	const read = caller.kind === "number" ? caller.readings : [];
	const numbers = [...read, ...(searchedNumbers(text, { country }) ?? [])];
	return numbers.length > 0 ? [...new Set(numbers)] : null;
}

/** Reads a whole number in any writing, its beginning, or its last four digits. */
export function readSoughtNumber(
	text: string,
	country: CountryCode,
): SoughtNumber | "unreadable" | "too-few" {
	const digits = pastedDigits(text.replace(ELLIPSIS, ""))?.digits ?? null;
	const whole = numbersMeant(text, country) ?? [];
	if (digits === null) {
		return whole.length === 0 ? "unreadable" : { kind: "number", whole, beginnings: [] };
	}
	if (/^\d{4}$/.test(digits)) return { kind: "ending", ending: digits };
	if (ELLIPSIS.test(text)) return "unreadable";
	if (digits.replace(/^(\+|00)/, "").length < DIGITS_MIN) return "too-few";
	const beginnings = beginningsOf(text, digits, country);
	if (whole.length === 0 && beginnings.length === 0) return "unreadable";
	return { kind: "number", whole, beginnings };
}

/** Each beginning as it stands behind a plus sign, and as dialed in the country. */
function beginningsOf(text: string, digits: string, country: CountryCode): string[] {
	const dialed = /^[1-9]/.test(digits) ? [`+${dialingOf(country).callingCode}${digits}`] : [];
	const asItStands = digits.replace(/^(\+|00)?/, "+");
	const found = [asItStands, ...dialed, ...(numberSearch(text, { country })?.beginnings ?? [])];
	return [...new Set(found)].filter((one) => /^\+[1-9]\d{3,14}$/.test(one));
}

/**
 * The search for a caller's number in the writing of the records, which is one for all writings of
 * a subscriber (N3). Records of an earlier version have the number as given.
 */
export function comparedSought(sought: SoughtNumber): SoughtNumber {
	if (sought.kind === "ending") return sought;
	return {
		kind: "number",
		whole: [...new Set([...sought.whole, ...sought.whole.map(comparedNumber)])],
		beginnings: [...new Set(sought.beginnings.flatMap((one) => [one, ...comparedBeginnings(one)]))],
	};
}

/**
 * What comparison makes of a beginning, tried with each number of further digits. A writing changes
 * near its beginning, so the further digits stay.
 */
function comparedBeginnings(beginning: string): string[] {
	return Array.from({ length: E164_DIGITS_MAX - beginning.length + 1 }, (_, further) => {
		const rest = "0".repeat(further + 1);
		const compared = comparedNumber(beginning + rest);
		return compared.endsWith(rest) ? compared.slice(0, -rest.length) : beginning;
	}).filter((one) => one !== beginning);
}
