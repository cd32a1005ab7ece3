import { addressesIn } from "./addresses.ts";
import { type NumberContext, possibleReadings } from "./readings.ts";
import { writtenDigits } from "./written-digits.ts";

// Fast path: most dialed numbers are only digits.
const PLAIN = /^\+?[0-9]{1,15}$/;
const E164 = /^\+[1-9][0-9]{1,14}$/;

/**
 * The numbers that a dialed number may mean, likeliest first: its digits unchanged, which win if
 * they are a known DNIS, then its other readings, valid or not (C9, N2). Of several addresses, the
 * first number counts. Empty if there is none.
 */
export function readDialed(text: string, context: NumberContext): string[] {
	if (PLAIN.test(text)) return numbersOf({ user: text, context: null }, context);
	for (const address of addressesIn(text)) {
		const numbers = numbersOf(address, context);
		if (numbers.length > 0) return numbers;
	}
	return [];
}

function numbersOf(address: Parameters<typeof writtenDigits>[0], context: NumberContext): string[] {
	const written = writtenDigits(address);
	if (written === null) return [];
	const readings = [written.digits, written.withoutZero]
		.filter((digits) => digits !== null)
		.flatMap((digits) => possibleReadings(digits, context))
		.map(({ number }) => number);
	const asItStands = `+${written.digits.replace("+", "")}`;
	return [...new Set([asItStands, ...readings])].filter((number) => E164.test(number));
}
