import fc from "fast-check";
import type { Webhook } from "../../app/doors/webhook.ts";
import type { Params } from "./platform-packages.ts";

// Webhooks of phone systems for the tests of the doors.

export const PUBLIC_URLS = [
	"https://calls.example.com",
	"https://calls.example.com:8443",
	"http://198.51.100.7:3000",
	"http://localhost",
	"https://[2001:db8::7]",
	"https://[2001:db8::7]:444",
] as const;

export const PATH = "/phone-systems/0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";

export type Pair = [name: string, value: string];

/** How a platform may write a form: all of these are decoded to the same fields. */
const ENCODINGS = [
	(text: string) => new URLSearchParams([[text, ""]]).toString().slice(0, -1),
	(text: string) => encodeURIComponent(text),
	(text: string) =>
		encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (escaped) => escaped.toLowerCase()),
	(text: string) => text.replace(/[%&=+;?#\r\n\0]/g, encodeURIComponent).replaceAll(" ", "+"),
] as const;

export const anyEncoding = fc.constantFrom(...ENCODINGS);

export const formOf = (pairs: readonly Pair[], encode = ENCODINGS[0] as (text: string) => string) =>
	Buffer.from(pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&"));

/** The fields as the platforms' packages take them: a repeated one as a list. */
export function paramsOf(pairs: readonly Pair[]): Params {
	const params: Params = Object.create(null);
	for (const [name, value] of pairs) {
		const before = params[name];
		params[name] = before === undefined ? value : [before, value].flat();
	}
	return params;
}

const NAMES = ["To", "From", "CallSid", "Digits", "to", "SipHeader_X-Id", "Z", "é", "𝒂", "ﬀ", "1"];
const VALUES = [
	...["+14155550132", "+1 415+555", "", "Anonymous", "a&b=c", "100%", "%2B", "café 日本 😀"],
	...["sip:+1800@x.example;user=phone", "#", "?", "'\"()!*~", "\r\n", "\0", "a b", "a+b", "<&>"],
];
const anyText = (known: readonly string[]) =>
	fc.oneof(
		{ weight: 4, arbitrary: fc.constantFrom(...known) },
		fc.string({ unit: fc.constantFrom(..."ab+%& =;?é日😀\u0301'\"/\\") }),
	);

/** Fields of a form, some of them repeated, with the same and with other values. */
export const anyPairs: fc.Arbitrary<Pair[]> = fc.array(fc.tuple(anyText(NAMES), anyText(VALUES)), {
	maxLength: 8,
});

/** Queries as they stand in a request line. */
export const anyQuery = fc.oneof(
	fc.constantFrom("", "?", "?asked=1&length=6&step=code", "?b=2&a=1&b=1", "?q=%2B+%20&é=%C3%A9"),
	fc.stringMatching(/^\?[a-z0-9=&%+'"()!*~;:@,/?._\\|^`{}<>[\]-]{0,20}$/),
);

export const anyPublicUrl = fc.constantFrom(...PUBLIC_URLS);

export const anySecret = fc.constantFrom(
	"0123456789abcdef0123456789abcdef",
	"PSKa1b2c3d4e5",
	"geheim mit ü",
);

export const webhookOf = (
	query: string,
	body: Uint8Array,
	headers: Record<string, string>,
	method = "POST",
): Webhook => ({ method, target: PATH + query, headers, body });
