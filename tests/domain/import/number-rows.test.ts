import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CheckedRow, checkRow } from "../../../app/domain/import/checked-row.ts";
import { planImport } from "../../../app/domain/import/import-plan.ts";
import { applyRepair, findRepairs } from "../../../app/domain/import/import-repairs.ts";
import { findMadeRepairs, takeBack } from "../../../app/domain/import/made-repairs.ts";
import { readPoolFile } from "../../../app/domain/import/pool-file.ts";
import {
	isSafe,
	REPAIR_KINDS,
	type RepairKind,
	SAFE_KINDS,
} from "../../../app/domain/import/repair-kinds.ts";
import { correctedRows } from "../../../app/domain/import/row-corrections.ts";
import { readRows, writeRows } from "../../../app/domain/import/stored-rows.ts";
import type { CountryCode } from "../../../app/domain/numbers/numbering-plan.ts";

const read = (text: string, country: CountryCode = "US"): CheckedRow[] => {
	const file = readPoolFile(text, "US");
	if (!file.ok) throw new Error(file.error.code);
	return file.value.rows.map((row) => checkRow(row, country));
};
const problemsOf = (rows: readonly CheckedRow[]) => planImport([], rows, "add", new Map()).problems;
const apply = (kind: RepairKind, rows: readonly CheckedRow[], country: CountryCode = "US") =>
	applyRepair(kind, rows, problemsOf(rows), country);
const numbersOf = (rows: readonly CheckedRow[]) => rows.map(({ dnis }) => dnis?.number ?? null);
const offers = (rows: readonly CheckedRow[], country: CountryCode = "US") =>
	findRepairs(rows, problemsOf(rows), country).map(({ kind, rows: count }) => `${kind} ${count}`);

/** A number in a row: its repair, and the number that this gives; no repair if it is accepted. */
const CASES: [CountryCode, string, RepairKind | "decide" | "accepted" | "none", string?][] = [
	["US", "4795550132", "decide", "+14795550132"],
	["US", "(609) 555-0132", "decide", "+16095550132"],
	["US", "18005555554", "accepted", "+18005555554"],
	["US", "(800) 555-5554", "add-country-codes", "+18005555554"],
	["US", "8005555554", "add-country-codes", "+18005555554"],
	["US", "011 44 20 7946 0958", "add-country-codes", "+442079460958"],
	["US", "0018005555554", "clean-numbers", "+18005555554"],
	["US", "tel:+44-20-7946-0958", "clean-numbers", "+442079460958"],
	["US", "sip:+442079460958@trunk.example;user=phone", "clean-numbers", "+442079460958"],
	["US", "\\+18005555554", "clean-numbers", "+18005555554"],
	["US", "+44 (0)20 7946 0958", "clean-numbers", "+442079460958"],
	["US", "+39 (0)331 123456", "clean-numbers", "+390331123456"],
	["US", "\u202a+1 800 555 5554\u202c", "clean-numbers", "+18005555554"],
	["US", "18005555554.0", "clean-numbers", "+18005555554"],
	["US", '="+18005555554"', "clean-numbers", "+18005555554"],
	["US", "1.8005555554E+10", "clean-numbers", "+18005555554"],
	["US", "+4930123456;12", "drop-extensions", "+4930123456"],
	["US", "tel:+44-20-7946-0958;ext=5", "drop-extensions", "+442079460958"],
	["US", "+1 800 555 5554 x12", "drop-extensions", "+18005555554"],
	["US", "+18005555554;Claims", "none"],
	["US", "+18005555554: Claims", "none"],
	["US", "+18005555554 @ desk", "none"],
	["US", "1.8E+10", "none"],
	["US", "02079460958", "none"],
	["DE", "030 123456", "add-country-codes", "+4930123456"],
	["DE", "030123456", "add-country-codes", "+4930123456"],
	["DE", "+49 (0)30 123456", "clean-numbers", "+4930123456"],
	["DE", "4915112345678", "accepted", "+4915112345678"],
	["GB", "02079460958", "add-country-codes", "+442079460958"],
	["GB", "(020) 7946 0958", "add-country-codes", "+442079460958"],
	["AU", "0061412345678", "clean-numbers", "+61412345678"],
	["AU", "0011442079460958", "add-country-codes", "+442079460958"],
	["AU", "0412 345 678", "add-country-codes", "+61412345678"],
	["AR", "011 2345-6789", "add-country-codes", "+541123456789"],
	["AR", "+54 9 11 2345 6789", "clean-numbers", "+5491123456789"],
	["MX", "4954123456", "decide", "+524954123456"],
	["MX", "55 1234 5678", "add-country-codes", "+525512345678"],
	["IT", "3282153620", "decide", "+393282153620"],
	["IT", "0331123456", "add-country-codes", "+390331123456"],
	["ID", "0812 3456 7890", "add-country-codes", "+6281234567890"],
	["ID", "6281234567890", "accepted", "+6281234567890"],
	["NO", "22 12 34 56", "add-country-codes", "+4722123456"],
	["NO", "+47 22 12 34 56", "clean-numbers", "+4722123456"],
];

describe("the number of a row, for every default country (N1, N6, N7, I9)", () => {
	test.each(CASES)("%s %j: %s", (country, number, repair, result) => {
		const row = { line: 1, number, description: "", extra: [], shape: "whole" } as const;
		const rows = [checkRow({ ...row, extra: [] }, country)];
		if (repair === "accepted") {
			expect(rows[0]).toMatchObject({ dnis: { number: result }, problems: [] });
			return;
		}
		expect(numbersOf(rows)).toEqual([null]);
		const kinds = findRepairs(rows, problemsOf(rows), country).map(({ kind }) => kind);
		const others = kinds.filter((kind) => kind !== "leave-out-errors");
		if (repair === "none") expect(others).toEqual([]);
		else if (repair === "decide") {
			expect(others).toEqual(["read-as-dialed", "keep-as-written"]);
			expect(numbersOf(apply("read-as-dialed", rows, country))).toEqual([result]);
			const digits = `+${number.replace(/\D/g, "")}`;
			expect(numbersOf(apply("keep-as-written", rows, country))).toEqual([digits]);
		} else {
			expect(others).toEqual([repair]);
			expect(numbersOf(apply(repair, rows, country))).toEqual([result]);
		}
	});
});

describe("numbers with two readings are asked once for all (N6, I9)", () => {
	const rows = read("4795550132,Little Rock\n(609) 555-0132,\n6466506700,\n18005555554,Claims\n");

	test("each answer takes all rows alike, and no other", () => {
		expect(offers(rows)).toEqual(["read-as-dialed 3", "keep-as-written 3", "leave-out-errors 3"]);
		expect(numbersOf(apply("read-as-dialed", rows))).toEqual([
			"+14795550132",
			"+16095550132",
			"+16466506700",
			"+18005555554",
		]);
		expect(numbersOf(apply("keep-as-written", rows))).toEqual([
			"+4795550132",
			"+6095550132",
			"+6466506700",
			"+18005555554",
		]);
	});

	test("one row may be decided otherwise, before or after", () => {
		const norway = { line: 1, number: "+4795550132", description: "Oslo", leaveOut: false };
		const first = correctedRows(rows, [norway], "US");
		expect(numbersOf(apply("read-as-dialed", first)).slice(0, 2)).toEqual([
			"+4795550132",
			"+16095550132",
		]);
		const after = correctedRows(apply("read-as-dialed", rows), [norway], "US");
		expect(numbersOf(after).slice(0, 2)).toEqual(["+4795550132", "+16095550132"]);
		// What a person chose stays when the answer for the others is taken back.
		expect(numbersOf(takeBack("read-as-dialed", after, "US"))).toEqual([
			"+4795550132",
			null,
			null,
			"+18005555554",
		]);
	});

	test("an extension is dropped first, and the question asked then", () => {
		const [row] = apply("drop-extensions", read("(609) 555-0132 x5,\n"));
		expect(row?.problems).toMatchObject([{ code: "dnis-two-readings" }]);
	});

	test("neither reading's number is removed while the question is open (I4)", () => {
		const pool = ["+14795550132", "+4795550133", "+18005555550"].map((number) => ({
			...{ id: number, number, description: "" },
		}));
		const plan = planImport(pool, read("(479) 555-0132,\n4795550133,\n"), "replace", new Map());
		expect(plan.removed.map(({ number }) => number)).toEqual(["+18005555550"]);
	});
});

describe("a number of the pool is that number (G4, N6)", () => {
	const pool = ["+4795550132", "+18005555", "+4402079460958"].map((number) => ({
		...{ id: number, number, description: "" },
	}));

	test("with and without plus, whatever its country's plan says today", () => {
		const rows = read("4795550132,a\n+18005555,b\n18005555,c\n+4402079460958,d\n");
		const plan = planImport(pool, rows, "add", new Map());
		expect(plan.changed.map(({ number, after }) => [number, after])).toEqual([
			["+4795550132", "a"],
			["+18005555", "b"],
			["+4402079460958", "d"],
		]);
		expect([...plan.problems]).toEqual([
			[3, [{ code: "row-doubled", number: "+18005555", firstLine: 2, sameDescription: false }]],
		]);
		expect(planImport([], rows, "add", new Map()).problems.size).toBe(4);
	});

	test("in another writing it is offered, and the safe repair takes it", () => {
		const rows = read("+1 800-5555,b\n");
		const { problems } = planImport(pool, rows, "add", new Map());
		const repaired = applyRepair("clean-numbers", rows, problems, "US");
		const plan = planImport(pool, repaired, "add", new Map());
		expect(plan.changed).toMatchObject([{ number: "+18005555", after: "b" }]);
	});

	test("a number known from elsewhere is accepted, but answers no question", () => {
		const rows = read("+18005555,b\n4795550132,\n");
		const known = new Set(["+18005555", "+4795550132"]);
		const plan = planImport([], rows, "add", new Map(), { known });
		expect(plan.added).toMatchObject([{ number: "+18005555", assigned: false }]);
		expect([...plan.problems.keys()]).toEqual([2]);
	});
});

describe("safe repairs change no digit's meaning (I9)", () => {
	const text = [
		"tel:+1-800-555-5551,a",
		"+18005555552",
		"+18005555553,Claims\\, East",
		"+18005555554,f\tg",
		"+1 800 555 5551,a",
		"4795550132,asked",
		"(800) 555-5559,national",
		"+18005555558;12,extension",
		'+18005555557,"open',
		`+18005555556,${"x".repeat(33)}`,
	].join("\n");

	function safely(rows: CheckedRow[]): CheckedRow[] {
		let repaired = rows;
		for (const kind of SAFE_KINDS) repaired = apply(kind, repaired);
		return repaired;
	}

	test("they repair what they can, and leave what needs a decision or would lose something", () => {
		const repaired = safely(read(text));
		expect(repaired.map(({ description }) => description).slice(0, 5)).toEqual([
			...["a", "", "Claims, East", "f g", "a"],
		]);
		expect(repaired.map(({ leftOut }) => leftOut).indexOf(true)).toBe(4);
		expect(offers(repaired)).toEqual([
			"read-as-dialed 1",
			"keep-as-written 1",
			"add-country-codes 1",
			"drop-extensions 1",
			"close-quotes 1",
			"shorten-descriptions 1",
			"leave-out-errors 5",
		]);
	});

	test("each says what it did, and taken back, its rows are as in the file", () => {
		const rows = read(text);
		const repaired = safely(rows);
		expect(findMadeRepairs(repaired).map(({ kind, rows: count }) => [kind, count])).toEqual([
			["clean-numbers", 2],
			["add-commas", 1],
			["unescape-commas", 1],
			["clean-descriptions", 1],
			["leave-out-doubles", 1],
		]);
		expect(findMadeRepairs(repaired)[0]?.examples[0]).toEqual({
			line: 1,
			before: "tel:+1-800-555-5551, a",
			after: "+18005555551, a",
		});
		const without = SAFE_KINDS.reduce<CheckedRow[]>(
			(current, kind) => takeBack(kind, current, "US"),
			repaired,
		);
		expect(without).toEqual(rows);
	});

	test("of two repairs of one row, the other one stays", () => {
		const rows = safely(read("+1 800 555 5551,f\tg\n"));
		expect(takeBack("clean-numbers", rows, "US")).toMatchObject([
			{ number: "+1 800 555 5551", description: "f g", repaired: { by: ["clean-descriptions"] } },
		]);
	});
});

const cell = fc.constantFrom(
	..."+18005555551|1 800 555 5551|4795550132|(609) 555-0132|(800) 555-5554|+18005555552;9".split(
		"|",
	),
	...["12", "", "1.8E+10", "tel:+1-800-555-5551;ext=2"],
);
const description = fc.constantFrom("", "a", "a", "f\tg", "x".repeat(33), "Claims\\");
const someRows = fc
	.array(
		fc.tuple(cell, description, fc.array(fc.constantFrom("more", " East"), { maxLength: 1 })),
		{
			maxLength: 8,
		},
	)
	.map((list) =>
		list.map(([number, text, extra], index) =>
			checkRow({ line: index + 1, number, description: text, extra, shape: "whole" }, "US"),
		),
	);

describe("for any rows and any order of repairs", () => {
	test("all taken back, the rows are as in the file; stored and read, they are the same", () => {
		fc.assert(
			fc.property(someRows, fc.shuffledSubarray([...REPAIR_KINDS]), (rows, kinds) => {
				let now = rows;
				for (const kind of kinds) now = apply(kind, now);
				expect(readRows(writeRows(now))).toEqual(now);
				for (const { kind } of findMadeRepairs(now)) now = takeBack(kind, now, "US");
				expect(findMadeRepairs(now)).toEqual([]);
				expect(now).toEqual(rows);
			}),
			{ numRuns: 300 },
		);
	});

	test("safe repairs never give a number that is not written there, digit by digit", () => {
		fc.assert(
			fc.property(someRows, (rows) => {
				for (const kind of REPAIR_KINDS.filter(isSafe))
					for (const [index, row] of apply(kind, rows).entries()) {
						const before = rows[index] as CheckedRow;
						if (row.number === before.number) continue;
						expect(row.number.slice(1)).toBe(before.number.replace(/\D/g, ""));
					}
			}),
		);
	});
});

test("a review that the version before stored is still read", () => {
	const stored = JSON.stringify([
		{
			...{ line: 1, number: "1 800 555 5554", description: "", extra: [], shape: "whole" },
			...{ dnis: null, leftOut: false },
			problems: [{ code: "dnis-not-plain", value: "1 800 555 5554", cleaned: "+18005555554" }],
		},
	]);
	expect(numbersOf(apply("clean-numbers", readRows(stored)))).toEqual(["+18005555554"]);
});
