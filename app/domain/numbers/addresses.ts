/**
 * The wrapping that phone systems, headers and people put around a number (N1): names, brackets,
 * schemes, hosts, parameters, escapes, several addresses.
 */

/** Longer texts are cut at this length (N1). */
export const NUMBER_TEXT_MAX = 1024;

/**
 * One address without its wrapping: the text in the place of the number, and the prefix that
 * `;phone-context=+44` gives to a local number.
 */
export type Address = { user: string; context: string | null };

const PLAIN = /^[\x20-\x7e]*$/;
// Characters without width on the screen: direction marks, zero-width characters, variation
// selectors, fillers, the frame of a keycap, the empty Braille cell.
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]|\u20e3/gu;
const SPACES = /[\p{Z}\p{Cc}]/gu;

/** A text without invisible characters, with every kind of space as a space (N1). */
export const visible = (text: string): string =>
	PLAIN.test(text) ? text : text.replace(INVISIBLE, "").replace(SPACES, " ");

const QUOTED = /"(?:[^"\\]|\\.)*"/gs;
const BRACKETED = /<([^<>]*)(?:>|$)/g;
/** An address with its brackets closed, before its first parameter. */
const BRACKETED_WHOLE = /^[^<>]*<[^<>]*>\s*;/;
// A header parameter's value in brackets is no address.
const BRACKETED_VALUE = /;\s*[^\s;,<>="]+\s*=\s*<[^<>]*>?/g;
// A spreadsheet took the number for a quantity, with commas between its groups of digits.
const QUANTITY = /^\s*\+?[0-9]{1,4}(?:,[0-9]{3,4}){3,}\s*$/;
// A comma outside brackets.
const BETWEEN_ADDRESSES = /,(?![^<>]*>)/;
const HEADERS = "from|to|[ft]|p-(?:asserted|preferred)-identity|remote-party-id|diversion";
const HEADER_NAME = new RegExp(`^\\s*(?:${HEADERS}|history-info)\\s*:`, "i");
// A line of its own, with another header's address or a second address of the same header.
const NEXT_LINE = /[\r\n]+(?:[a-z-]+\s*:)?(?=\s*(?:["<]|(?:tel|sips?):))/gi;
const SCHEME = /^\s*(?:tel|sips?):/i;
const SIP_SCHEME = /^\s*sips?:/i;
const SCHEMES = /^\s*(?:(?:tel\.?|sips?|callto|whatsapp)\s*:\s*)+(?:\/\/)?/i;
// An IPv4 or IPv6 address, or a name with a dot.
const HOST_ALONE =
	/^(?:(?:[0-9]{1,3}\.){3}[0-9]{1,3}|\[.*|(?=.*[a-z])[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i;
const HIDDEN_HOST = /@anonymous\.invalid\b/i;
const CONTEXT = /;\s*phone-context=(?:\+|%2b)([0-9().-]+)/i;
const ESCAPES = /(?:%[0-9a-f]{2})+/gi;
/** Escapes of escapes are decoded too; three rounds are enough. */
const DECODINGS_MAX = 3;

/**
 * The addresses of a text in order. Text in quotation marks never counts. A name before an address
 * in angle brackets does not count either.
 */
export function addressesIn(text: string): Address[] {
	const read = text.length <= NUMBER_TEXT_MAX ? text : wholeBeginning(text);
	const line = visible(read.replace(HEADER_NAME, "").replace(NEXT_LINE, ","));
	return addressTexts(line).flatMap((address) => unwrap(address, DECODINGS_MAX));
}

/**
 * The beginning of a long text without its last, incomplete part. Half a number is another number,
 * and half a name may look like an address.
 */
function wholeBeginning(text: string): string {
	const beginning = text.slice(0, NUMBER_TEXT_MAX).replace(QUOTED, " ");
	const [closed = ""] = beginning.split('"', 1);
	if (!text.includes("<")) return closed === beginning ? closed.replace(/[^,;@]*$/, "") : "";
	const parts = closed.split(BETWEEN_ADDRESSES);
	const last = BRACKETED_WHOLE.exec(parts.pop() ?? "")?.[0] ?? "";
	return [...parts, last].filter((part) => part.includes("<") || SCHEME.test(part)).join(",");
}

function addressTexts(text: string): string[] {
	const unquoted = text.includes('"') ? text.replace(QUOTED, " ") : text;
	if (!unquoted.includes("<")) {
		// A quotation mark without its partner: the end of the name is unknown.
		if (unquoted.includes('"')) return [];
		if (!unquoted.includes(",")) return [unquoted];
		return QUANTITY.test(unquoted)
			? [unquoted.replaceAll(",", "")]
			: unquoted.split(BETWEEN_ADDRESSES);
	}
	if (unquoted.includes('"')) return lastBracketed(unquoted);
	return unquoted
		.replace(BRACKETED_VALUE, "")
		.split(BETWEEN_ADDRESSES)
		.flatMap((part) =>
			part.includes("<") ? lastBracketed(part) : SCHEME.test(part) ? [part] : [],
		);
}

/** The address follows the name: brackets before the last ones belong to the name. */
const lastBracketed = (text: string): string[] => {
	const last = [...text.matchAll(BRACKETED)].at(-1);
	return last === undefined ? [] : [last[1] as string];
};

function unwrap(address: string, decodings: number): Address[] {
	const bare = address.replace(SCHEMES, "");
	const host = bare.indexOf("@");
	if (host === -1 && SIP_SCHEME.test(address) && HOST_ALONE.test(beforeMarks(bare)))
		return [{ user: "", context: null }];
	if (HIDDEN_HOST.test(bare)) return [{ user: "", context: null }];
	const user = beforeMarks(host === -1 ? bare : bare.slice(0, host)).trim();
	if (decodings > 0 && user.includes("%")) {
		const decoded = visible(decode(user));
		if (decoded !== user) return decodedAddresses(decoded, contextOf(bare), decodings - 1);
	}
	return [{ user, context: contextOf(bare) }];
}

/** An escape may hide a complete address, or a part of one. */
function decodedAddresses(text: string, context: string | null, decodings: number): Address[] {
	return addressTexts(text).flatMap((address) =>
		unwrap(address, decodings).map((unwrapped) => ({
			user: unwrapped.user,
			context: unwrapped.context ?? context,
		})),
	);
}

/** Without parameters, headers, port and password. */
const beforeMarks = (text: string): string => text.split(/[;?:]/, 1)[0] as string;

const contextOf = (address: string): string | null =>
	CONTEXT.exec(address)?.[1]?.replace(/[^0-9]/g, "") ?? null;

function decode(text: string): string {
	return text.replace(ESCAPES, (run) => {
		try {
			return decodeURIComponent(run);
		} catch {
			return run.replace(/%(..)/g, (_, byte: string) =>
				String.fromCharCode(Number.parseInt(byte, 16)),
			);
		}
	});
}
