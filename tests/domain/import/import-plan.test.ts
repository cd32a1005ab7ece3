import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { POOL_SIZE_MAX } from "../../../app/domain/groups/pool.ts";
import { type CheckedRow, checkRow } from "../../../app/domain/import/checked-row.ts";
import {
	assignPositions,
	type Clashes,
	type ImportMode,
	type ImportPlan,
	isApplicable,
	type PlannedEntry,
	planImport,
} from "../../../app/domain/import/import-plan.ts";
import type { PoolRow } from "../../../app/domain/import/pool-file.ts";

const A = "+18005555554";
const B = "+18005555555";
const C = "+442079460958";
const NONE: Clashes = new Map();

const row = (
	line: number,
	number: string,
	description = "",
	more: Partial<PoolRow> = {},
	leftOut = false,
): CheckedRow =>
	checkRow({ line, number, description, extra: [], shape: "whole", ...more }, "US", leftOut);
const entry = (number: string, description = ""): PlannedEntry => ({
	id: `id of ${number}`,
	number,
	description,
});
const numbers = (count: number, from = 0) =>
	Array.from({ length: count }, (_number, index) => `+1800${String(5_000_000 + from + index)}`);
const codes = (plan: ImportPlan, line: number) =>
	(plan.problems.get(line) ?? []).map((problem) => problem.code);
const counts = (plan: ImportPlan) => ({
	added: plan.added.length,
	changed: plan.changed.length,
	emptied: plan.emptied.length,
	unchanged: plan.unchanged.length,
	removed: plan.removed.length,
	errors: plan.problems.size,
	leftOut: plan.leftOut,
	size: plan.size,
});
const NOTHING = {
	added: 0,
	changed: 0,
	emptied: 0,
	unchanged: 0,
	removed: 0,
	errors: 0,
	leftOut: 0,
};

describe("a row by itself", () => {
	test("a description is checked as it will be stored", () => {
		expect(row(1, A, "Gro\u0308ße")).toMatchObject({
			description: "Größe",
			problems: [],
			dnis: { number: A, assigned: true },
		});
		expect(row(1, A, `${"x".repeat(31)}o\u0308`).problems).toEqual([]);
	});

	test("all that is wrong with it is found at once (I2)", () => {
		const wrong = row(1, "12", `\t${"x".repeat(32)}`, { extra: ["more"] });
		expect(wrong.problems.map((problem) => problem.code)).toEqual([
			"row-extra-columns",
			"dnis-wrong-length",
			"character-not-allowed",
			"text-too-long",
		]);
		expect(
			row(1, "12", "", { shape: "comma-missing" }).problems.map((problem) => problem.code),
		).toEqual(["row-comma-missing", "dnis-wrong-length"]);
	});

	test("of a line whose quotes do not fit nothing more is said", () => {
		expect(row(1, '12,"', "", { shape: "malformed" }).problems).toEqual([
			{ code: "row-malformed" },
		]);
	});

	test.each([
		"1.8E+10",
		"1,8e10",
		" 1.80056E+10 ",
		"1E+10",
		'="1.8E+10"',
		"+1.8E+10",
		"1.80055555540E+10",
	])("%j has lost its digits (I3)", (number) => {
		expect(row(1, number).problems).toEqual([{ code: "row-digits-lost", value: number }]);
	});

	test("in scientific notation with as many digits as the exponent says, none is lost", () => {
		expect(row(1, "1.8005555554E+10").problems).toEqual([
			{ code: "dnis-not-plain", value: "1.8005555554E+10", suggestions: [A] },
		]);
	});

	test("checked again, it is as it was", () => {
		const texts = fc.string({ unit: "grapheme", maxLength: 40 });
		fc.assert(
			fc.property(
				fc.oneof(texts, fc.constantFrom(A, "1 800 555 5554")),
				texts,
				(number, description) => {
					const once = row(1, number, description);
					expect(checkRow(once, "US")).toEqual(once);
				},
			),
		);
	});
});

describe("planning (I4)", () => {
	const pool = [entry(A, "Claims"), entry(B, "Sales"), entry(C)];

	test.each<[string, ImportMode, CheckedRow[], Partial<ReturnType<typeof counts>>]>([
		["a new number", "add", [row(1, "+18005555559", "New")], { added: 1, size: 4 }],
		[
			"a new number replaces all others",
			"replace",
			[row(1, "+18005555559")],
			{ added: 1, removed: 3, size: 1 },
		],
		["another description", "add", [row(1, A, "claims")], { changed: 1, size: 3 }],
		[
			"another description, when replacing",
			"replace",
			[row(1, A, "claims")],
			{ changed: 1, removed: 2, size: 1 },
		],
		["an empty description keeps what is there", "add", [row(1, A)], { unchanged: 1, size: 3 }],
		[
			"an empty description empties, when replacing",
			"replace",
			[row(1, A)],
			{ emptied: 1, removed: 2, size: 1 },
		],
		["a first description", "add", [row(1, C, "Fax")], { changed: 1, size: 3 }],
		["the same without plus", "add", [row(1, A.slice(1), "Claims")], { unchanged: 1, size: 3 }],
		["nothing", "add", [], { size: 3 }],
		[
			"a row left out adds nothing",
			"add",
			[row(1, "+18005555559", "", {}, true)],
			{ leftOut: 1, size: 3 },
		],
		[
			"a row left out keeps nothing",
			"replace",
			[row(1, A, "Claims"), row(2, B, "", {}, true)],
			{ unchanged: 1, leftOut: 1, removed: 2, size: 1 },
		],
		["a row in error adds nothing", "add", [row(1, "12")], { errors: 1, size: 3 }],
		[
			"a row left out is no double",
			"add",
			[row(1, A, "x", {}, true), row(2, A, "Claims")],
			{ leftOut: 1, unchanged: 1, size: 3 },
		],
	])("%s (to %s)", (_what, mode, rows, expected) => {
		expect(counts(planImport(pool, rows, mode, NONE))).toEqual({ ...NOTHING, ...expected });
	});

	test("says what was and what will be, with the entry that keeps its identity", () => {
		const plan = planImport(
			pool,
			[row(3, A, "Desk"), row(4, B), row(7, "+11234567890", "New")],
			"replace",
			NONE,
		);
		expect(plan.changed).toEqual([
			{ line: 3, entryId: `id of ${A}`, number: A, before: "Claims", after: "Desk" },
		]);
		expect(plan.emptied).toEqual([{ line: 4, entryId: `id of ${B}`, number: B, before: "Sales" }]);
		expect(plan.added).toEqual([
			{ line: 7, number: "+11234567890", description: "New", assigned: false },
		]);
		expect(plan.removed).toEqual([entry(C)]);
	});

	test("a number that stands twice is an error of the later rows, with and without plus", () => {
		const plan = planImport(
			[],
			[row(2, A, "x"), row(5, A.slice(1), "x"), row(9, A, "y")],
			"add",
			NONE,
		);
		expect(plan.problems.get(5)).toEqual([
			{ code: "row-doubled", number: A, firstLine: 2, sameDescription: true },
		]);
		expect(plan.problems.get(9)).toEqual([
			{ code: "row-doubled", number: A, firstLine: 2, sameDescription: false },
		]);
		expect(plan.added.map((added) => added.line)).toEqual([2]);
	});

	test("a row that goes back to the first description behind another is no mere repetition", () => {
		const plan = planImport([], [row(1, A, "x"), row(2, A, "y"), row(3, A, "x")], "add", NONE);
		expect(plan.problems.get(3)).toMatchObject([{ code: "row-doubled", sameDescription: false }]);
	});

	test("a first row in error still is the first", () => {
		const plan = planImport([], [row(1, A, "x".repeat(33)), row(2, A)], "add", NONE);
		expect([codes(plan, 1), codes(plan, 2)]).toEqual([["text-too-long"], ["row-doubled"]]);
	});

	test("a number that another group keeps for itself is refused, unless it is in the pool already (G6)", () => {
		const groups = [{ id: "g", name: "claims" }];
		const clashes: Clashes = new Map([
			[A, { code: "number-exclusive-elsewhere", groups }],
			["+18005555559", { code: "number-not-exclusive", groups }],
		]);
		const plan = planImport(
			pool,
			[row(1, A, "Claims"), row(2, "+18005555559"), row(3, "+18005555559")],
			"add",
			clashes,
		);
		expect(plan.problems.get(1)).toBeUndefined();
		expect(plan.problems.get(2)).toEqual([
			{ code: "number-not-exclusive", number: "+18005555559", groups },
		]);
		expect(codes(plan, 3)).toEqual(["row-doubled"]);
	});

	test.each([
		["its description", row(1, A, "x".repeat(33))],
		["its columns", row(1, A, "", { extra: ["more"] })],
		["its number, which could be cleaned", row(1, "+1 (800) 555-5554")],
	])("a row wrong in %s does not remove its number", (_what, wrong) => {
		expect(
			planImport(pool, [wrong], "replace", NONE).removed.map((removed) => removed.number),
		).toEqual([B, C]);
	});
});

describe("the size of the pool (G3)", () => {
	const rowsOf = (list: string[]) => list.map((number, index) => row(index + 1, number));
	const entriesOf = (list: string[]) => list.map((number) => entry(number));

	test.each<[string, ImportMode, number, number, number | null]>([
		["10,000 new ones", "add", 0, POOL_SIZE_MAX, null],
		["10,001 new ones", "add", 0, POOL_SIZE_MAX + 1, 10_001],
		["10,000 new ones in place of 10,000", "replace", POOL_SIZE_MAX, POOL_SIZE_MAX, null],
		["10,001 new ones in place of one", "replace", 1, POOL_SIZE_MAX + 1, 10_001],
		["one more than is free", "add", 9_000, 1_001, 10_001],
		["as many as are free", "add", 9_000, 1_000, null],
		["many more than are free", "add", 6_000, 6_000, 12_000],
	])("%s (to %s)", (_what, mode, has, added, wouldBe) => {
		const plan = planImport(entriesOf(numbers(has)), rowsOf(numbers(added, has)), mode, NONE);
		expect(plan.poolProblem).toEqual(
			wouldBe === null ? null : { code: "pool-full", limit: POOL_SIZE_MAX, wouldBe },
		);
		expect(isApplicable(plan)).toBe(wouldBe === null);
	});

	test("a full pool takes other descriptions", () => {
		const list = numbers(POOL_SIZE_MAX);
		const plan = planImport(
			entriesOf(list),
			list.map((number, index) => row(index + 1, number, "x")),
			"add",
			NONE,
		);
		expect([plan.changed.length, plan.poolProblem]).toEqual([POOL_SIZE_MAX, null]);
	});

	test.each([
		["in error", row(1, "12")],
		["left out", row(1, A, "", {}, true)],
	])("a file whose only row is %s does not replace a pool by nothing", (_what, only) => {
		const plan = planImport([entry(B)], [only], "replace", NONE);
		expect(plan.poolProblem).toEqual({ code: "import-empty" });
		expect(isApplicable(plan)).toBe(false);
	});

	test("no import leaves a pool in which all numbers are draining (G15)", () => {
		const draining: PlannedEntry = { ...entry(A), drain: "keep" };
		const plan = planImport([draining, entry(B)], [row(1, A)], "replace", NONE);
		expect(plan.poolProblem).toEqual({ code: "pool-all-draining", draining: 1 });
		expect(isApplicable(plan)).toBe(false);
		const kept = planImport([draining, entry(B)], [row(1, A), row(2, B)], "replace", NONE);
		expect(kept.poolProblem).toBeNull();
		// In a file of all groups, a number may come with its drain.
		const moved = planImport([], [{ ...row(1, A), drain: "remove" }], "replace", NONE);
		expect(moved.poolProblem).toEqual({ code: "pool-all-draining", draining: 1 });
	});

	test("a plan with rows in error cannot be applied", () => {
		expect(isApplicable(planImport([entry(B)], [row(1, A), row(2, "12")], "add", NONE))).toBe(
			false,
		);
		expect(
			isApplicable(planImport([entry(B)], [row(1, A), row(2, "12", "", {}, true)], "add", NONE)),
		).toBe(true);
	});
});

describe("for any pool and any file", () => {
	const some = numbers(6);
	const text = fc.constantFrom("", "a", "b", "\t", "x".repeat(33));
	const pools = fc
		.uniqueArray(fc.tuple(fc.constantFrom(...some), fc.constantFrom("", "a", "b")), {
			selector: ([number]) => number,
		})
		.map((list) => list.map(([number, description]) => entry(number, description)));
	const typed = fc.oneof(
		{ weight: 4, arbitrary: fc.constantFrom(...some, ...some.map((number) => number.slice(1))) },
		fc.constantFrom("12", "", "1 800 500 0001", "1.8E+10"),
	);
	const files = fc
		.array(
			fc.tuple(
				typed,
				text,
				fc.boolean(),
				fc.constantFrom<PoolRow["shape"]>("whole", "whole", "whole", "comma-missing", "malformed"),
			),
		)
		.map((list) =>
			list.map(([number, description, leftOut, shape], index) =>
				row(3 * index + 2, number, description, { shape }, leftOut),
			),
		);
	const clashing = fc
		.subarray(some)
		.map(
			(list): Clashes =>
				new Map(list.map((number) => [number, { code: "number-not-exclusive", groups: [] }])),
		);
	const modes = fc.constantFrom<ImportMode>("add", "replace");

	test("each row counts once, and the size is what the figures say", () => {
		fc.assert(
			fc.property(pools, files, modes, clashing, (pool, rows, mode, clashes) => {
				const plan = planImport(pool, rows, mode, clashes);
				const { added, changed, emptied, unchanged, leftOut, errors, removed, size } = counts(plan);
				expect(added + changed + emptied + unchanged + leftOut + errors).toBe(rows.length);
				expect(size).toBe(pool.length + added - removed);
				const lines = [...plan.added, ...plan.changed, ...plan.emptied, ...plan.unchanged].map(
					(planned) => planned.line,
				);
				expect(new Set([...lines, ...plan.problems.keys()]).size).toBe(rows.length - leftOut);
				for (const found of plan.problems.values()) expect(found.length).toBeGreaterThan(0);
			}),
			{ numRuns: 1000 },
		);
	});

	test("adding removes and empties nothing; replacing leaves exactly the numbers of the file", () => {
		fc.assert(
			fc.property(pools, files, clashing, (pool, rows, clashes) => {
				const add = planImport(pool, rows, "add", clashes);
				expect([add.removed, add.emptied]).toEqual([[], []]);
				const replace = planImport(pool, rows, "replace", clashes);
				if (replace.problems.size > 0) return;
				const removed = new Set(replace.removed.map((gone) => gone.number));
				const after = [
					...pool.map((kept) => kept.number).filter((number) => !removed.has(number)),
					...replace.added.map((added) => added.number),
				];
				expect(after.sort()).toEqual(
					rows
						.filter((good) => !good.leftOut)
						.map((good) => good.dnis?.number)
						.sort(),
				);
			}),
			{ numRuns: 1000 },
		);
	});

	test("carried out, and planned again, there is nothing left to do", () => {
		fc.assert(
			fc.property(pools, files, modes, (pool, rows, mode) => {
				const plan = planImport(pool, rows, mode, NONE);
				if (!isApplicable(plan)) return;
				const removed = new Set(plan.removed.map((gone) => gone.number));
				const texts = new Map([
					...plan.changed.map(({ number, after }) => [number, after] as const),
					...plan.emptied.map(({ number }) => [number, ""] as const),
				]);
				const after = [
					...pool
						.filter(({ number }) => !removed.has(number))
						.map((kept) => ({ ...kept, description: texts.get(kept.number) ?? kept.description })),
					...plan.added.map(({ number, description }) => entry(number, description)),
				];
				const again = planImport(after, rows, mode, NONE);
				expect(counts(again)).toMatchObject({
					added: 0,
					changed: 0,
					emptied: 0,
					removed: 0,
					errors: 0,
					size: after.length,
				});
			}),
			{ numRuns: 1000 },
		);
	});

	test("neither the pool nor the rows are changed by planning", () => {
		fc.assert(
			fc.property(pools, files, modes, clashing, (pool, rows, mode, clashes) => {
				const before = structuredClone([pool, rows]);
				planImport(pool, rows, mode, clashes);
				expect([pool, rows]).toEqual(before);
			}),
		);
	});
});

test("positions stay 0 to size - 1 without gaps, and as few entries as can be are moved", () => {
	const positions = fc.uniqueArray(fc.nat({ max: 40 }), { maxLength: 20 });
	fc.assert(
		fc.property(positions, fc.nat({ max: 20 }), (taken, addedCount) => {
			const kept = taken.map((position) => ({ id: `id ${position}`, position }));
			const { moves, added } = assignPositions(kept, addedCount);
			const moved = new Map(moves.map((move) => [move.id, move.position]));
			const after = [...kept.map((old) => moved.get(old.id) ?? old.position), ...added];
			const size = taken.length + addedCount;
			expect(after.sort((a, b) => a - b)).toEqual(
				Array.from({ length: size }, (_position, index) => index),
			);
			expect(added).toHaveLength(addedCount);
			expect(moves.map((move) => move.id)).toEqual(
				kept.filter((old) => old.position >= size).map((old) => old.id),
			);
		}),
		{ numRuns: 1000 },
	);
});
