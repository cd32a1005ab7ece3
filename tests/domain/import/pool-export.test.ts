import fc from "fast-check";
import papaparse from "papaparse";
import { describe, expect, test } from "vitest";
import { parseDescription } from "../../../app/domain/groups/pool.ts";
import { checkRow } from "../../../app/domain/import/checked-row.ts";
import { decodePoolFile } from "../../../app/domain/import/file-text.ts";
import { messageOfRowProblem } from "../../../app/domain/import/import-messages.ts";
import {
	type ImportMode,
	isApplicable,
	planImport,
} from "../../../app/domain/import/import-plan.ts";
import {
	poolToCsv,
	problemsToCsv,
	readPoolColumns,
} from "../../../app/domain/import/pool-export.ts";
import { readPoolFile } from "../../../app/domain/import/pool-file.ts";

/** Saves and sends the file again like a browser. */
function readAgain(csv: string) {
	const text = decodePoolFile(new TextEncoder().encode(csv));
	if (!text.ok) throw new Error(text.error.code);
	const file = readPoolFile(text.value, "US");
	if (!file.ok) throw new Error(file.error.code);
	return file.value;
}

const HARD = [..."=+-@'\",; \t=''ab1é😀\u0301\u200d👩👨💻❤\ufe0f🏽مرשל𠮷<>&%|\\/"];
const description = fc
	.string({
		unit: fc.oneof(
			fc.constantFrom(...HARD),
			fc.constantFrom("👩🏽‍💻", "👨‍👩‍👧‍👦", "=1+1", "'=", "sep=;", "DNIS"),
			fc.string({ unit: "grapheme", maxLength: 1 }),
		),
	})
	.map(parseDescription)
	.filter((parsed) => parsed.ok)
	.map((parsed) => (parsed.ok ? parsed.value : ""));

const pool = fc
	.uniqueArray(fc.tuple(fc.integer({ min: 2_000_000_000, max: 9_999_999_999 }), description), {
		minLength: 1,
		maxLength: 12,
		selector: ([n]) => n,
	})
	.map((entries) =>
		entries.map(([national, text], index) => ({
			id: String(index),
			number: `+1${national}`,
			description: text,
		})),
	);

describe("a pool as CSV (I6)", () => {
	test("has a byte order mark, names its columns, ends its lines in CRLF, and quotes and guards where it has to", () => {
		const csv = poolToCsv([
			{ number: "+18005555554", description: "Claims" },
			{ number: "+18005555555", description: "" },
			{ number: "+18005555556", description: ' "north", 5 ' },
			{ number: "+18005555557", description: "=1+1" },
			{ number: "+18005555558", description: "'@" },
			{ number: "+18005555559", description: "it's, 'here'" },
		]);
		expect(csv).toBe(
			[
				"\ufeffDNIS,Description",
				"+18005555554,Claims",
				"+18005555555,",
				'+18005555556," ""north"", 5 "',
				"+18005555557,'=1+1",
				"+18005555558,''@",
				"+18005555559,\"it's, 'here'\"",
				"",
			].join("\r\n"),
		);
	});

	test.each([
		["with descriptions", ["number", "description", "drain"], "DNIS,Description,Draining"],
		["beside the numbers alone", ["number", "drain"], "DNIS,Draining"],
		[
			"with the states",
			["number", "description", "drain", "state"],
			"DNIS,Description,Draining,State now,In use until,Last used,Given in 24 h",
		],
		[
			"with the states alone",
			["number", "drain", "state"],
			"DNIS,Draining,State now,In use until,Last used,Given in 24 h",
		],
	])(
		"has the drains in a column of its own, which an import ignores, %s (G15)",
		(_how, names, head) => {
			const entries = [
				{ id: "a", number: "+18005555554", description: "Claims", drain: "remove" as const },
				{ id: "b", number: "+18005555555", description: "", drain: null },
			];
			const csv = poolToCsv(entries, readPoolColumns(names) ?? []);
			expect(csv).toContain(head);
			expect(csv).toMatch(/\+18005555554,(Claims,)?remove(,,,,)?\r\n/);
			for (const mode of ["add", "replace"] as const) {
				const file = readAgain(csv);
				const rows = file.rows.map((row) => checkRow(row, "US"));
				const hasDescriptions = file.reading.columns?.description !== null;
				const plan = planImport(entries, rows, mode, new Map(), { hasDescriptions });
				expect([plan.unchanged.length, plan.size, isApplicable(plan)]).toEqual([2, 2, true]);
			}
		},
	);

	test.each<ImportMode>(["add", "replace"])(
		"any pool that the rules allow, exported and imported to %s, is the same character for character",
		(mode) => {
			fc.assert(
				fc.property(pool, (entries) => {
					const file = readAgain(poolToCsv(entries));
					expect(file.reading.header?.line).toBe(1);
					expect(
						file.rows.map(({ line, number, description }) => ({ line, number, description })),
					).toEqual(
						entries.map(({ number, description }, index) => ({
							line: index + 2,
							number,
							description,
						})),
					);
					const rows = file.rows.map((row) => checkRow(row, "US"));
					const plan = planImport(entries, rows, mode, new Map());
					expect(
						plan.unchanged.map(({ number, description }) => ({ number, description })),
					).toEqual(entries.map(({ number, description }) => ({ number, description })));
					expect([
						plan.added,
						plan.changed,
						plan.emptied,
						plan.removed,
						plan.problems.size,
						plan.poolProblem,
					]).toEqual([[], [], [], [], 0, null]);
					expect(plan.size).toBe(entries.length);
				}),
				{ numRuns: 1000 },
			);
		},
	);

	test("of the numbers alone keeps all descriptions, whether added or replaced", () => {
		fc.assert(
			fc.property(pool, fc.constantFrom<ImportMode>("add", "replace"), (entries, mode) => {
				const csv = poolToCsv(entries, ["number"]);
				expect(csv).toBe(
					`\ufeff${["DNIS", ...entries.map(({ number }) => number), ""].join("\r\n")}`,
				);
				const { reading, rows } = readAgain(csv);
				expect([reading.unclear, reading.columns.description]).toEqual([[], null]);
				const checked = rows.map((row) => checkRow(row, "US"));
				const plan = planImport(entries, checked, mode, new Map(), { hasDescriptions: false });
				expect(plan.unchanged.map(({ description: kept }) => kept)).toEqual(
					entries.map(({ description: before }) => before),
				);
				expect([plan.emptied, plan.removed]).toEqual([[], []]);
			}),
		);
	});

	test.each([
		["nothing", [], ["number", "description"]],
		["both", ["description", "number"], ["number", "description"]],
		["the number", ["number"], ["number"]],
		["the number twice", ["number", "number"], ["number"]],
		["no number", ["description"], null],
		["an unknown column", ["number", "status"], null],
		["an empty name", [""], null],
	])("whoever asks for %s gets those columns in the file's order", (_what, asked, columns) => {
		expect(readPoolColumns(asked)).toEqual(columns);
	});

	test("no cell of it runs as a formula but the plain numbers", () => {
		fc.assert(
			fc.property(pool, (entries) => {
				for (const { number, description } of entries) {
					const [, line = ""] = poolToCsv([{ number, description }]).split("\r\n");
					expect(line.slice(number.length + 1)).not.toMatch(/^"?[=+@\t\r-]/);
				}
			}),
		);
	});
});

const RUNS = /^[=+@\t\r-]/;
const checkedRows = (csv: string) => readAgain(csv).rows.map((row) => checkRow(row, "US"));
const problemsOf = (rows: ReturnType<typeof checkedRows>) =>
	planImport([], rows, "add", new Map()).problems;

describe("the rows in error as CSV (I6)", () => {
	test("has what is wrong behind the number and the description as they came", () => {
		const rows = checkedRows(
			"+18005555554,Claims\n1 800 555 5555,=1+1\n+18005555554,Sales\nabc,a,b\n",
		);
		expect(problemsToCsv(rows, problemsOf(rows), messageOfRowProblem)).toBe(
			[
				"\ufeffDNIS,Description,Problem",
				"1 800 555 5555,'=1+1,“1 800 555 5555” must be a plus sign and digits only. Write it " +
					"as +18005555555.",
				"+18005555554,Sales,\"'+18005555554 is already in line 1, with another description. " +
					'Leave out one of the two rows."',
				`abc,a,"1 column too many: “b”. Put a description with commas in ` +
					"quotation marks, or remove the extra columns. “abc” is not a phone " +
					`number. Enter a plus sign, the country code and the number, digits only.",b`,
				"",
			].join("\r\n"),
		);
	});

	test("a row that was left out is not in it", () => {
		const rows = [
			checkRow({ line: 1, number: "12", description: "", extra: [], shape: "whole" }, "US", true),
		];
		expect(problemsToCsv(rows, new Map([[1, rows[0]?.problems ?? []]]), messageOfRowProblem)).toBe(
			"\ufeffDNIS,Description,Problem\r\n",
		);
	});

	test("corrected, it is imported without its third column", () => {
		const rows = checkedRows("1 800 555 5555,=1+1\n");
		const csv = problemsToCsv(rows, problemsOf(rows), messageOfRowProblem).replace(
			"1 800 555 5555,",
			"+18005555555,",
		);
		const [row] = checkedRows(csv);
		expect(row).toMatchObject({
			line: 2,
			dnis: { number: "+18005555555" },
			description: "=1+1",
			problems: [],
		});
	});

	test("a row with another separator is a row in error here too, and condemns no file", () => {
		const rows = checkedRows("DNIS,Description\n+18005555554;Claims\n+18005555555,Sales\n");
		const again = checkedRows(problemsToCsv(rows, problemsOf(rows), messageOfRowProblem));
		expect(again.map((row) => row.number)).toEqual(["+18005555554;Claims"]);
	});

	test("whatever stands in a wrong row, no cell runs as a formula, and what it had is read again", () => {
		const text = fc.string({ unit: fc.constantFrom(..."=+-@'\", \t\nab1😀"), maxLength: 12 });
		fc.assert(
			fc.property(fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 5 }), (cells) => {
				const rows = cells.map(([number, description, extra], index) =>
					checkRow(
						{
							line: index + 1,
							number,
							description,
							extra: extra.trim() === "" ? [] : [extra],
							shape: "whole",
						},
						"US",
					),
				);
				const problems = problemsOf(rows);
				const wrong = rows.filter((row) => problems.has(row.line));
				if (wrong.length === 0) return;
				const seen: string[] = [];
				const csv = problemsToCsv(rows, problems, (problem) => {
					seen.push(problem.code);
					return "=1+1";
				});
				expect(seen).toHaveLength(wrong.flatMap((row) => problems.get(row.line) ?? []).length);
				const again = readAgain(csv).rows;
				expect(again.map((row) => row.description)).toEqual(wrong.map((row) => row.description));
				expect(again.map((row) => row.number)).toEqual(wrong.map((row) => row.number));
				expect(
					papaparse
						.parse<string[]>(csv, { delimiter: ",", newline: "\r\n" })
						.data.flat()
						.filter((cell) => RUNS.test(cell) && !/^\+?\d+$/.test(cell)),
				).toEqual([]);
			}),
			{ numRuns: 500 },
		);
	});
});
