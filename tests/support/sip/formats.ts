import type { SipCall } from "./scenarios.ts";

/** A call as some trunk writes it, and the status that its caller gets. 200: an agent answers. */
export type Format = SipCall & { name: string; status: number };

/** The request that these calls are about. */
export const DNIS = "+18005555554";
export const ANI = "+14155550132";

const AT = "@127.0.0.1";
const RURI = `sip:${DNIS}${AT}`;
const OTHER = "<sip:+14155559999@c.example>";
const identity = (value: string): string => `P-Asserted-Identity: ${value}`;

const dialed = (name: string, ruri: string, more: Partial<Format> = {}): Format => ({
	...{ name: `dialed: ${name}`, ruri, status: 200 },
	...more,
});
const from = (name: string, value: string, status = 200): Format => ({
	...{ name: `From: ${name}`, ruri: RURI, from: value, status },
});
/** From is a stranger's number in each: only the asserted identity can admit the call. */
const asserted = (name: string, headers: string[], status = 200): Format => ({
	...{ name: `identity: ${name}`, ruri: RURI, from: OTHER, headers, status },
});

/**
 * How trunks write the dialed number and the caller: most rows were seen behind a real Kamailio.
 * ANI_MISMATCH, 403, proves for a row that the caller was read at all.
 */
export const FORMATS: readonly Format[] = [
	dialed("E.164", RURI),
	dialed("E.164 without a plus", `sip:18005555554${AT}`),
	dialed("national", `sip:8005555554${AT}`),
	dialed("behind 011", `sip:01118005555554${AT}`),
	dialed("behind 00", `sip:0018005555554${AT}`),
	dialed("user=phone", `${RURI};user=phone`),
	dialed("dashes", `sip:+1-800-555-5554${AT}`),
	dialed("dots", `sip:+1.800.555.5554${AT}`),
	dialed("brackets", `sip:+1(800)555.5554${AT}`),
	dialed("a bracket first", `sip:(800)555-5554${AT}`),
	dialed("ported", `sip:${DNIS};npdi;rn=+14155550000${AT};user=phone`),
	dialed("trunk group", `sip:${DNIS};tgrp=tg1;trunk-context=example.com${AT};user=phone`),
	dialed("carrier code", `sip:${DNIS};cic=+1-0288${AT};user=phone`),
	dialed("escaped plus", `sip:%2B18005555554${AT}`),
	dialed("escaped plus, lower case", `sip:%2b18005555554${AT}`),
	dialed("escaped spaces", `sip:+1%20800%20555%205554${AT}`),
	dialed("escaped bracket", `sip:+1%28800%295555554${AT}`),
	dialed("sips", `sips:${DNIS}${AT}`),
	dialed("scheme in capitals", `SIP:${DNIS}${AT}`),
	dialed("port and transport", `${RURI}:5060;transport=udp`),
	dialed("tel", `tel:${DNIS}`),
	dialed("tel with separators", "tel:+1-800-555-5554"),
	dialed("tel with brackets", "tel:+1(800)555.5554"),
	dialed("tel, local in a country", "tel:800-555-5554;phone-context=+1"),
	dialed("tel, local in a domain", "tel:+1-800-555-5554;phone-context=example.com"),
	dialed("tel with an extension", "tel:+1-800-555-5554;ext=123"),
	dialed("tel with a subaddress", "tel:+18005555554;isub=12345"),
	dialed("tel, ported", "tel:+18005555554;npdi;rn=+14155550000"),
	dialed("only in To", `sip:trunk${AT}`, { to: `<sip:${DNIS}@carrier.example>` }),
	dialed("only in To, as tel", `sip:trunk${AT}`, { to: `<tel:${DNIS}>` }),
	dialed("only in Diversion", `sip:trunk${AT}`, {
		headers: [`Diversion: <sip:${DNIS}@trunk.example>;reason=unconditional;counter=1`],
	}),
	dialed("only in History-Info", `sip:trunk${AT}`, {
		headers: [`History-Info: <sip:${DNIS}@trunk.example;cause=302>;index=1`],
	}),
	dialed("a name and nothing else", `sip:trunk${AT}`, { status: 404 }),
	dialed("another number", `sip:+18005559999${AT}`, { status: 404 }),
	dialed("a leading zero behind the plus", `sip:+018005555554${AT}`, { status: 404 }),

	from("E.164", `<sip:${ANI}@c.example>`),
	from("without brackets", `sip:${ANI}@c.example`),
	from("national", "<sip:4155550132@c.example>"),
	from("tel with separators", "<tel:+1-415-555-0132>"),
	from("originating line", `<sip:${ANI};isup-oli=62@c.example;user=phone>`),
	from("escaped plus", "<sip:%2B14155550132@c.example>"),
	from("a name with letters outside ASCII", `"M\u00fcller, \\"A\\" 555" <sip:${ANI}@c.example>`),
	from("a number as the name", `"+14155559999" <sip:${ANI}@c.example>`),
	from("another number behind our own as the name", `"${ANI}" ${OTHER}`, 403),
	from("another number, letters outside ASCII", `"M\u00fcller" ${OTHER}`, 403),
	from("another number", OTHER, 403),
	from("another number, tel", "<tel:+1-415-555-9999>", 403),
	from("anonymous", '"Anonymous" <sip:anonymous@anonymous.invalid>'),
	from("Restricted", "<sip:Restricted@c.example>"),
	from("Unavailable at an address", "<sip:Unavailable@10.0.0.1:5060>"),
	from("zeros", "<sip:0000000000@c.example>"),
	from("a host alone", "<sip:c.example>"),

	asserted("one", [identity(`<sip:${ANI}@c.example>`)]),
	asserted("without brackets", [identity(`sip:${ANI}@c.example`)]),
	asserted("parameters", [identity(`<sip:${ANI};cpc=ordinary@c.example;user=phone>`)]),
	asserted("two lines", [identity(`<sip:${ANI}@c.example>`), identity(`<tel:${ANI}>`)]),
	asserted("a name, then a number", [identity("<sip:ann@c.example>"), identity(`<tel:${ANI}>`)]),
	asserted("two in one line", [identity(`"a, b" <sip:ann@c.example>, <tel:${ANI}>`)]),
	asserted("verstat", [identity(`<sip:${ANI};verstat=TN-Validation-Passed@c.example>`)]),
	asserted("anonymous", [identity("<sip:anonymous@anonymous.invalid>")]),
	asserted("with Privacy", [identity(`<sip:${ANI}@c.example>`), "Privacy: id"]),
	asserted("another number", [identity("<sip:+14155558888@c.example>")], 403),
	asserted("none", [], 403),
];
