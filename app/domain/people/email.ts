import { err, ok, type Result } from "../result.ts";
import { codePointLength } from "../text.ts";

/** The longest address that a mail server accepts, in characters. */
export const EMAIL_MAX = 254;

export type EmailError =
	| { code: "email-missing" }
	| { code: "email-not-an-address" }
	| { code: "email-too-long"; length: number; limit: number };

// Text, an at sign, text, without characters that end an address in a mail header. The mail server
// checks the rest.
const ADDRESS = /^[^\s\p{C}@<>,;]+@[^\s\p{C}@<>,;]+$/u;

/** An e-mail address as it is stored: trimmed, NFC, at most 254 characters. */
export function parseEmail(input: string): Result<string, EmailError> {
	const email = input.trim().normalize("NFC");
	if (email === "") return err({ code: "email-missing" });
	const length = codePointLength(email);
	if (length > EMAIL_MAX) return err({ code: "email-too-long", length, limit: EMAIL_MAX });
	return ADDRESS.test(email) ? ok(email) : err({ code: "email-not-an-address" });
}

/** Unique key of an address: two addresses with one key are one user. */
export const emailKey = (email: string): string =>
	email.trim().normalize("NFC").toLowerCase().normalize("NFC");
