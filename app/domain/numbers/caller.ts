import { addressesIn, NUMBER_TEXT_MAX } from "./addresses.ts";
import { type NumberContext, type Reading, readingsOfWritten } from "./readings.ts";
import { comparedNumber } from "./two-writings.ts";
import { isWithheldNumber, isWithheldWord } from "./withheld.ts";
import { writtenDigits } from "./written-digits.ts";

/** The E.164 numbers that a text may mean. The first one is stored (N2). */
export type Readings = readonly [first: string, ...others: string[]];

/**
 * A caller's number after reading. `withheld` counts as not given (N4). `no-number` is a 400 in
 * `create`, and counts as not given in `match` (N5).
 */
export type Caller =
	| { kind: "number"; readings: Readings }
	| { kind: "withheld" }
	| { kind: "no-number" };

const WITHHELD: Caller = { kind: "withheld" };
const NO_NUMBER: Caller = { kind: "no-number" };

/**
 * Reads a caller's number in any writing (N1 to N5): plain, national, in `tel:`, `sip:` or a
 * complete header. Of several addresses, the first number counts.
 */
export function readCaller(text: string, context: NumberContext): Caller {
	if (text === "") return WITHHELD;
	const plain = readPlain(text, context);
	if (plain !== null) return plain;
	const addresses = addressesIn(text);
	const isWhole = text.length <= NUMBER_TEXT_MAX;
	let isWithheld = isWhole && addresses.length === 0;
	for (const address of addresses) {
		const written = writtenDigits(address);
		const caller =
			written === null
				? isWithheldWord(address)
					? WITHHELD
					: NO_NUMBER
				: callerOf(written.digits, readingsOfWritten(written, context));
		if (caller.kind === "number") return caller;
		isWithheld ||= isWhole && caller.kind === "withheld";
	}
	return isWithheld ? WITHHELD : NO_NUMBER;
}

// Fast path: most callers' numbers are only digits, or a URI without parameters. By RFC 3323 the
// host anonymous.invalid hides the caller.
const PLAIN =
	/^(?:tel:|sips?:)?(\+?[0-9]{1,17})(?:@(?!anonymous\.invalid\b)[a-z0-9.-]+(?::[0-9]+)?)?$/i;

function readPlain(text: string, context: NumberContext): Caller | null {
	const digits = PLAIN.exec(text)?.[1];
	if (digits === undefined || digits.startsWith("+00")) return null;
	return callerOf(digits, readingsOfWritten({ digits, withoutZero: null }, context));
}

function callerOf(digits: string, readings: readonly Reading[]): Caller {
	if (isWithheldNumber(digits, readings)) return WITHHELD;
	const [first, ...others] = readings.map(({ number }) => number);
	return first === undefined ? NO_NUMBER : { kind: "number", readings: [first, ...others] };
}

/** Whether an ANI *is* a request's number: their first readings are equal (N2, N3). */
export const is = (a: Readings, b: Readings): boolean =>
	comparedNumber(a[0]) === comparedNumber(b[0]);

/** Whether an ANI *may be* a request's number: any two readings are equal (N2, N3). */
export function mayBe(a: Readings, b: Readings): boolean {
	const others = b.map(comparedNumber);
	return a.some((reading) => others.includes(comparedNumber(reading)));
}

/**
 * The readings in the writing that comparison uses, in order. A database compares them in place of
 * `is` (the first ones) and `mayBe` (any two).
 */
export function comparedReadings(readings: Readings): Readings {
	const [first, ...others] = readings.map(comparedNumber);
	return [...new Set([first as string, ...others])] as unknown as Readings;
}
