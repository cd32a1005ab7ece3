import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/**
 * The number as people write it in its country, with the country code: `+1 800 555 5554`. Falls
 * back to the number itself.
 */
export function formatForReading(number: string): string {
	return parsePhoneNumberFromString(number, { extract: false })?.formatInternational() ?? number;
}

/**
 * The part of a caller's number that may be stored for longer than the number: `…0132`, its last
 * four digits, and never more than a third of it.
 */
export const lastDigits = (number: string): string =>
	`…${number.slice(Math.max(number.length - 4, Math.ceil((number.length * 2) / 3)))}`;
