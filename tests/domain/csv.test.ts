import fc from "fast-check";
import papaparse from "papaparse";
import { describe, expect, test } from "vitest";
import { csvReader, csvRow, parseCsv, readCsv } from "../../app/domain/csv.ts";

const csvCell = (value: string) => csvRow([value]).slice(0, -2);
const cellsOf = (text: string) => parseCsv(text).map((row) => row.cells);

describe("rows of cells", () => {
	test.each([
		["nothing", "", []],
		["one cell", "a", [["a"]]],
		["an empty last cell", "a,", [["a", ""]]],
		["an empty first cell", ",a", [["", "a"]]],
		["an empty quoted cell", '"",a', [["", "a"]]],
		["a blank line", "a\n\nb", [["a"], [""], ["b"]]],
		["a last line end, which begins no row", "a\n", [["a"]]],
		["spaces as they are", ' a , "b"', [[" a ", ' "b"']]],
		["a comma in quotes", '"a,b",c', [["a,b", "c"]]],
		["doubled quotes", '"a ""b"" c",""""', [['a "b" c', '"']]],
		["a quote inside an unquoted cell", '5" wide,a"b', [['5" wide', 'a"b']]],
		["LF, CR and CRLF", "a\nb\rc\r\nd", [["a"], ["b"], ["c"], ["d"]]],
		["CR CR LF: a blank line", "a\r\r\nb", [["a"], [""], ["b"]]],
		["a line break in quotes, as LF", '"a\r\nb\rc"', [["a\nb\nc"]]],
	])("%s", (_what, text, cells) => {
		expect(cellsOf(text)).toEqual(cells);
	});
});

describe("a quote that does not fit spoils its own line only", () => {
	test.each([
		["never closed", 'a,"b\nc,d', 'a,"b'],
		["closed, and the cell goes on", '"a" b\nc,d', '"a" b'],
		["closed further down, and the cell goes on there", 'a,"b\nc,"d"\nc,d', 'a,"b'],
		["a space behind the closing one", '"a" ,b\nc,d', '"a" ,b'],
		["nothing but one", '"\nc,d', '"'],
		["in a later cell of a row that goes over lines", '"a\nb","c\nc,d', '"a'],
	])("%s", (_what, text, line) => {
		const rows = parseCsv(text);
		expect(rows[0]).toEqual({ line: 1, cells: [line], malformed: true });
		expect(rows.at(-1)?.cells).toEqual(["c", "d"]);
		expect(rows.at(-1)?.malformed).toBe(false);
	});

	test("rows behind it are read whole: long ones, and those that go over some lines", () => {
		const long = "x".repeat(5000);
		expect(parseCsv(`"a" b\n1,${long}\n2,"c\nd"\n`)).toEqual([
			{ line: 1, cells: ['"a" b'], malformed: true },
			{ line: 2, cells: ["1", long], malformed: false },
			{ line: 3, cells: ["2", "c\nd"], malformed: false },
		]);
	});

	test("what begins a row, as told, was never meant to be inside quotes", () => {
		const isRowStart = /\n\d,/;
		expect(parseCsv('1,"a\n2,b\n3,c"\n4,d', { isRowStart })).toEqual([
			{ line: 1, cells: ['1,"a'], malformed: true },
			{ line: 2, cells: ["2", "b"], malformed: false },
			{ line: 3, cells: ["3", 'c"'], malformed: false },
			{ line: 4, cells: ["4", "d"], malformed: false },
		]);
		expect(parseCsv('1,"a\nb\n"\n4,d', { isRowStart }).map((row) => row.line)).toEqual([1, 4]);
	});
});

const LINE_ENDS = ["\n", "\r\n", "\r"] as const;
const cell = fc.string({
	unit: fc.constantFrom("a", "é", "😀", " ", ",", '"', "\n", "'", ";", "="),
	maxLength: 6,
});
const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
// At least two cells a row: papaparse reads a row of one empty cell as a blank line. A file that
// ends in a blank line has no such last row.
const table = fc.array(fc.array(fc.tuple(cell, fc.boolean()), { minLength: 2, maxLength: 4 }), {
	minLength: 1,
	maxLength: 8,
});

describe("against papaparse", () => {
	test("well-formed files of one style of line ends are read alike", () => {
		fc.assert(
			fc.property(
				table,
				fc.constantFrom(...LINE_ENDS),
				fc.boolean(),
				(rows, lineEnd, lastLineEnd) => {
					const lines = rows.map((cells) =>
						cells.map(([value, always]) => (always ? quoted(value) : csvCell(value))).join(","),
					);
					const text = (lines.join("\n") + (lastLineEnd ? "\n" : "")).replaceAll("\n", lineEnd);
					const parsed = papaparse.parse<string[]>(text, {
						delimiter: ",",
						newline: lineEnd,
						quoteChar: '"',
					});
					expect(parsed.errors).toEqual([]);
					const theirs = lastLineEnd ? parsed.data.slice(0, -1) : parsed.data;
					expect(cellsOf(text)).toEqual(
						theirs.map((cells) => cells.map((value) => value.replaceAll(lineEnd, "\n"))),
					);
					expect(cellsOf(text)).toEqual(rows.map((cells) => cells.map(([value]) => value)));
				},
			),
			{ numRuns: 1000 },
		);
	});

	test("what csvCell writes, papaparse reads as it was", () => {
		fc.assert(
			fc.property(cell, (value) => {
				expect(
					papaparse.parse(`x,${csvCell(value)}`, { delimiter: ",", newline: "\n" }).data,
				).toEqual([["x", value]]);
			}),
		);
	});
});

test("line numbers are true whatever is in quotes, however lines end, and however many are blank or malformed", () => {
	const piece = fc.oneof(
		fc.record({ text: fc.constant(""), breaks: fc.constant(0) }),
		fc.record({ text: fc.constant("plain,row"), breaks: fc.constant(0) }),
		fc.record({ text: fc.constant('"closed" wrongly'), breaks: fc.constant(0) }),
		fc.array(fc.constantFrom(...LINE_ENDS), { maxLength: 5 }).map((ends) => ({
			text: `1,"${ends.map((end) => `a""${end}`).join("")}"`,
			breaks: ends.length,
		})),
	);
	fc.assert(
		fc.property(
			fc.array(fc.tuple(piece, fc.constantFrom(...LINE_ENDS)), { minLength: 1 }),
			(pieces) => {
				// CR before LF is one line end. A mark in each row keeps a blank line's CR and LF apart.
				const text = pieces.map(([{ text }, end], index) => `#${index},${text}${end}`).join("");
				const expected: [string, number][] = [];
				let line = 1;
				pieces.forEach(([{ breaks }], index) => {
					expected.push([`#${index}`, line]);
					line += breaks + 1;
				});
				expect(parseCsv(text).map((row) => [row.cells[0]?.split(",")[0], row.line])).toEqual(
					expected,
				);
			},
		),
		{ numRuns: 1000 },
	);
});

test("any text is read, and nothing of it is lost", () => {
	const awkward = fc.string({
		unit: fc.constantFrom('"', ",", "\n", "\r", "a", "1", "\u{1f600}", "\ud800"),
		maxLength: 40,
	});
	fc.assert(
		fc.property(awkward, (text) => {
			const rows = parseCsv(text);
			const kept = (value: string) => value.replace(/[",\n\r]/g, "");
			expect(kept(rows.flatMap((row) => row.cells).join(""))).toBe(kept(text));
			for (const [index, row] of rows.entries())
				expect(row.line).toBeGreaterThan(rows[index - 1]?.line ?? 0);
		}),
		{ numRuns: 5000 },
	);
});

/** Each would take hours if every line were read to the end of the file. */
describe("a megabyte that is made to be read again and again is read", () => {
	const MEGABYTE = 1_000_000;
	const fill = (unit: string) => unit.repeat(MEGABYTE / unit.length);
	test.each([
		["quotes", fill('"'), 1],
		["an odd number of quotes", `${fill('"')}"`, 1],
		["quotes and line breaks", fill('"\n'), MEGABYTE / 4],
		[
			"cells that open in each line and close in the next, never at the end",
			`${fill('a","b\n')}"x"y`,
			undefined,
		],
		["the same, each line a candidate of its own", `${fill('"\n","')}"x"y`, undefined],
		["pairs of quotes behind one that is never closed", `"${fill('""\n')}`, undefined],
		["an unclosed quote in each line", fill('1,"a\n'), undefined],
		["line breaks in one cell", `"${fill("\n")}"`, 1],
		["commas", fill(","), 1],
	])("%s", (_what, text, rows) => {
		const parsed = parseCsv(text, { isRowStart: /\n\d{7},/ });
		expect(parsed.length).toBeGreaterThan(0);
		if (rows !== undefined) expect(parsed.length).toBe(rows);
	});
});

describe("a long text is read in steps, between which other work gets its turn (I1)", () => {
	const LENGTH = 2 ** 20;
	test.each([
		["rows", "+18005550101,Claims\n"],
		["rows that end in CRLF", "+18005550101,Claims\r\n"],
		["malformed rows", '"a"b\n'],
		["unclosed quotes", '"a\n'],
		["blank lines", "\n"],
		["empty cells", '"",""\n'],
	])("%s", (_what, piece) => {
		const text = piece.repeat(LENGTH / piece.length);
		const work = csvReader(text, () => {});
		let steps = 0;
		while (!work.next().done) steps += 1;
		expect(steps).toBeGreaterThanOrEqual(15);
		expect(parseCsv(text)).toHaveLength(Math.floor(LENGTH / piece.length));
	});

	test("rows behind enough of them are only counted, in quotes or not", () => {
		const rows = 'a,"b\nc"\n,\n\n'.repeat(20_000);
		let taken = 0;
		const counted = readCsv(rows, ({ cells }) => (taken += cells[0] === "a" ? 1 : 0), {
			isEnough: () => taken > 10,
		});
		expect(taken).toBeLessThan(20_000);
		expect(taken + counted).toBe(20_000);
	});

	test("a very long row of more than 1,000 cells keeps the rest in one cell", () => {
		for (const first of ["x", '"x"']) {
			const [row] = parseCsv(first + ",x".repeat(90_000));
			expect(row?.cells).toHaveLength(1001);
			expect(row?.cells.join(",")).toBe(`x${",x".repeat(90_000)}`);
		}
	});
});
