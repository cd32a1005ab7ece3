import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { type CheckedRow, checkRow } from "../../../app/domain/import/checked-row.ts";
import { decodePoolFile } from "../../../app/domain/import/file-text.ts";
import { type ImportMode, planImport } from "../../../app/domain/import/import-plan.ts";
import { applyRepair, findRepairs } from "../../../app/domain/import/import-repairs.ts";
import { takeBack } from "../../../app/domain/import/made-repairs.ts";
import { readPoolFile } from "../../../app/domain/import/pool-file.ts";
import { isRewritten } from "../../../app/domain/import/spreadsheet-values.ts";

const FOLDER = "tests/fixtures/spreadsheets";
const SAVED = readdirSync(FOLDER).filter((name) => name.startsWith("libreoffice"));

function read(name: string): CheckedRow[] {
	const text = decodePoolFile(readFileSync(path.join(FOLDER, name)));
	const separator = name.includes("semicolons") ? ("semicolon" as const) : undefined;
	const file = text.ok ? readPoolFile(text.value, "US", separator && { separator }) : text;
	if (!file.ok) throw new Error(file.error.code);
	return file.value.rows.map((row) => checkRow(row, "US"));
}

const POOL = read("pool.csv").map(({ number, description }, index) => ({
	...{ id: String(index), number, description },
}));
const planOf = (rows: CheckedRow[], mode: ImportMode) => planImport(POOL, rows, mode, new Map());

describe("a pool's export that a spreadsheet saved comes back whole (I6, N6)", () => {
	test.each(SAVED)("%s keeps every number, and every description after one decision", (name) => {
		for (const mode of ["add", "replace"] as const) {
			const rows = read(name);
			const plan = planOf(rows, mode);
			expect([plan.added, plan.emptied, plan.removed, plan.problems.size]).toEqual([[], [], [], 0]);
			expect(plan.withoutPlus).toBe(POOL.length);
			// Whatever changed is offered back, and nothing else.
			expect(plan.rewritten.size).toBe(plan.changed.length);
			const offer = findRepairs(rows, plan.problems, "US", plan.rewritten);
			expect(offer.map(({ kind, rows: count }) => [kind, count])).toEqual([
				["keep-descriptions", plan.changed.length],
			]);
			const kept = applyRepair("keep-descriptions", rows, plan.problems, "US", plan.rewritten);
			expect(planOf(kept, mode).unchanged).toHaveLength(POOL.length);
			expect(planOf(takeBack("keep-descriptions", kept, "US"), mode).changed).toEqual(plan.changed);
		}
	});

	test("what the spreadsheet of a default installation rewrites is named one by one", () => {
		const { changed } = planOf(read("libreoffice-7.4-defaults.csv"), "add");
		expect(changed.map(({ before, after }) => [before, after])).toEqual([
			["007", "7"],
			["00", "0"],
			["1.10", "1.1"],
			["1.0", "1"],
			[".5", "0.5"],
			["1.", "1"],
			["1E5", "100000"],
			["6e2", "600"],
			["1.5e-3", "0.0015"],
			["1,234", "1234"],
			["12345678901234567890", "1.23456789012346E+019"],
			["0123456789012345", "123456789012345"],
		]);
	});

	test("another repair taken back leaves the old description", () => {
		const [row] = readPoolRow("+1 800 555 1002,7");
		const pool = [{ id: "1", number: "+18005551002", description: "007" }];
		const cleaned = applyRepair("clean-numbers", [row], problemsFor(pool, [row]), "US");
		const plan = planImport(pool, cleaned, "add", new Map());
		const kept = applyRepair("keep-descriptions", cleaned, plan.problems, "US", plan.rewritten);
		expect(takeBack("clean-numbers", kept, "US")).toMatchObject([
			{ number: "+1 800 555 1002", description: "007" },
		]);
	});
});

function readPoolRow(line: string): [CheckedRow] {
	const [number = "", description = ""] = line.split(",");
	return [checkRow({ line: 1, number, description, extra: [], shape: "whole" }, "US")];
}
const problemsFor = (pool: typeof POOL, rows: CheckedRow[]) =>
	planImport(pool, rows, "add", new Map()).problems;

describe("a description is told apart from a rewritten value (I6)", () => {
	test.each([
		["007", "7"],
		["1.10", "1,1"],
		["1234567890123", "1.23457E+12"],
		["1 000", "1000"],
		["(5)", "-5"],
		["5-", "-5"],
		["$5", "5"],
		["$1,234.50", "1234.5"],
		["50%", "0.5"],
		["1/2", "02.01.2026"],
		["1/2", "2-Jan"],
		["Mar-26", "26-Mar"],
		["Jan 5", "05.01.2026"],
		["5 mars", "05/03/2026"],
		["2026-10-04", "10/4/2026"],
		["12:30", "12:30:00"],
		["13:30", "1:30:00 PM"],
		["true", "TRUE"],
	])("%s may come back as %s", (before, after) => {
		expect(isRewritten(before, after)).toBe(true);
	});

	test.each([
		["007", "8"],
		["1.10", "1.11"],
		["1E5", "10000"],
		["Claims 007", "Claims 7"],
		["Line 1", "Line 2"],
		["1/2", "3/4/2026"],
		["1/2", "1/3"],
		["12:30", "12:31:00"],
		["Marketing 26", "26"],
		["true", "True"],
		["007", "Bond"],
		["", "7"],
		["7", ""],
		["Main", "main"],
		["7", "7"],
		["1.2.3", "123"],
		["1,2,3", "123"],
	])("%s does not come back as %s", (before, after) => {
		expect(isRewritten(before, after)).toBe(false);
	});
});
