import { err, ok, type Result } from "../result.ts";
import {
	type DnisContext,
	type DnisQuestion,
	dnisQuestion,
	dnisSuggestions,
	isKnownNumber,
} from "./dnis-question.ts";
import {
	callingCodeOf,
	countriesWith,
	E164_DIGITS_MAX,
	isValidNational,
	nationalLengths,
} from "./numbering-plan.ts";
import { internationally, isPossible, reading } from "./readings.ts";

/**
 * A DNIS as it is stored and returned: `+` and 1 to 15 digits. `assigned` is false for a number
 * outside all assigned ranges.
 */
export type Dnis = { number: string; assigned: boolean };

/** Why a text is no DNIS. `suggestions` are acceptable numbers to offer, likeliest first. */
export type DnisError =
	| { code: "dnis-missing" }
	| DnisQuestion
	| { code: "dnis-not-a-number"; value: string }
	| { code: "dnis-too-long"; digits: number; limit: number }
	| { code: "dnis-leading-zero"; value: string; suggestions: string[] }
	| { code: "dnis-trunk-prefix"; value: string; suggestions: string[] }
	| { code: "dnis-unknown-country"; value: string }
	| {
			code: "dnis-wrong-length";
			value: string;
			callingCode: string;
			digits: number;
			lengths: number[];
	  };

/**
 * Reads a DNIS (G4, N6): an optional `+`, then 1 to 15 digits without a leading zero, with an
 * existing calling code and a length that the country can have ("possible" to libphonenumber). A
 * number with any character between its digits is refused, and so is a number with two valid
 * readings. A known number is accepted, whatever the metadata says of its country now.
 */
export function readDnis(value: string, context: DnisContext): Result<Dnis, DnisError> {
	if (value.trim() === "") return err({ code: "dnis-missing" });
	const question = dnisQuestion(value, context);
	if (question === null) return readPlain(value, context);
	return question.suggestions.length === 0
		? err({ code: "dnis-not-a-number", value })
		: err(question);
}

function readPlain(value: string, context: DnisContext): Result<Dnis, DnisError> {
	const digits = value.replace("+", "");
	const number = `+${digits}`;
	if (isKnownNumber(number, context)) return ok({ number, assigned: isAssigned(number) });
	if (digits.startsWith("0")) {
		const suggestions = dnisSuggestions(value, context);
		return err({ code: "dnis-leading-zero", value, suggestions });
	}
	if (digits.length > E164_DIGITS_MAX)
		return err({ code: "dnis-too-long", digits: digits.length, limit: E164_DIGITS_MAX });
	const callingCode = callingCodeOf(digits);
	if (callingCode === null) return err({ code: "dnis-unknown-country", value });
	if (isPossible(reading(callingCode, digits.slice(callingCode.length))))
		return ok({ number, assigned: isAssigned(number) });
	const withoutPrefix = internationally(digits);
	if (withoutPrefix !== null)
		return err({ code: "dnis-trunk-prefix", value, suggestions: [withoutPrefix.number] });
	return err({
		code: "dnis-wrong-length",
		value,
		callingCode,
		digits: digits.length,
		lengths: nationalLengths(callingCode).map((length) => callingCode.length + length),
	});
}

/** Whether an E.164 number lies in an assigned range ("valid" to libphonenumber). */
export function isAssigned(number: string): boolean {
	const digits = number.slice(1);
	const callingCode = callingCodeOf(digits);
	return callingCode !== null && isValidNational(callingCode, digits.slice(callingCode.length));
}

/** A number with its countries, for a person who chooses between numbers. */
export type PlacedNumber = { number: string; countries: string[] };

export function placed(number: string): PlacedNumber {
	const digits = number.slice(1);
	const callingCode = callingCodeOf(digits);
	const countries =
		callingCode === null ? [] : countriesWith(callingCode, digits.slice(callingCode.length));
	return { number, countries };
}

/** The numbers to offer instead of a refused text, likeliest first. */
export const suggestionsOf = (error: { code: string; suggestions?: string[] }): string[] =>
	error.suggestions ?? [];
