import { describe, expect, test } from "vitest";
import {
	asksForAni,
	readAttemptView,
	readRequestView,
} from "../../../app/domain/records/read-record-view.ts";
import { recordQuery } from "../../../app/domain/records/record-view.ts";
import type { SoughtNumber } from "../../../app/domain/records/sought-number.ts";

const READER = { zone: "UTC", defaultCountry: "US" } as const;
const wholeOf = (sought: SoughtNumber | null) => (sought?.kind === "number" ? sought.whole : null);
const ID = "7d1c0d7e-0b1f-4d52-8d0e-6a4f2f8f0c55";
const requests = (query: string) => readRequestView(new URLSearchParams(query), READER);
const attempts = (query: string) => readAttemptView(new URLSearchParams(query), READER);

describe("what the address of a list of records asks for (K2)", () => {
	test("nothing asks for all, the newest first, from the beginning", () => {
		const { view, asked } = requests("");
		expect(view).toMatchObject({ problems: {}, place: null });
		const nothing = { id: null, ani: null, dnis: null, from: null, to: null };
		expect(asked).toEqual({ ...nothing, state: null, group: null, sort: "-created" });
		expect(attempts("").asked).toEqual({
			...nothing,
			callId: null,
			outcome: null,
			sort: "-at",
		});
	});

	test.each([
		["ani=call me", "ani"],
		["dnis=0", "dnis"],
		["id=7d1c0d7e", "id"],
		["ani=%2B49", "ani"],
		["dnis=132", "dnis"],
		["dnis=…132", "dnis"],
		["from=yesterday", "from"],
		["from=2026-02-30", "from"],
		["to=2026-02-30T00:00", "to"],
		["from=2026-01-02T00:00&to=2026-01-01T00:00", "to"],
		["from=2026-01-02&to=2026-01-01", "to"],
		["state=Lost", "state"],
		["state=active", "state"],
		["state=Active&state=Matched", "state"],
		["sort=name", "sort"],
		["sort=ani", "sort"],
		[`group=${"x".repeat(201)}`, "group"],
		["colour=red", "address"],
		["callId=1", "address"],
		["after=now", "address"],
	])("%s is told at its field, and never ignored (K6)", (query, field) => {
		expect(Object.keys(requests(query).view.problems)).toEqual([field]);
	});

	test.each([
		["outcome=Lost", "outcome"],
		["sort=created", "sort"],
		["state=Active", "address"],
		["group=Claims", "address"],
	])("of attempts, %s is told at its field (K6)", (query, field) => {
		expect(Object.keys(attempts(query).view.problems)).toEqual([field]);
	});

	test("a date without a time is the day as a whole, in the reader's zone (K6, G14)", () => {
		const reader = { ...READER, zone: "Europe/Berlin" };
		const query = new URLSearchParams("from=2026-03-28&to=2026-03-29");
		// The clocks go forward in that night.
		expect(readRequestView(query, reader).asked).toMatchObject({
			from: new Date("2026-03-27T23:00:00.000Z"),
			to: new Date("2026-03-29T21:59:59.999Z"),
		});
	});

	test.each([
		["0132", { kind: "ending", ending: "0132" }],
		["…0132", { kind: "ending", ending: "0132" }],
		["+1415", { kind: "number", whole: [], beginnings: ["+1415"] }],
		["0049151", { kind: "number", beginnings: ["+49151"] }],
		["(415) 55", { kind: "number", beginnings: ["+41555", "+141555"] }],
	])("%s as an ANI is a beginning, or last digits (K6)", (typed, sought) => {
		const { asked, view } = requests(`ani=${encodeURIComponent(typed)}`);
		expect(view.problems).toEqual({});
		const { ani } = asked;
		if (ani?.kind !== "number") expect(ani).toEqual(sought);
		else
			expect(ani.beginnings).toEqual(
				expect.arrayContaining("beginnings" in sought ? sought.beginnings : []),
			);
	});

	test("the beginning of an ANI is looked for in all writings of its subscribers (N3)", () => {
		const { ani } = requests("ani=%2B549112345").asked;
		expect(ani).toMatchObject({ beginnings: ["+549112345", "+54112345"] });
	});

	test("an ANI is looked for in all writings of its subscriber, and read as phone systems write it (N1, N3)", () => {
		const looksFor = (ani: string) => wholeOf(requests(`ani=${encodeURIComponent(ani)}`).asked.ani);
		expect(looksFor("sip:+14155550132@carrier.example")).toEqual(["+14155550132"]);
		const writings = ["+5491123456789", "+541123456789"].map(looksFor);
		expect(writings[0]).toEqual(expect.arrayContaining(["+541123456789"]));
		expect(writings[1]).toEqual(expect.arrayContaining(["+541123456789"]));
		expect(looksFor("4795550132")).toEqual(expect.arrayContaining(["+14795550132", "+4795550132"]));
	});

	test.each([
		["US", "(800) 555-5554", "+18005555554"],
		["US", "tel:+1-800-555-5554;ext=12", "+18005555554"],
		["US", `"${"n".repeat(900)}" <sip:+18005555554@trunk.example>`, "+18005555554"],
		["US", "\u202a+1\u200b800 555 5554\u202c", "+18005555554"],
		["US", "١٨٠٠٥٥٥٥٥٥٤", "+18005555554"],
		["US", "+1 800 555 5554 x12", "+18005555554"],
		["US", "+39 (0)331 123456", "+390331123456"],
		["US", "011 44 20 7946 0958", "+442079460958"],
		["DE", "0151 12345678", "+4915112345678"],
		["DE", "4915112345678", "+4915112345678"],
		["GB", "020 7946 0958", "+442079460958"],
		["AU", "0412 345 678", "+61412345678"],
		["AU", "0061412345678", "+61412345678"],
		["AR", "011 15 2345-6789", "+5491123456789"],
		["MX", "55 1234 5678", "+525512345678"],
		["IT", "0331 123456", "+390331123456"],
		["ID", "0812-3456-7890", "+6281234567890"],
		["NO", "40 61 23 45", "+4740612345"],
	] as const)(
		"under %s, a DNIS or an ANI written %s finds %s (N1, N2, N7)",
		(country, text, number) => {
			const reader = { ...READER, defaultCountry: country };
			for (const field of ["dnis", "ani"] as const) {
				const { asked } = readRequestView(new URLSearchParams({ [field]: text }), reader);
				expect(wholeOf(asked[field])).toContain(number);
			}
		},
	);

	test("a call ID is looked for as a whole", () => {
		const callId = "x".repeat(1024);
		expect(attempts(`callId=${callId}`).asked.callId).toBe(callId);
	});

	test("the address of a page reads as what it was made of", () => {
		const { view } = requests(
			`ani=(415) 555-0132&group=Ä %26 B&sort=expires&from=2026-01-01T00:00`,
		);
		const place = { way: "before", at: new Date(1_767_225_600_123), id: ID } as const;
		const again = requests(recordQuery(view, place).slice(1));
		expect(again.view).toEqual({ ...view, place });
	});

	test("characters that no name has and no database takes are left out", () => {
		expect(requests("group=a%00b").asked.group).toBe("a b");
	});

	test("searching and sorting by the ANI is recognised however it is asked for (R4)", () => {
		for (const query of ["ani=1", "ani=", "sort=ani", "sort=-ani", "sort=ANI"])
			expect(asksForAni(new URLSearchParams(query))).toBe(true);
		for (const query of ["", "dnis=1", "sort=created"])
			expect(asksForAni(new URLSearchParams(query))).toBe(false);
	});
});
