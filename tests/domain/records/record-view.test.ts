import { describe, expect, test } from "vitest";
import {
	asksForAni,
	readAttemptView,
	readRequestView,
	recordQuery,
} from "../../../app/domain/records/record-view.ts";

const READER = { zone: "UTC", defaultCountry: "US" } as const;
const ID = "7d1c0d7e-0b1f-4d52-8d0e-6a4f2f8f0c55";
const requests = (query: string) => readRequestView(new URLSearchParams(query), READER);

describe("what the address of a list of records asks for (K2)", () => {
	test("nothing asks for all, the newest first, from the beginning", () => {
		const { view, filter } = requests("");
		expect(view).toMatchObject({ problems: {}, place: null });
		const nothing = { id: null, ani: null, dnis: null, from: null, to: null };
		expect(filter).toEqual({ ...nothing, state: null, group: null, sort: "-created" });
		expect(readAttemptView(new URLSearchParams(), READER).filter).toEqual({
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
		["from=yesterday", "from"],
		["to=2026-02-30T00:00", "to"],
		["from=2026-01-02T00:00&to=2026-01-01T00:00", "to"],
	])("%s is told at its field", (query, field) => {
		expect(Object.keys(requests(query).view.problems)).toEqual([field]);
	});

	test("an ANI is looked for in all writings of its subscriber, and read as phone systems write it (N1, N3)", () => {
		const looksFor = (ani: string) => requests(`ani=${encodeURIComponent(ani)}`).filter.ani;
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
				const { filter } = readRequestView(new URLSearchParams({ [field]: text }), reader);
				expect(filter[field]).toContain(number);
			}
		},
	);

	test("a call ID is looked for as a whole", () => {
		const callId = "x".repeat(1024);
		const { filter } = readAttemptView(new URLSearchParams({ callId }), READER);
		expect(filter.callId).toBe(callId);
	});

	test("an unknown state, outcome, order or page is the default", () => {
		const { view, filter } = requests("state=Lost&sort=name&after=now&outcome=X");
		expect([filter.state, filter.sort, view.place, view.problems]).toEqual([
			null,
			"-created",
			null,
			{},
		]);
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
		expect(requests("group=a%00b").filter.group).toBe("a b");
	});

	test("searching and sorting by the ANI is recognised however it is asked for (R4)", () => {
		for (const query of ["ani=1", "ani=", "sort=ani", "sort=-ani", "sort=ANI"])
			expect(asksForAni(new URLSearchParams(query))).toBe(true);
		for (const query of ["", "dnis=1", "sort=created"])
			expect(asksForAni(new URLSearchParams(query))).toBe(false);
	});
});
