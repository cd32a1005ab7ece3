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
export function readDialed(text: string, context: NumberContext): readonly string[] {
	if (PLAIN.test(text)) return readPlain(text, context);
	for (const address of addressesIn(text)) {
		const numbers = numbersOf(address, context);
		if (numbers.length > 0) return numbers;
	}
	return [];
}

/** Readings of plain texts by context. Callers dial the numbers of a pool over and over. */
const known = new Map<string, readonly string[]>();
/** The numbers of two of the largest pools. */
const KNOWN_MAX = 20_000;

function readPlain(text: string, context: NumberContext): readonly string[] {
	const key = `${context.country}${context.withoutPlus ?? ""}${text}`;
	let numbers = known.get(key);
	if (numbers === undefined) {
		numbers = numbersOf({ user: text, context: null }, context);
		if (known.size >= KNOWN_MAX) known.clear();
		known.set(key, numbers);
	}
	return numbers;
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
