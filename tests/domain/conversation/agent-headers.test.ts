import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agentHeaders, userDataHeader } from "../../../app/domain/conversation/agent-headers.ts";
import { HEADER_FORMS } from "../../../app/domain/conversation/header-forms.ts";
import { sipTarget } from "../../../app/doors/sip-target.ts";

const { valueMax: HEADER_VALUE_CHARACTERS_MAX, allMax: HEADERS_CHARACTERS_MAX } =
	HEADER_FORMS["sip-headers"];
const ID = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";
const ADDRESS = "sip:agents@pbx.example.com;transport=tls";
const of = (userData: Record<string, unknown>, ...keys: string[]) =>
	agentHeaders({ id: ID, userData }, keys);
const BASE = [
	{ name: "X-Call-In-Verified", value: "yes" },
	{ name: "X-Call-In-Request", value: ID },
];
/** Halves of surrogate pairs too. */
const anyCharacter = fc
	.integer({ min: 0, max: 0x10ffff })
	.map((codePoint) => String.fromCodePoint(codePoint));
const CUT = { name: "X-Call-In-Cut", value: "yes" };

describe("what travels to the agent (P3)", () => {
	test("the request's ID, and the user data that the connection names, in its order", () => {
		const data = { plan: "Gold", customer_id: 4711, isVip: true, secret: "no" };
		expect(of(data, "customer_id", "plan", "isVip", "missing")).toEqual([
			...BASE,
			{ name: "X-User-customer-id", value: "4711" },
			{ name: "X-User-plan", value: "Gold" },
			{ name: "X-User-isVip", value: "true" },
		]);
	});

	test("a call that is not verified carries the mark alone", () => {
		expect(agentHeaders(null, ["plan"])).toEqual([{ name: "X-Call-In-Verified", value: "no" }]);
	});

	test.each([
		["Zoë Müller", "Zo%C3%AB%20M%C3%BCller"],
		["a\r\nX-Evil: 1", "a%0D%0AX-Evil%3A%201"],
		['"<sip:x@y>";a=b&c?d', "%22%3Csip%3Ax%40y%3E%22%3Ba%3Db%26c%3Fd"],
		["100%", "100%25"],
		["(it's)!*", "%28it%27s%29%21%2A"],
		["\uD800", "%EF%BF%BD"],
		["", ""],
	])("%j is encoded as %j", (text, value) => {
		expect(of({ name: text }, "name")).toEqual([...BASE, { name: "X-User-name", value }]);
	});

	test("objects travel as JSON, null and what is missing not at all", () => {
		const data = { list: [1, "é"], nothing: null };
		const [, , list, ...more] = of(data, "list", "nothing", "toString", "__proto__");
		expect(decodeURIComponent(list?.value ?? "")).toBe('[1,"é"]');
		expect(more).toEqual([]);
	});

	test.each([
		["customerId", "X-User-customerId"],
		["customer_id", "X-User-customer-id"],
		["$id", null],
		["_id", null],
		["prénom", null],
		["a".repeat(33), null],
	])("the header of %s is %s", (key, header) => {
		expect(userDataHeader(key)).toBe(header);
	});

	test("of two keys with one header the first counts", () => {
		expect(of({ a_b: 1, A_b: 2 }, "A_b", "a_b")).toEqual([
			...BASE,
			{ name: "X-User-A-b", value: "2" },
		]);
	});

	test("a long value is cut between characters, and the cut is told", () => {
		const [, , header, cut] = of({ note: "é".repeat(500) }, "note");
		expect(decodeURIComponent(header?.value ?? "")).toMatch(/^é+$/);
		expect(header?.value.length).toBeGreaterThan(HEADER_VALUE_CHARACTERS_MAX - 6);
		expect(cut).toEqual(CUT);
	});

	test("what finds no room is left out, and that is told", () => {
		const keys = [..."abcdefgh"];
		const data = Object.fromEntries(keys.map((key) => [key, "x".repeat(190)]));
		const headers = of(data, ...keys);
		expect(headers.at(-1)).toEqual(CUT);
		expect(headers.filter(({ name }) => name.startsWith("X-User-"))).toHaveLength(5);
	});

	test("nothing that a client sends breaks the address, or adds a header", () => {
		const texts = fc.oneof(fc.string({ unit: anyCharacter, maxLength: 400 }), fc.string());
		const keys = fc.uniqueArray(fc.constantFrom(..."abcdefghij", "Verified", "x_1", "$", "é"));
		const data = fc.dictionary(fc.constantFrom(..."abcdefghij", "Verified", "x_1"), texts);
		fc.assert(
			fc.property(data, keys, (userData, named) => {
				const headers = agentHeaders({ id: ID, userData }, named);
				const target = sipTarget(ADDRESS, headers);
				const query = target.slice(ADDRESS.length + 1);
				expect(query.length).toBeLessThanOrEqual(HEADERS_CHARACTERS_MAX);
				expect(query).toMatch(/^[A-Za-z0-9\-._~%=&]+$/);
				const names = headers.map(({ name }) => name.toLowerCase());
				expect(new Set(names).size).toBe(names.length);
				// As a phone system reads it: split, then decode once.
				const told = query.split("&").map((pair) => pair.split("=").map(decodeURIComponent));
				expect(told).toEqual(headers.map(({ name, value }) => [name, value]));
				for (const { value } of headers) {
					expect(value).toMatch(/^[A-Za-z0-9\-._~%]*$/);
					expect(value.length).toBeLessThanOrEqual(HEADER_VALUE_CHARACTERS_MAX);
					decodeURIComponent(value);
				}
				const isCut = headers.some(({ name }) => name === CUT.name);
				for (const [key, text] of Object.entries(userData)) {
					const header = headers.find(({ name }) => name === userDataHeader(key));
					if (!isCut && named.includes(key))
						expect(decodeURIComponent(header?.value ?? "none")).toBe(
							text.replace(/\p{Cs}/gu, "\uFFFD"),
						);
				}
			}),
			{ numRuns: 150 },
		);
	});
});
