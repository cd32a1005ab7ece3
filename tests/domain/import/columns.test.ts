import { describe, expect, test } from "vitest";
import type { ColumnChoice } from "../../../app/domain/import/columns/detect-columns.ts";
import { readPoolFile } from "../../../app/domain/import/pool-file.ts";
import { readReading, writeReading } from "../../../app/domain/import/stored-reading.ts";

function read(lines: string[], choice?: ColumnChoice) {
	const file = readPoolFile(lines.join("\n"), "US", choice);
	if (!file.ok) throw new Error(file.error.code);
	return file.value;
}
const readingOf = (...lines: string[]) => {
	const { columns, header, skipped, unclear } = read(lines).reading;
	return {
		columns: [columns.number, columns.description],
		header: header?.line ?? null,
		skipped: skipped.map(({ line }) => line),
		asks: unclear,
	};
};
const rowsOf = (lines: string[], choice?: ColumnChoice) =>
	read(lines, choice).rows.map(({ number, description, extra, shape }) => [
		...[number, description, ...extra],
		...(shape === "whole" ? [] : [shape]),
	]);
const [A, B] = ["+18005550701", "+18005550702"];

describe("the header decides which column is which (I8)", () => {
	test("wherever they stand, whatever stands second", () => {
		expect(rowsOf(["number,region,description", `${A},us,Main line`])).toEqual([[A, "Main line"]]);
		expect(rowsOf(["description,number", `Main line,${A}`])).toEqual([[A, "Main line"]]);
	});

	test.each([
		["no name is a description's", ["number,region", `${A},us`], ["description"]],
		["two are", ["did,name,label", `${A},x,y`], ["description"]],
		["no name is a number's", ["who,description", `${A},Main`], ["number"]],
		["two are, with numbers in both", ["DID,phone,note", `${A},${B},x`], ["number"]],
		["no name is known", ["foo,bar", `${A},Main`], ["number", "description"]],
		["the named column has none, and another has", ["phone,x,note", `Desk,${A},y`], ["number"]],
	])("where %s, the person is asked, and nothing is read", (_where, lines, asks) => {
		expect(readingOf(...lines).asks).toEqual(asks);
		expect(rowsOf(lines)).toEqual([]);
	});

	test("a doubtful name counts where its column has numbers", () => {
		expect(readingOf("id,extension,name", `7,${A},Main`)).toMatchObject({
			columns: [1, 2],
			asks: [],
		});
		expect(readingOf("number,phone,name", `1,${A},Main`)).toMatchObject({
			columns: [1, 2],
			asks: [],
		});
	});

	test("a column called description comes before one called name", () => {
		expect(readingOf("name,number,description", `x,${A},Main`).columns).toEqual([1, 2]);
	});

	test("titles, dates, comments and empty cells before it are passed over, and named", () => {
		const lines = [
			"#TYPE Selected.User",
			"Stand 2026-10-04",
			",,",
			"2026-10-04,",
			"DID,Name",
			`${A},x`,
		];
		expect(readingOf(...lines)).toEqual({
			columns: [0, 1],
			header: 5,
			skipped: [1, 2, 4],
			asks: [],
		});
	});

	test("without it, lines of one value before the rows are passed over", () => {
		expect(readingOf("Numbers of ACME", `${A},Main`, `${B},Fax`)).toEqual({
			...{ columns: [0, 1], header: null, skipped: [1], asks: [] },
		});
	});

	test.each(["1.8E+10,lost", "12,wrong", "+1800,short", ",nothing", "+18005550703 x,glued"])(
		"a first row in error is no header: %s",
		(row) => {
			expect(readingOf(row, `${A},Main`)).toMatchObject({ header: null, skipped: [], asks: [] });
		},
	);

	test("the line taken for it is a row if the person says so", () => {
		const lines = ["Hotel Adlon,Sales", `${A},Main`];
		expect(readingOf(...lines)).toMatchObject({ header: 1, asks: ["number", "description"] });
		expect(rowsOf(lines, { headerIsRow: true })).toEqual([
			["Hotel Adlon", "Sales"],
			[A, "Main"],
		]);
	});
});

describe("without a header (I8)", () => {
	test("the second of two columns is the description", () => {
		expect(rowsOf([`${A},Main`, `${B},`])).toEqual([
			[A, "Main"],
			[B, ""],
		]);
	});

	test.each([
		["the numbers stand second", [`Main,${A}`, `Fax,${B}`], ["description"]],
		["both columns have numbers", [`${A},${B}`], ["number", "description"]],
		["there are three columns", [`${A},us,Main`, `${B},us,Fax`], ["number", "description"]],
	])("where %s, the person is asked", (_where, lines, asks) => {
		expect(readingOf(...lines).asks).toEqual(asks);
		expect(rowsOf(lines)).toEqual([]);
	});
});

describe("the separator (I5)", () => {
	test.each([
		["semicolon", ";"],
		["tab", "\t"],
		["bar", "|"],
	] as const)("a %s is asked about, and then the file is read", (separator, character) => {
		const lines = [
			["DID", "Name"],
			[A, "Main, east"],
			[B, '"x"'],
		].map((row) => row.join(character));
		expect(read(lines).reading).toMatchObject({ separator, unclear: ["separator"] });
		expect(rowsOf(lines, { separator })).toEqual([
			[A, "Main, east"],
			[B, "x"],
		]);
	});
});

describe("what is wrong with a row of many columns stays in that row (I2, I3)", () => {
	const HEADER = "region,did,description";

	test("an escaped comma shifts no column", () => {
		expect(rowsOf([HEADER, `us\\, east,${A},Main\\, desk`, `us,${B},Fax`])).toEqual([
			[A, "Main\\", " desk"],
			[B, "Fax"],
		]);
	});

	test("a malformed row keeps its number apart, or has none", () => {
		expect(rowsOf([HEADER, `us,${A},"Main"x`])).toEqual([[`${A},"Main"x`, "", "malformed"]]);
		expect(rowsOf([HEADER, `us,${A},"Ma,in"x`])).toEqual([[`,us,${A},"Ma,in"x`, "", "malformed"]]);
	});

	test("a cell too many is told", () => {
		expect(rowsOf([HEADER, `us,${A},Main,again`])).toEqual([[A, "Main", "again"]]);
	});
});

describe("a review keeps how its file was read (I8)", () => {
	test("with the file where other columns could be chosen", () => {
		const text = `did,region,name\n${A},us,Main`;
		const kept = readReading(writeReading(read([text]).reading, text));
		expect(kept).toMatchObject({ columns: { number: 0, description: 2 }, file: text });
		const plain = `DNIS,Description\n${A},Main`;
		expect(readReading(writeReading(read([plain]).reading, plain)).file).toBeNull();
	});

	test("one of an earlier version is out of date where its second column is no description", () => {
		const by = (...cells: string[]) => readReading(JSON.stringify({ line: 1, cells })).isOutdated;
		expect(by("number", "region", "description")).toBe(true);
		expect(by("DNIS", "Description", "Problem")).toBe(false);
		expect(readReading(null).isOutdated).toBe(false);
	});
});
