import { checkRow } from "../../domain/import/checked-row.ts";
import { type ImportMode, isApplicable, planImport } from "../../domain/import/import-plan.ts";
import { applyRepair, findRepairs } from "../../domain/import/import-repairs.ts";
import { findMadeRepairs } from "../../domain/import/made-repairs.ts";
import { readPoolFile } from "../../domain/import/pool-file.ts";
import {
	countParts,
	type ImportPart,
	readImportView,
	selectRows,
} from "../../ui/import/import-view.ts";
import { REMOVED_NAMED } from "../../ui/import/verdict/removed-numbers.tsx";
import { entriesOf, entryOf, idOf, LONG_NAME, numberOf, ROWS } from "./fixtures.ts";

/** A file with an error of every kind. */
export const MESSY_FILE = [
	"DNIS,Description",
	`${numberOf(100)},Claims`,
	`${numberOf(0)},another description`,
	`${numberOf(2)},"Renewals, East"`,
	"+19995550100,no assigned range",
	"+1 (800) 555-0101,Brackets",
	numberOf(102),
	`${numberOf(103)},"closed too early"x`,
	"1.8E+10,lost digits",
	"4795550132,Little Rock",
	"(609) 555-0132,two readings",
	"(800) 555-5554,national",
	"tel:+1-800-555-5599;ext=12,extension",
	`${numberOf(100)},Claims`,
	`${numberOf(104)},Claims, East`,
	`${numberOf(105)},${"x".repeat(40)}`,
	`${numberOf(3)},`,
].join("\r\n");

export const fileOf = (rows: number): string =>
	Array.from({ length: rows }, (_, index) => `${numberOf(index)},Row ${index}`).join("\r\n");

/** The review of a file for a pool of `poolSize` numbers. */
export function reviewOf(text: string, mode: ImportMode, poolSize: number, show?: ImportPart) {
	const file = readPoolFile(text, "US");
	const rows = file.ok ? file.value.rows.map((row) => checkRow(row, "US")) : [];
	const pool = [...entriesOf(poolSize), entryOf(3, { description: "goes" })].slice(-poolSize);
	const plan = planImport(pool, rows, mode, new Map());
	const alsoIn = new Map([[numberOf(100), [{ id: idOf(9), name: LONG_NAME }]]]);
	const source = { plan, rows, alsoIn };
	const counts = countParts(source);
	const view = readImportView(new URLSearchParams(show && { show }), counts);
	const shown = selectRows(source, view, "US");
	return {
		counts,
		view,
		live: plan.removed.slice(0, 25).map(({ number }, index) => ({
			number,
			liveRequests: index + 1,
		})),
		removed: plan.removed.slice(0, REMOVED_NAMED),
		size: plan.size,
		poolProblem: plan.poolProblem,
		withoutPlus: plan.withoutPlus,
		rewritten: plan.rewritten.size,
		isApplicable: isApplicable(plan),
		repairs: findRepairs(rows, plan.problems, "US", plan.rewritten),
		made: findMadeRepairs(applyRepair("clean-numbers", rows, plan.problems, "US")),
		country: "US" as const,
		rows: shown.rows.slice(0, ROWS),
		found: shown.found,
	};
}
