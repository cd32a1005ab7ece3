import { type Dnis, type DnisError, readDnis, suggestionsOf } from "../numbers/dnis.ts";
import type { CountryCode } from "../numbers/numbering-plan.ts";
import { hasExtension, pastedDigits } from "../numbers/pasted-text.ts";
import { err, type Result } from "../result.ts";
import { isDate } from "./columns/find-header.ts";

/** What is wrong with the number of a row. The code tells which repair serves it (I9). */
export type NumberProblem =
	| DnisError
	| { code: "row-digits-lost"; value: string }
	/** `cleaned`: the number without its extension, which may need a further repair. */
	| { code: "dnis-extension"; value: string; cleaned: string; suggestions: string[] };

// 1.8E+10: how a spreadsheet formats a long number. The file has lost the dropped digits.
const SCIENTIFIC = /^\s*=?"?[+-]?\d+([.,]\d+)?\s*e\s*[+-]?\d+"?\s*$/i;
const PLAIN = /^\+?[0-9]+$/;

/**
 * Reads a row's number (G4, N1, N6). A number with other characters than a plus sign and digits is
 * told apart by what its repair would do: take off separators and wrapping, drop an extension, add
 * a country code, or choose between two readings.
 */
export function readRowNumber(value: string, country: CountryCode): Result<Dnis, NumberProblem> {
	const read = readDnis(value, { country });
	if (read.ok) return read;
	const { error } = read;
	if (error.code === "dnis-not-plain" && losesText(value))
		return err({ code: "dnis-not-a-number", value });
	if (error.code === "dnis-not-plain")
		return err(hasExtension(value) ? extension(error) : separated(error));
	if (error.code === "dnis-leading-zero") return err(zeroed(error));
	if (error.code === "dnis-not-a-number" && SCIENTIFIC.test(value))
		return err({ code: "row-digits-lost", value });
	return read;
}

const CELL_MAX = 100;
const DIGITS_LEAST = 5;

/**
 * Whether a cell is a number, can be repaired to one, or was one before a spreadsheet dropped its
 * digits. Dates are none. For detecting columns (I8): about 40 microseconds.
 */
export function readsAsNumber(cell: string, country: CountryCode): boolean {
	if (cell.length > CELL_MAX || isDate(cell)) return false;
	if (SCIENTIFIC.test(cell)) return true;
	if (cell.replace(/[^0-9\uff10-\uff19]/g, "").length < DIGITS_LEAST) return false;
	const read = readRowNumber(cell, country);
	return read.ok || suggestionsOf(read.error).length > 0;
}

const WRAPPED = /(?:tel|sips?):|[^\s]@[^\s]/i;
const BEHIND_MARK = /([;?:@])(.*)$/s;
const EXTENSION = /^\s*(?:ext(?:ension)?\s*=?\s*)?[0-9]+\s*#?[;\s]*$/i;

/**
 * Whether the text has more than a number: `+18005555554;Claims`. The reader takes it for the
 * parameters of an address. Without an address, the rest may be a description.
 */
function losesText(value: string): boolean {
	const [, mark, rest = ""] = BEHIND_MARK.exec(value) ?? [];
	if (mark === undefined || rest.trim() === "" || WRAPPED.test(value)) return false;
	return mark !== ";" || !EXTENSION.test(rest);
}

type NotPlain = Extract<DnisError, { code: "dnis-not-plain" }>;

/** A number with separators or wrapping, as the problem of its digits. */
function separated(error: NotPlain): NotPlain | Extract<DnisError, { suggestions: string[] }> {
	const { value, suggestions } = error;
	if (suggestions.length > 1) return { code: "dnis-two-readings", value, suggestions };
	const written = pastedDigits(value);
	const digits = [written?.digits, written?.withoutZero].filter((one) => typeof one === "string");
	const [number = ""] = suggestions;
	const isAsWritten = digits.some((one) =>
		[`${number}`, number.slice(1), `00${number.slice(1)}`].includes(one),
	);
	// Digits with a plus sign are complete: at most a national prefix goes.
	return isAsWritten || digits[0]?.startsWith("+")
		? error
		: { code: "dnis-national", value, suggestions };
}

/** Zeros in front are an international prefix, or the number is as dialed in its country. */
function zeroed(error: Extract<DnisError, { code: "dnis-leading-zero" }>): DnisError {
	const { value, suggestions } = error;
	const [number] = suggestions;
	return number === undefined || /^\+?0+$/.test(value.slice(0, 1 - number.length))
		? error
		: { code: "dnis-national", value, suggestions };
}

function extension(error: NotPlain): NumberProblem {
	const { value, suggestions } = error;
	const digits = pastedDigits(value)?.digits ?? "";
	const cleaned = separated(error).code === "dnis-not-plain" ? suggestions[0] : digits;
	return { code: "dnis-extension", value, cleaned: cleaned ?? digits, suggestions };
}

/** The number that the digits of a text are behind a plus sign; null if it is no number. */
export function writtenNumber(value: string): string | null {
	const digits = PLAIN.test(value) ? value : pastedDigits(value)?.digits;
	return digits === undefined ? null : `+${digits.replace("+", "")}`;
}

/** The number that a text writes with nothing but digits and a plus sign; null for other texts. */
export const plainNumber = (value: string): string | null =>
	PLAIN.test(value) ? `+${value.replace("+", "")}` : null;

/**
 * The readings of a number that needs a decision (N6): as dialed in the default country, and as it
 * stands behind a plus sign. Null for other problems, and for two readings that are both dialed.
 */
export function choicesOf(problem: { code: string }): { dialed: string; written: string } | null {
	if (problem.code !== "dnis-two-readings") return null;
	const { value, suggestions } = problem as Extract<NumberProblem, { code: "dnis-two-readings" }>;
	const [dialed] = suggestions;
	const written = writtenNumber(value);
	if (dialed === undefined || written === null || dialed === written) return null;
	return suggestions.includes(written) ? { dialed, written } : null;
}
