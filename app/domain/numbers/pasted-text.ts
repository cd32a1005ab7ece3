import { type Address, addressesIn, visible } from "./addresses.ts";
import { dialedBeginnings, type NumberContext, possibleReadings } from "./readings.ts";
import { dropsExtension, type WrittenDigits, writtenDigits } from "./written-digits.ts";

// "18005555554.0": a spreadsheet took the number for a quantity. The fraction is not part of it.
const SPREADSHEET_NUMBER = /^\s*(\+?[0-9]+)[.,]0+\s*$/;
// "1.8005555554e+10": no digit is lost if the exponent equals the count of digits after the point.
const SCIENTIFIC_NUMBER = /^\s*\+?([0-9])[.,]([0-9]+)e\+?([0-9]{1,2})\s*$/i;
// "18,005,555,554", "1,800,555,5554": commas between groups of digits, not between two numbers.
const COMMA_GROUPS = /^\s*\+?[0-9]{1,4}(?:,[0-9]{1,4})+\s*$/;
// "…5554,,12#": digits that are keyed in after a pause.
const KEYED_IN = /^\s*[0-9]{1,6}\s*#?\s*$/;
// A completely quoted cell is not a display name. Spreadsheets write ="…" to keep a cell as text.
const QUOTED_WHOLE = /^\s*=?\s*"([^"]*)"\s*$/;
// ";ext=12" and ";12".
const EXTENSION_PARAMETER = /;\s*(?:ext(?:ension)?\s*=\s*)?[0-9]/i;

/**
 * The digits of typed or pasted text, or of a file's cell: read by N1, and as spreadsheets write
 * them. Null if it is no number, or more than one.
 */
export function pastedDigits(text: string): WrittenDigits | null {
	const digits = spreadsheetDigits(text);
	if (digits !== null) return { digits, withoutZero: null };
	const [first, ...others] = pastedAddresses(text);
	if (first === undefined) return null;
	const written = [first, ...others.filter(({ user }) => !KEYED_IN.test(user))].map(writtenDigits);
	return written.length === 1 ? (written[0] as WrittenDigits | null) : null;
}

/** Whether a text that is a number has an extension, which `pastedDigits` drops (N1). */
export function hasExtension(text: string): boolean {
	if (spreadsheetDigits(text) !== null) return false;
	const [first, ...others] = pastedAddresses(text);
	if (first === undefined) return false;
	return others.length > 0 || dropsExtension(first.user) || EXTENSION_PARAMETER.test(visible(text));
}

function pastedAddresses(text: string): Address[] {
	const whole = QUOTED_WHOLE.exec(text)?.[1] ?? text;
	return addressesIn(COMMA_GROUPS.test(whole) ? whole.replaceAll(",", "") : whole).filter(hasText);
}

const spreadsheetDigits = (text: string): string | null =>
	SPREADSHEET_NUMBER.exec(text)?.[1] ?? wholeScientific(text);

const hasText = ({ user }: Address): boolean => user !== "";

function wholeScientific(text: string): string | null {
	const [, first = "", others = "", exponent] = SCIENTIFIC_NUMBER.exec(text) ?? [];
	return others !== "" && others.length === Number(exponent) ? first + others : null;
}

/**
 * The digits of a search text in any grouping, for a complete number or a part of one. Null if the
 * text is no number (G4: search accepts any grouping).
 */
export const searchedDigits = (text: string): string | null =>
	pastedDigits(text)
		?.digits.replace("+", "")
		.replace(/^00(?=[1-9])/, "") ?? null;

/**
 * The complete numbers that a search text can mean: its digits unchanged, and every possible
 * reading (K2). Null if it is no number.
 */
export function searchedNumbers(text: string, context: NumberContext): string[] | null {
	const written = pastedDigits(text);
	const digits = searchedDigits(text);
	if (written === null || digits === null) return null;
	const readings = [written.digits, written.withoutZero]
		.filter((one) => one !== null)
		.flatMap((one) => possibleReadings(one, context))
		.map(({ number }) => number);
	const asItStands = /^[1-9][0-9]{0,14}$/.test(digits) ? [`+${digits}`] : [];
	const meant = [...new Set([...asItStands, ...readings])];
	return meant.length > 0 ? meant : null;
}

/**
 * How a search text finds E.164 numbers: `parts` stand anywhere in the digits, and `beginnings` at
 * the start of the number with its plus sign.
 */
export type NumberSearch = { parts: string[]; beginnings: string[] };

/**
 * The search for a complete number or a part of one, in any writing (G4): its digits, or the
 * beginning of a number as dialed in the default country. Null if the text is no number.
 */
export function numberSearch(text: string, context: NumberContext): NumberSearch | null {
	const written = pastedDigits(text);
	const digits = searchedDigits(text);
	if (written === null || digits === null) return null;
	const writings = [written.digits, written.withoutZero].filter((one) => one !== null);
	const dialed = writings.filter((one) => !one.startsWith("+"));
	const beginnings = [
		...(searchedNumbers(text, context) ?? []),
		...dialed.flatMap((one) => dialedBeginnings(one, context.country)),
	];
	const parts = [digits, ...writings.map((one) => one.replace("+", ""))];
	return { parts: [...new Set(parts)], beginnings: [...new Set(beginnings)] };
}
