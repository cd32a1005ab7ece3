/** Characters of one header's value, after encoding (P3). A longer value is cut. */
export const HEADER_VALUE_CHARACTERS_MAX = 200;
/**
 * Characters of all headers as they stand in a SIP address, names and separators included (P3).
 * Twilio takes 1,024.
 */
export const HEADERS_CHARACTERS_MAX = 1000;

export const VERIFIED_HEADER = "X-Call-In-Verified";
export const REQUEST_HEADER = "X-Call-In-Request";
export const CUT_HEADER = "X-Call-In-Cut";
const USER_DATA_PREFIX = "X-User-";

/** A SIP header for the agent. `value` has only unreserved characters of a URI, and `%`. */
export type AgentHeader = { name: string; value: string };

/** An admitted call's request, as far as it may travel to the agent. */
export type TravellingRequest = { id: string; userData: Readonly<Record<string, unknown>> | null };

/**
 * The header for one key of the user data: `X-User-customer-id` for `customer_id`. Null for a key
 * that no header can carry: it must begin with a letter, and have letters, digits and `_` alone, 32
 * at most.
 */
export const userDataHeader = (key: string): string | null =>
	/^[A-Za-z][A-Za-z0-9_]{0,31}$/.test(key) ? USER_DATA_PREFIX + key.replaceAll("_", "-") : null;

/**
 * The headers towards the agent (P3). `request` is null for a call that is not verified: such a
 * call carries no data. `keys` are the keys of the user data that the connection names, the most
 * important first. Values are percent-encoded UTF-8, so none can end a header or begin another.
 * Where a value is cut or left out for want of space, `X-Call-In-Cut: yes` says so.
 */
export function agentHeaders(
	request: TravellingRequest | null,
	keys: readonly string[],
): AgentHeader[] {
	if (request === null) return [{ name: VERIFIED_HEADER, value: "no" }];
	const headers = [
		{ name: VERIFIED_HEADER, value: "yes" },
		{ name: REQUEST_HEADER, value: encoded(request.id, HEADER_VALUE_CHARACTERS_MAX).value },
	];
	const cut = { name: CUT_HEADER, value: "yes" };
	let room = HEADERS_CHARACTERS_MAX - [...headers, cut].reduce((sum, one) => sum + sizeOf(one), 0);
	let isCut = false;
	for (const [name, text] of travelling(request.userData ?? {}, keys)) {
		const space = room - sizeOf({ name, value: "" });
		const { value, isCut: isShortened } = encoded(text, space);
		const isLeftOut = space < 0 || (isShortened && value === "");
		isCut ||= isShortened || isLeftOut;
		if (isLeftOut) continue;
		headers.push({ name, value });
		room = space - sizeInAddress(value);
	}
	return isCut ? [...headers, cut] : headers;
}

/** A text as the value of a header, percent-encoded and cut to `HEADER_VALUE_CHARACTERS_MAX`. */
export const escapedHeaderValue = (text: string): string => encoded(text, Infinity).value;

/** The named values by header. Header names are case-insensitive: of two equal ones, the first. */
function travelling(
	userData: Readonly<Record<string, unknown>>,
	keys: readonly string[],
): [name: string, text: string][] {
	const found = new Map<string, [string, string]>();
	for (const key of keys) {
		const name = userDataHeader(key);
		const text = Object.hasOwn(userData, key) ? textOf(userData[key]) : null;
		if (name === null || text === null || found.has(name.toLowerCase())) continue;
		found.set(name.toLowerCase(), [name, text]);
	}
	return [...found.values()];
}

function textOf(value: unknown): string | null {
	if (value === null || value === undefined) return null;
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Each `%` of a value is itself escaped in the address: `%C3` travels as `%25C3`. */
const sizeInAddress = (value: string): number =>
	value.length + 2 * (value.match(/%/g)?.length ?? 0);

/** The size of `&name=value` in a SIP address. */
const sizeOf = ({ name, value }: AgentHeader): number => name.length + 2 + sizeInAddress(value);

/** A text that needs no escape: nearly all values, so they skip the work by character. */
const PLAIN = /^[\w.~-]*$/;

/** The text percent-encoded, cut between characters to the maximum and to an address's space. */
function encoded(text: string, space: number): { value: string; isCut: boolean } {
	const sizeMax = Math.min(space, HEADER_VALUE_CHARACTERS_MAX);
	if (text.length <= sizeMax && PLAIN.test(text)) return { value: text, isCut: false };
	let value = "";
	let size = 0;
	for (const character of text) {
		const escaped = escapedCharacter(character);
		size += sizeInAddress(escaped);
		if (size > space || value.length + escaped.length > HEADER_VALUE_CHARACTERS_MAX)
			return { value, isCut: true };
		value += escaped;
	}
	return { value, isCut: false };
}

const escapedCharacter = (character: string): string =>
	/^\p{Cs}$/u.test(character)
		? "%EF%BF%BD"
		: encodeURIComponent(character).replace(
				/[!'()*]/g,
				(one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
			);
