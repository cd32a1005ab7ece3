import { err, ok, type Result } from "../result.ts";
import { codePointLength } from "../text.ts";
import { COMMON_PASSWORDS } from "./common-passwords.ts";

/** For new passwords; an existing one may be shorter (R7). */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 256;

export type PasswordError =
	| { code: "password-missing" }
	| { code: "password-too-short"; limit: number }
	| { code: "password-too-long"; length: number; limit: number }
	| { code: "password-common" }
	| { code: "password-is-address" };

/**
 * A new password (R7): 12 to 256 characters of any kind, spaces as typed. Refused: a common
 * password, the user's own address, and the part of the address before its @. Case, look-alike
 * characters and spaces around the text make no difference.
 */
export function parsePassword(input: string, email?: string): Result<string, PasswordError> {
	const present = parsePresentPassword(input);
	if (!present.ok) return present;
	if (codePointLength(input) < PASSWORD_MIN)
		return err({ code: "password-too-short", limit: PASSWORD_MIN });
	const key = compared(input);
	if (COMMON_PASSWORDS.has(key)) return err({ code: "password-common" });
	if (email === undefined) return present;
	const address = compared(email);
	return key === address || key === address.split("@", 1)[0]
		? err({ code: "password-is-address" })
		: present;
}

const compared = (text: string): string =>
	text.normalize("NFKC").trim().toLowerCase().normalize("NFKC");

/** An existing password: the rules for new ones may be more recent. */
export function parsePresentPassword(input: string): Result<string, PasswordError> {
	if (input === "") return err({ code: "password-missing" });
	const length = codePointLength(input);
	return length > PASSWORD_MAX
		? err({ code: "password-too-long", length, limit: PASSWORD_MAX })
		: ok(input);
}
