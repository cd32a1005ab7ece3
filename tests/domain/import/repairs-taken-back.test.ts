import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CheckedRow, checkRow } from "../../../app/domain/import/checked-row.ts";
import { planImport } from "../../../app/domain/import/import-plan.ts";
import { applyRepair } from "../../../app/domain/import/import-repairs.ts";
import {
	findMadeRepairs,
	takeBack,
	withoutEarlierOrphans,
	withoutOrphans,
} from "../../../app/domain/import/made-repairs.ts";
import {
	isSafe,
	leavesOut,
	QUESTIONS,
	REPAIR_KINDS,
	type RepairKind,
	SAFE_KINDS,
} from "../../../app/domain/import/repair-kinds.ts";
import { correctedRows } from "../../../app/domain/import/row-corrections.ts";
import { withoutForbiddenCharacters } from "../../../app/domain/text.ts";

const COUNTRY = "US";
const problemsOf = (rows: readonly CheckedRow[]) => planImport([], rows, "add", new Map()).problems;
const repair = (kind: RepairKind, rows: readonly CheckedRow[]) => {
	const repaired = applyRepair(kind, rows, problemsOf(rows), COUNTRY);
	return leavesOut(kind) ? withoutEarlierOrphans(rows, repaired) : repaired;
};
const back = (kind: RepairKind, rows: readonly CheckedRow[]) =>
	withoutOrphans(rows, takeBack(kind, rows, COUNTRY));

const row = (line: number, number: string, description = "", extra: string[] = []): CheckedRow =>
	checkRow({ line, number, description, extra, shape: "whole" }, COUNTRY);

const cell = fc.constantFrom(
	...["+18005555551", "+18005555552", "18005555551", "1 800 555 5551", "tel:+1-800-555-5552"],
	...["\\+18005555551", "'+18005555552", "4795550132", "+4795550132", "+14795550132"],
	...["(609) 555-0132", "(800) 555-5554", "+18005555554", "+18005555552;9", "+44 (0)20 7946 0958"],
	...["+4402079460958", "0018005555551", "011442079460958", "12", "", "1.8E+10"],
);
const text = fc.constantFrom("", "a", "a", "b", "f\tg", "x".repeat(33), "Claims\\", "y\u200bz");
const whole = fc.tuple(cell, text, fc.array(fc.constantFrom("more", " East"), { maxLength: 1 }));
const uncut = fc
	.tuple(cell, fc.constantFrom("", " Claims", ";Fax"))
	.map(([number, rest]) => number + rest);
const files = fc
	.array(
		fc.oneof(
			{ weight: 6, arbitrary: whole.map((of) => ({ shape: "whole" as const, of })) },
			uncut.map((number) => ({ shape: "comma-missing" as const, of: [number, "", []] as const })),
			uncut.map((number) => ({
				shape: "malformed" as const,
				of: [`${number},"quoted`, "", []] as const,
			})),
		),
		{ minLength: 1, maxLength: 8 },
	)
	.map((list) =>
		list.map(({ shape, of: [number, description, extra] }, index) =>
			checkRow({ line: index + 1, number, description, extra: [...extra], shape }, COUNTRY),
		),
	);

type Step =
	| { does: "repair" | "take-back"; kind: RepairKind }
	| { does: "type"; at: number; number: string; description: string }
	| { does: "leave-out"; at: number; leaveOut: boolean };
const kinds = fc.constantFrom(...REPAIR_KINDS);
const mechanical = fc.oneof(
	{ weight: 3, arbitrary: kinds.map((kind): Step => ({ does: "repair", kind })) },
	kinds.map((kind): Step => ({ does: "take-back", kind })),
);
const byHand = fc.oneof(
	fc
		.tuple(fc.nat(7), cell, text)
		.map(([at, number, description]): Step => ({ does: "type", at, number, description })),
	fc
		.tuple(fc.nat(7), fc.boolean())
		.map(([at, leaveOut]): Step => ({ does: "leave-out", at, leaveOut })),
);

function take(rows: CheckedRow[], step: Step): CheckedRow[] {
	if ("kind" in step)
		return step.does === "repair" ? repair(step.kind, rows) : back(step.kind, rows);
	const before = rows[step.at % rows.length] as CheckedRow;
	const typed =
		step.does === "type"
			? { number: step.number, description: step.description, leaveOut: before.leftOut }
			: { number: before.number, description: before.description, leaveOut: step.leaveOut };
	return correctedRows(rows, [{ line: before.line, ...typed }], COUNTRY);
}

const contentOf = ({ number, description, extra, shape }: CheckedRow) => ({
	...{ number, description, extra, shape },
});
const allBack = (rows: CheckedRow[]): CheckedRow[] =>
	REPAIR_KINDS.reduce((now, kind) => back(kind, now), rows);

describe("for any rows, repairs, corrections and take-backs (I9)", () => {
	test("all repairs taken back, the rows are those of the upload", () => {
		fc.assert(
			fc.property(files, fc.array(mechanical, { maxLength: 10 }), (rows, steps) => {
				const now = allBack(steps.reduce(take, rows));
				expect(findMadeRepairs(now)).toEqual([]);
				expect(now).toEqual(rows);
			}),
			{ numRuns: 1000 },
		);
	});

	test("a row that a person typed stays as typed; the others are those of the upload", () => {
		const steps = fc.array(fc.oneof(mechanical, byHand), { maxLength: 12 });
		fc.assert(
			fc.property(files, steps, (rows, steps) => {
				const typed = new Map<number, CheckedRow>();
				let now = rows;
				for (const step of steps) {
					const before = now;
					now = take(now, step);
					if (step.does !== "type") continue;
					const at = step.at % rows.length;
					if (now[at] !== before[at]) typed.set(at, now[at] as CheckedRow);
				}
				for (const [at, one] of allBack(now).entries())
					expect(contentOf(one)).toEqual(contentOf(typed.get(at) ?? (rows[at] as CheckedRow)));
			}),
			{ numRuns: 1000 },
		);
	});

	test("no repair changes a right row, and its number is never lost with another row", () => {
		fc.assert(
			fc.property(files, fc.array(mechanical, { maxLength: 10 }), (rows, steps) => {
				const wrong = problemsOf(rows);
				const now = steps.reduce(take, rows);
				const numbers = new Set(
					now.flatMap((one) => (one.leftOut ? [] : (one.dnis?.number ?? []))),
				);
				for (const [at, one] of now.entries()) {
					if (wrong.has(one.line)) continue;
					expect(contentOf(one)).toEqual(contentOf(rows[at] as CheckedRow));
					if (one.leftOut && !one.repaired?.by.includes("leave-out-errors"))
						expect(numbers).toContain(one.dnis?.number);
				}
			}),
			{ numRuns: 1000 },
		);
	});

	test("safe repairs keep each digit of a number but a prefix that is only dialed, and each letter of a description", () => {
		const digits = (value: string) => value.normalize("NFKC").replace(/\D/g, "");
		const letters = (value: string) => withoutForbiddenCharacters(value).replace(/[\s,;\\]/g, "");
		fc.assert(
			fc.property(files, (rows) => {
				for (const kind of SAFE_KINDS)
					for (const [at, after] of repair(kind, rows).entries()) {
						const before = rows[at] as CheckedRow;
						if (after === before) continue;
						if (leavesOut(kind)) {
							const twin = rows
								.slice(0, at)
								.find((one) => one.dnis?.number === before.dnis?.number);
							expect(twin?.description).toBe(before.description);
							continue;
						}
						const written = digits(before.number).replace(/^00/, "");
						const kept = [digits(before.number), written, written.replace(/^440/, "44")];
						expect(kept).toContain(digits(after.number));
						const texts = (one: CheckedRow) => [one.number, one.description, ...one.extra].join("");
						if (before.number !== after.number && kind !== "add-commas")
							expect(after.description).toBe(before.description);
						else expect(letters(texts(after))).toBe(letters(texts(before)));
					}
			}),
			{ numRuns: 1000 },
		);
	});
});

describe("what needs a decision is a question, everything else is safe (I9)", () => {
	test("each repair is either safe or the answer to exactly one question", () => {
		const asked = Object.values(QUESTIONS).flat() as RepairKind[];
		expect([...SAFE_KINDS, ...asked].sort()).toEqual([...REPAIR_KINDS].sort());
		expect(asked.filter(isSafe)).toEqual([]);
		expect(new Set(SAFE_KINDS.filter(leavesOut))).toEqual(new Set(["leave-out-doubles"]));
	});

	test.each<[string, CheckedRow[]]>([
		["a number with two readings", [row(1, "4795550132", "a")]],
		["a number without its country code", [row(1, "(800) 555-5554", "a")]],
		["an extension", [row(1, "+18005555551;9", "a")]],
		["a description that is too long", [row(1, "+18005555551", "x".repeat(33))]],
		["too many columns", [row(1, "+18005555551", "a", ["b"])]],
		["two descriptions", [row(1, "+18005555551", "a"), row(2, "+18005555551", "b")]],
	])("%s is left to the person", (_what, rows) => {
		expect(SAFE_KINDS.reduce<CheckedRow[]>((now, kind) => repair(kind, now), rows)).toEqual(rows);
	});
});

describe("rows that a repair left out for another row come back with its end (I9)", () => {
	const rows = [row(1, "1 800 555 5551", "a"), row(2, "+18005555551", "a")];
	const repaired = () => repair("leave-out-doubles", repair("clean-numbers", rows));

	test("when the repair that gave the other row its number is taken back", () => {
		expect(repaired().map(({ leftOut }) => leftOut)).toEqual([false, true]);
		expect(back("clean-numbers", repaired())).toEqual(rows);
	});

	test("when a person types another number into the other row", () => {
		const correction = { line: 1, number: "+18005555552", description: "a", leaveOut: false };
		const typed = correctedRows(repaired(), [correction], COUNTRY);
		expect(typed.map(({ leftOut }) => leftOut)).toEqual([false, false]);
	});

	test("when the other row is left out because it is in error", () => {
		const long = [row(1, "+18005555551", ""), row(2, "+18005555551", "x".repeat(33))];
		const left = repair("leave-out-errors", repair("leave-out-earlier", long));
		expect(left.map(({ leftOut }) => leftOut)).toEqual([false, true]);
	});

	test("but not when the person leaves the other row out", () => {
		const out = { line: 1, number: "+18005555551", description: "a", leaveOut: true };
		const now = correctedRows(repaired(), [out], COUNTRY);
		expect(now.map(({ leftOut }) => leftOut)).toEqual([true, true]);
	});
});
