import { type Address, addressesIn } from "./addresses.ts";
import { type NumberContext, possibleReadings } from "./readings.ts";
import { type WrittenDigits, writtenDigits } from "./written-digits.ts";

// "18005555554.0": how a spreadsheet writes a number that it took for a quantity. The fraction is
// none of its digits.
const SPREADSHEET_NUMBER = /^\s*(\+?[0-9]+)[.,]0+\s*$/;
// "1.8005555554e+10": all digits are there when as many stand behind the point as the exponent
// says.
const SCIENTIFIC_NUMBER = /^\s*\+?([0-9])[.,]([0-9]+)e\+?([0-9]{1,2})\s*$/i;
// A cell that is quoted as a whole is no display name.
const QUOTED_WHOLE = /^\s*"([^"]*)"\s*$/;

/**
 * The digits of what a person typed or pasted, or a file holds: as N1 reads them, and as
 * spreadsheets write them. Null where it is no number, or more than one.
 */
export function pastedDigits(text: string): WrittenDigits | null {
	const digits = SPREADSHEET_NUMBER.exec(text)?.[1] ?? wholeScientific(text);
	if (digits !== null && digits !== undefined) return { digits, withoutZero: null };
	const addresses = addressesIn(QUOTED_WHOLE.exec(text)?.[1] ?? text);
	const written = addresses.filter(hasText).map(writtenDigits);
	return written.length === 1 ? (written[0] as WrittenDigits | null) : null;
}

const hasText = ({ user }: Address): boolean => user !== "";

function wholeScientific(text: string): string | null {
	const [, first = "", others = "", exponent] = SCIENTIFIC_NUMBER.exec(text) ?? [];
	return others !== "" && others.length === Number(exponent) ? first + others : null;
}

/**
 * The digits of a search text in any grouping, whole or a part of a number. Null where the text is
 * no number (G4: search accepts any grouping).
 */
export const searchedDigits = (text: string): string | null =>
	pastedDigits(text)
		?.digits.replace("+", "")
		.replace(/^00(?=[1-9])/, "") ?? null;

/**
 * The whole numbers that a search text can mean: its digits as they stand, and every possible
 * reading (K2). Null where it is no number.
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
