import { type DataCarrier, HEADER_FORMS, type HeaderForm } from "./header-forms.ts";

/** A SIP header for the agent. `value` has only unreserved characters of a URI, and `%`. */
export type AgentHeader = { name: string; value: string };

/** An admitted call's request, as far as it may travel to the agent. */
export type TravellingRequest = { id: string; userData: Readonly<Record<string, unknown>> | null };

/**
 * The header for one key of the user data, such as `X-User-customer-id` for `customer_id`. Null for
 * a key that no header can carry: it must begin with a letter, and have letters, digits and `_`
 * alone, 32 at most, and fewer where the carrier takes fewer.
 */
export function userDataHeader(key: string, carrier: DataCarrier = "sip-headers"): string | null {
	const { userName, nameMax } = HEADER_FORMS[carrier];
	if (!/^[A-Za-z][A-Za-z0-9_]{0,31}$/.test(key)) return null;
	const name = userName(key);
	return name.length > nameMax ? null : name;
}

/**
 * The headers towards the agent (P3). `request` is null for a call that is not verified: such a
 * call carries no data. `keys` are the keys of the user data that the connection names, the most
 * important first. Values are percent-encoded UTF-8, so none can end a header or begin another.
 * Where a value is cut or left out for want of space, or because the carrier takes no such name,
 * the header for it says so: `X-Call-In-Cut: yes`.
 */
export function agentHeaders(
	request: TravellingRequest | null,
	keys: readonly string[],
	carrier: DataCarrier = "sip-headers",
): AgentHeader[] {
	const form = HEADER_FORMS[carrier];
	const { names, allMax, valueMax } = form;
	if (request === null) return [{ name: names.verified, value: "no" }];
	const headers = [
		{ name: names.verified, value: "yes" },
		{ name: names.request, value: encoded(request.id, valueMax, form).value },
	];
	const cut = { name: names.cut, value: "yes" };
	let room = allMax - [...headers, cut].reduce((sum, one) => sum + sizeOf(one, form), 0);
	const { found, isCut: isNameless } = travelling(request.userData ?? {}, keys, carrier);
	let isCut = isNameless;
	for (const [name, text] of found) {
		const space = room - sizeOf({ name, value: "" }, form);
		const { value, isCut: isShortened } = encoded(text, space, form);
		const isLeftOut = space < 0 || (isShortened && value === "");
		isCut ||= isShortened || isLeftOut;
		if (isLeftOut) continue;
		headers.push({ name, value });
		room -= sizeOf({ name, value }, form);
	}
	return isCut ? [...headers, cut] : headers;
}

/** A text as the value of a header, percent-encoded and cut to 200 characters. */
export const escapedHeaderValue = (text: string): string =>
	encoded(text, Infinity, HEADER_FORMS["sip-headers"]).value;

/** The named values by header. Header names are case-insensitive: of two equal ones, the first. */
function travelling(
	userData: Readonly<Record<string, unknown>>,
	keys: readonly string[],
	carrier: DataCarrier,
): { found: [name: string, text: string][]; isCut: boolean } {
	const found = new Map<string, [string, string]>();
	let isCut = false;
	for (const key of keys) {
		const text = Object.hasOwn(userData, key) ? textOf(userData[key]) : null;
		if (text === null) continue;
		const name = userDataHeader(key, carrier);
		if (name === null) isCut ||= userDataHeader(key) !== null;
		else if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), [name, text]);
	}
	return { found: [...found.values()], isCut };
}

function textOf(value: unknown): string | null {
	if (value === null || value === undefined) return null;
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const sizeOf = ({ name, value }: AgentHeader, form: HeaderForm): number => form.sizeOf(name, value);

/** The text percent-encoded, cut between characters to the maximum and to the space. */
function encoded(
	text: string,
	space: number,
	{ valueMax, plain, sizeOf: sizeAt }: HeaderForm,
): { value: string; isCut: boolean } {
	// Nearly all values need no escape, and skip the work by character.
	if (text.length <= Math.min(space, valueMax) && plain.test(text))
		return { value: text, isCut: false };
	const base = sizeAt("", "");
	let value = "";
	let size = 0;
	for (const character of text) {
		const escaped = plain.test(character) ? character : escapedCharacter(character);
		size += sizeAt("", escaped) - base;
		if (size > space || value.length + escaped.length > valueMax) return { value, isCut: true };
		value += escaped;
	}
	return { value, isCut: false };
}

/** Half of a surrogate pair becomes the replacement character. */
const escapedCharacter = (character: string): string =>
	[...new TextEncoder().encode(character)]
		.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
		.join("");
