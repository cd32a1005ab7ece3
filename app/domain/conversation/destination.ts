import { parseDnis } from "../groups/dnis.ts";
import { err, ok, type Result } from "../result.ts";

/** A SIP address has fewer characters than this, headers not counted (Twilio, error 13251). */
export const SIP_ADDRESS_CHARACTERS_MAX = 254;

/** Where a call goes. Only a SIP address can carry data to the agent (P3). */
export type Destination = { kind: "number"; number: string } | { kind: "sip"; address: string };

/**
 * `destination-not-plain`: the number has separators; `cleaned` is the number without them, null if
 * that is none. `destination-has-headers`: a SIP address with `?`, whose headers are ours to add.
 */
export type DestinationError =
	| { code: "destination-missing" }
	| { code: "destination-too-long"; limit: number }
	| { code: "destination-not-plain"; cleaned: string | null }
	| { code: "destination-has-headers" }
	| { code: "destination-not-an-address" };

const USER = "(?:[A-Za-z0-9\\-_.!~*'()&=+$,;/]|%[0-9A-Fa-f]{2})+";
const NAME = "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)";
const HOST = `(?:${NAME}(?:\\.${NAME})*\\.?|\\[[0-9A-Fa-f:.]+\\])`;
const PARAMETER = "[A-Za-z0-9\\-_.!~*'()%+$/:&[\\]]+";
const SIP_ADDRESS = new RegExp(
	`^sips?:(?:${USER}@)?${HOST}(?::[0-9]{1,5})?(?:;${PARAMETER}(?:=${PARAMETER})?)*$`,
	"i",
);

/**
 * Reads a destination as an Administrator types it: an E.164 number, or a `sip:` or `sips:` address
 * without headers and without a password (P3).
 */
export function readDestination(text: string): Result<Destination, DestinationError> {
	const typed = text.trim();
	if (typed === "") return err({ code: "destination-missing" });
	if (!/^sips?:/i.test(typed)) return readNumber(typed);
	if (typed.length > SIP_ADDRESS_CHARACTERS_MAX)
		return err({ code: "destination-too-long", limit: SIP_ADDRESS_CHARACTERS_MAX });
	if (typed.includes("?")) return err({ code: "destination-has-headers" });
	return SIP_ADDRESS.test(typed)
		? ok({ kind: "sip", address: typed })
		: err({ code: "destination-not-an-address" });
}

function readNumber(typed: string): Result<Destination, DestinationError> {
	const parsed = parseDnis(typed);
	if (parsed.ok) return ok({ kind: "number", number: parsed.value.number });
	const cleaned = "cleaned" in parsed.error ? parsed.error.cleaned : null;
	return /\p{Nd}/u.test(typed) && !/[@:]/.test(typed)
		? err({ code: "destination-not-plain", cleaned })
		: err({ code: "destination-not-an-address" });
}
