import { readCaller } from "../numbers/caller.ts";
import { readDialed } from "../numbers/dialed.ts";
import type { NumberContext } from "../numbers/readings.ts";
import { storedCaller } from "../numbers/stored-caller.ts";
import { readAttestation } from "./attestation.ts";

/** A phone system's own ID of a call has at most this many characters (C9). */
export const CALL_ID_CHARACTERS_MAX = 1024;
export const CALL_ID = /^.{0,1024}$/su;

const POSSIBLE_CODE = /^[1-9][0-9]{3,11}$/;
/** Equals no code and is no guess, because no code starts with 0. */
const NO_CODE = "0";

/**
 * The digits that the caller keyed in, without spaces and `#`; null if there is no digit. Text that
 * cannot be a code equals none (C9).
 */
export function readAccessCode(given: string | number): string | null {
	const text = String(given);
	if (text === "") return null;
	if (POSSIBLE_CODE.test(text)) return text;
	const keyed = text.replace(/[\s\p{Cf}#]/gu, "");
	if (!/\p{Nd}/u.test(keyed)) return null;
	return POSSIBLE_CODE.test(keyed) ? keyed : NO_CODE;
}

/** A call's ID for the records: no database accepts a NUL or half a surrogate pair. */
export const recordedCallId = (callId: string | null): string | null =>
	callId?.replace(/[\0\p{Cs}]/gu, "\u{FFFD}") ?? null;

/** A phone system's data about a call, as received. */
type ToldCall = {
	toPhoneNumber?: string | number | null | undefined;
	fromPhoneNumber?: string | number | null | undefined;
	accessCode?: string | number | null | undefined;
	callId?: string | number | null | undefined;
	attestation?: unknown;
	hidesCaller?: boolean | undefined;
};

/**
 * Reads the criteria of a call. `dialed` is null if no number is given, and empty if the text is no
 * number. `meant` is the likeliest reading, for a number outside our pools (C9). Numbers without a
 * plus are read in `context` (N2).
 */
export function readInboundCall(
	{ toPhoneNumber, fromPhoneNumber, accessCode, callId, attestation, hidesCaller }: ToldCall,
	context: NumberContext,
) {
	const dialed = String(toPhoneNumber ?? "").trim();
	return {
		accessCode: readAccessCode(accessCode ?? ""),
		attestation: readAttestation(attestation),
		hidesCaller: hidesCaller === true,
		callId: callId === "" || callId === undefined || callId === null ? null : String(callId),
		...storedCaller(readCaller(String(fromPhoneNumber ?? ""), context)),
		...readDialedNumber(dialed, context),
	};
}

function readDialedNumber(text: string, context: NumberContext) {
	if (text === "") return { dialed: null };
	const dialed = readDialed(text, context);
	// Fast path: a plain DNIS has one reading. A second read would slow every call.
	if (dialed.length < 2) return { dialed };
	const likeliest = readCaller(text, context);
	return { dialed, ...(likeliest.kind === "number" && { meant: likeliest.readings[0] }) };
}
