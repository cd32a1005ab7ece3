import { parseCallerNumber } from "../groups/caller-number.ts";

type Country = Parameters<typeof parseCallerNumber>[1];

/**
 * A phone system's own ID of a call has at most this many characters, none of them a control
 * character (C9).
 */
export const CALL_ID_CHARACTERS_MAX = 128;
export const CALL_ID = /^[^\p{Cc}\p{Cs}]{0,128}$/u;

/** Longer is no number in any writing, and not worth the time. */
const TEXT_LENGTH_MAX = 256;
const POSSIBLE_CODE = /^[1-9][0-9]{3,11}$/;
/** Equals no code: none starts with 0. */
const NO_CODE = "0";

/**
 * The number in what carriers and phone systems send: without a name before it, `tel:` or `sip:`,
 * host and parameters (C9).
 */
function bareNumber(text: string): string {
	if (text.length > TEXT_LENGTH_MAX) return "";
	const address = /<([^<>]*)>/.exec(text)?.[1] ?? text;
	const number = address
		.trim()
		.replace(/^(tel|sips?):/i, "")
		.replace(/%2b/gi, "+");
	return (number.split(/[@;?:]/, 1)[0] as string).trim();
}

/**
 * The numbers that a dialed number may mean, the likeliest first: its digits as they are, which win
 * where they are a known DNIS, then as dialed in the default country. None where it is no number at
 * all (C9).
 */
export function readDialedNumber(text: string, country: Country): string[] {
	const bare = bareNumber(text);
	if (/\p{L}/u.test(bare)) return [];
	const digits = bare.replace(/\D/g, "");
	const national = parseCallerNumber(bare, country);
	const readings = [`+${digits}`, national, `+${digits.replace(/^00/, "")}`];
	return [
		...new Set(
			readings.filter(
				(number): number is string => number !== null && /^\+[1-9][0-9]{0,14}$/.test(number),
			),
		),
	];
}

/**
 * The ANI as E.164, or null: one that is empty, a word, all zeros or not a number counts as not
 * given (C9).
 */
export function readAni(text: string, country: Country): string | null {
	const bare = bareNumber(text);
	if (/^[+0\s]*$/.test(bare)) return null;
	const digits = bare.replace(/^\+?(00)?/, "");
	return (
		parseCallerNumber(bare, country) ??
		(/^[1-9][0-9]*$/.test(digits) ? parseCallerNumber(`+${digits}`, country) : null)
	);
}

/**
 * The digits that the caller keyed in, without spaces and `#`; null where that leaves nothing. What
 * can be no code equals none (C9).
 */
export function readAccessCode(given: string | number): string | null {
	const text = String(given).replace(/[\s#]/g, "");
	if (text === "") return null;
	return POSSIBLE_CODE.test(text) ? text : NO_CODE;
}

/** What a phone system tells of a call, as it came. */
type ToldCall = {
	toPhoneNumber?: string | number | null | undefined;
	fromPhoneNumber?: string | number | null | undefined;
	accessCode?: string | number | null | undefined;
	callId?: string | null | undefined;
};

/**
 * The criteria of a call, read. `dialed` is null where no number is given, and empty where what is
 * given is none (C9).
 */
export function readInboundCall(
	{ toPhoneNumber, fromPhoneNumber, accessCode, callId }: ToldCall,
	country: Country,
) {
	const dialed = String(toPhoneNumber ?? "").trim();
	return {
		accessCode: readAccessCode(accessCode ?? ""),
		fromNumber: readAni(String(fromPhoneNumber ?? ""), country),
		dialed: dialed === "" ? null : readDialedNumber(dialed, country),
		callId: callId === "" ? null : (callId ?? null),
	};
}
