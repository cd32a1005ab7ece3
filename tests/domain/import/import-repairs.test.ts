import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	type CheckedRow,
	checkRow,
	type RowProblem,
} from "../../../app/domain/import/checked-row.ts";
import { planImport } from "../../../app/domain/import/import-plan.ts";
import { applyRepair, findRepairs } from "../../../app/domain/import/import-repairs.ts";
import { readPoolFile } from "../../../app/domain/import/pool-file.ts";
import { REPAIR_KINDS, type RepairKind } from "../../../app/domain/import/repair-kinds.ts";
import { codePointLength } from "../../../app/domain/text.ts";

const problemsOf = (rows: readonly CheckedRow[]) => planImport([], rows, "add", new Map()).problems;
const apply = (kind: RepairKind, rows: CheckedRow[]) =>
	applyRepair(kind, rows, problemsOf(rows), "US");
const offers = (rows: CheckedRow[]) => findRepairs(rows, problemsOf(rows), "US");
const codesAt = (rows: CheckedRow[], line: number) =>
	(problemsOf(rows).get(line) ?? []).map((problem) => problem.code);

function read(text: string): CheckedRow[] {
	const file = readPoolFile(text, "US");
	if (!file.ok) throw new Error(file.error.code);
	return file.value.rows.map((row) => checkRow(row, "US"));
}

/** The problem that each repair solves. Leaving the row out solves any problem. */
const SERVES: Record<RepairKind, RowProblem["code"][]> = {
	"read-as-dialed": ["dnis-two-readings"],
	"keep-as-written": ["dnis-two-readings"],
	"clean-numbers": ["dnis-not-plain", "dnis-leading-zero", "dnis-trunk-prefix"],
	"add-country-codes": ["dnis-national"],
	"drop-extensions": ["dnis-extension"],
	"add-commas": ["row-comma-missing"],
	"close-quotes": ["row-malformed"],
	"unescape-commas": ["row-extra-columns"],
	"join-columns": ["row-extra-columns"],
	"drop-columns": ["row-extra-columns"],
	"clean-descriptions": ["character-not-allowed"],
	"shorten-descriptions": ["text-too-long"],
	"keep-descriptions": [],
	"leave-out-doubles": [],
	"leave-out-earlier": [],
	"leave-out-errors": [],
};

describe("repairs are offered with the rows they serve and three examples (I3)", () => {
	test("of everything that can be repaired, in one order", () => {
		const rows = read(
			[
				"1 800 555 5551,a",
				"+18005555552",
				'+18005555553,"c',
				"+18005555554,d,e",
				"+18005555555,f\tg",
				`+18005555556,${"x".repeat(33)}`,
				"+18005555557,h",
				"+18005555557,h",
				"+18005555558,i",
				"+18005555558,j",
				"1.8E+10,k",
			].join("\n"),
		);
		expect(offers(rows)).toEqual([
			{
				kind: "clean-numbers",
				rows: 1,
				examples: [{ line: 1, before: "1 800 555 5551, a", after: "+18005555551, a" }],
			},
			{
				kind: "add-commas",
				rows: 1,
				examples: [{ line: 2, before: "+18005555552", after: "+18005555552, " }],
			},
			{
				kind: "close-quotes",
				rows: 1,
				examples: [{ line: 3, before: '+18005555553,"c', after: "+18005555553, c" }],
			},
			{
				kind: "join-columns",
				rows: 1,
				examples: [{ line: 4, before: "+18005555554, d, e", after: "+18005555554, d,e" }],
			},
			{
				kind: "drop-columns",
				rows: 1,
				examples: [{ line: 4, before: "+18005555554, d, e", after: "+18005555554, d" }],
			},
			{
				kind: "clean-descriptions",
				rows: 1,
				examples: [{ line: 5, before: "+18005555555, f\tg", after: "+18005555555, f g" }],
			},
			{
				kind: "shorten-descriptions",
				rows: 1,
				examples: [
					{
						line: 6,
						before: `+18005555556, ${"x".repeat(33)}`,
						after: `+18005555556, ${"x".repeat(32)}`,
					},
				],
			},
			{
				kind: "leave-out-doubles",
				rows: 1,
				examples: [{ line: 8, before: "+18005555557, h", after: null }],
			},
			{
				kind: "leave-out-earlier",
				rows: 1,
				examples: [{ line: 9, before: "+18005555558, i", after: null }],
			},
			{
				kind: "leave-out-errors",
				rows: 9,
				examples: [
					{ line: 1, before: "1 800 555 5551, a", after: null },
					{ line: 2, before: "+18005555552", after: null },
					{ line: 3, before: '+18005555553,"c', after: null },
				],
			},
		]);
	});

	test("nothing is offered for a file without errors, nor for rows left out", () => {
		expect(offers(read("+18005555551,a\n"))).toEqual([]);
		expect(offers(read("12,a\n").map((row) => ({ ...row, leftOut: true })))).toEqual([]);
	});

	test("what cannot be repaired can only be left out", () => {
		expect(
			offers(read("1.8E+10,a\n0800123,b\n+999123,c\nabc,d\n,e\n")).map((repair) => repair.kind),
		).toEqual(["leave-out-errors"]);
	});

	test("a description is cut between the characters that people see", () => {
		const [row] = apply("shorten-descriptions", read(`+18005555551,${"x".repeat(30)}👨‍👩‍👧‍👦\n`));
		expect(row).toMatchObject({ description: "x".repeat(30), problems: [] });
	});

	test("a single character of more than 32 code points is cut all the same", () => {
		const [row] = apply("shorten-descriptions", read(`+18005555551,q${"\u0323".repeat(40)}\n`));
		expect(codePointLength(row?.description ?? "")).toBe(32);
		expect(row?.problems).toEqual([]);
	});

	test("of rows that differ, the last is kept; of repetitions, the first", () => {
		const differing = apply(
			"leave-out-earlier",
			read("+18005555551,a\n+18005555551,b\n+18005555551,a\n"),
		);
		expect(differing.map((row) => row.leftOut)).toEqual([true, true, false]);
		const same = apply(
			"leave-out-doubles",
			read("+18005555551,a\n+18005555551,a\n+18005555551,a\n"),
		);
		expect(same.map((row) => row.leftOut)).toEqual([false, true, true]);
	});
});

const number = fc.oneof(
	fc.constantFrom(
		..."1 800 555 5551|0018005555551|+44 (0)20 7946 0958|+4402079460958|18005555552.0|00 44 20 7946 0958|'+18005555553|1.8E+10".split(
			"|",
		),
	),
	fc.constantFrom(
		"+18005555551",
		"+18005555552",
		"18005555553",
		"1.8005555554e+10",
		"（０１）",
		"12",
		"",
		"abc",
		'="+18005555553"',
		"00",
		"1 8",
	),
	fc.string({ unit: fc.constantFrom(..."+0123456789 ()-.'٣"), maxLength: 18 }),
);
const text = fc.oneof(
	fc.constantFrom(
		"",
		"a",
		"a",
		"b",
		"a\tb",
		"x".repeat(33),
		`${"\u200b".repeat(20)}${"x".repeat(20)}`,
		`${"x".repeat(31)}👩‍💻`,
		"\u00a0",
		"'=1",
	),
	fc.string({ unit: "grapheme", maxLength: 36 }),
);
const shape = fc.constantFrom<CheckedRow["shape"]>("whole", "whole", "comma-missing", "malformed");
const line = fc.tuple(
	number,
	text,
	fc.array(text, { maxLength: 2 }),
	shape,
	fc.boolean(),
	fc.boolean(),
);
const files = fc.array(line, { maxLength: 12 }).map((list) =>
	list.map(([typed, description, extra, form, leftOut, hasExtra], index) =>
		checkRow(
			form === "whole"
				? {
						line: index + 1,
						number: typed,
						description,
						extra: hasExtra ? extra : [],
						shape: form,
					}
				: {
						line: index + 1,
						number: form === "malformed" ? `${typed},"${description}` : typed,
						description: "",
						extra: [],
						shape: form,
					},
			"US",
			leftOut && hasExtra,
		),
	),
);

describe("for any file and each repair", () => {
	test("exactly the rows that are counted are changed, and the others are given back as they are", () => {
		fc.assert(
			fc.property(files, (rows) => {
				const found = new Map(offers(rows).map((repair) => [repair.kind, repair]));
				for (const kind of REPAIR_KINDS) {
					const repaired = apply(kind, rows);
					const changed = repaired.filter((row, index) => row !== rows[index]);
					expect(changed.length).toBe(found.get(kind)?.rows ?? 0);
					expect(repaired.map((row) => row.line)).toEqual(rows.map((row) => row.line));
					for (const { line, after } of found.get(kind)?.examples ?? []) {
						const row = changed.find((candidate) => candidate.line === line);
						expect(after === null).toBe(row?.leftOut);
					}
				}
			}),
			{ numRuns: 200 },
		);
	});

	test("the problem that it serves is gone from the rows it changed, and it is not offered for them again", () => {
		fc.assert(
			fc.property(files, (rows) => {
				for (const kind of REPAIR_KINDS) {
					const repaired = apply(kind, rows);
					repaired.forEach((row, index) => {
						if (row === rows[index]) return;
						for (const code of SERVES[kind]) {
							// A line with repaired quotes may turn out to have no comma, for example. That counts
							// as another problem.
							expect(codesAt(repaired, row.line)).not.toContain(code);
						}
					});
				}
				expect(problemsOf(apply("leave-out-errors", rows)).size).toBe(0);
			}),
			{ numRuns: 500 },
		);
	});

	test("taken one after the other they come to an end, and with what is left left out the file is right", () => {
		fc.assert(
			fc.property(files, (given) => {
				let rows = given;
				for (let round = 0; ; round += 1) {
					expect(round).toBeLessThan(2 * REPAIR_KINDS.length);
					const [next] = offers(rows);
					if (!next) break;
					rows = apply(next.kind, rows);
				}
				expect(problemsOf(rows).size).toBe(0);
			}),
			{ numRuns: 500 },
		);
	});

	test("no digit of a number is invented, moved or lost, but for 00 in front, (0) inside and .0 behind", () => {
		const ascii = (value: string) =>
			value.normalize("NFKC").replaceAll("٣", "3").replace(/\D/g, "");
		fc.assert(
			fc.property(number, (typed) => {
				const row = checkRow(
					{
						line: 1,
						number: typed,
						description: "",
						extra: [],
						shape: "whole",
					},
					"US",
				);
				const [cleaned] = apply("clean-numbers", [row]);
				if (!cleaned || cleaned === row) return;
				const trunk = row.problems.some((problem) => problem.code === "dnis-trunk-prefix");
				const whole = /^\s*\+?\d[.,]\d+e\+?\d+\s*$/i.test(typed)
					? typed.replace(/e.*$/i, "")
					: typed.replace(/^(\s*\+?\d+)[.,]0+\s*$/, "$1");
				const expected = ascii(whole.normalize("NFKC").replace(/\(0\)/g, "")).replace(/^0+/, "");
				if (trunk || !cleaned.number.includes(expected)) {
					// Only one digit may go: the national prefix after the calling code.
					const digits = cleaned.number.slice(1);
					expect(expected.length - digits.length).toBeLessThanOrEqual(1);
					expect(isSubsequence(digits, expected)).toBe(true);
				} else expect(cleaned.number).toBe(`+${expected}`);
			}),
			{ numRuns: 5000 },
		);
	});
});

function isSubsequence(part: string, whole: string): boolean {
	let at = 0;
	for (const digit of whole) if (digit === part[at]) at += 1;
	return at === part.length;
}

test("10,000 rows with 10,000 problems are repaired in one pass over them", () => {
	let reads = 0;
	const rows = Array.from({ length: 10_000 }, (_row, index) => {
		const row = checkRow(
			{
				line: index + 1,
				number: `1 800 5${String(index % 5000).padStart(6, "0")}`,
				description: "",
				extra: [],
				shape: "whole",
			},
			"US",
		);
		return new Proxy(row, {
			get(target, key) {
				if (key === "leftOut") reads += 1;
				return Reflect.get(target, key);
			},
		});
	});
	const problems = problemsOf(rows);
	reads = 0;
	expect(findRepairs(rows, problems, "US").map((repair) => [repair.kind, repair.rows])).toEqual([
		["clean-numbers", 10_000],
		["leave-out-errors", 10_000],
	]);
	expect(reads).toBeLessThanOrEqual(3 * rows.length);
	reads = 0;
	const repaired = applyRepair("clean-numbers", rows, problems, "US");
	expect(reads).toBeLessThanOrEqual(3 * rows.length);
	expect(problemsOf(repaired).size).toBe(5000);
	expect(problemsOf(apply("leave-out-doubles", repaired)).size).toBe(0);
});
