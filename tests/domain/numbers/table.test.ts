import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { is, readCaller } from "../../../app/domain/numbers/caller.ts";
import { readDialed } from "../../../app/domain/numbers/dialed.ts";
import { dnisQuestion } from "../../../app/domain/numbers/dnis-question.ts";
import { isKnownCountry } from "../../../app/domain/numbers/numbering-plan.ts";
import type { NumberContext } from "../../../app/domain/numbers/readings.ts";
import { TWO_WRITINGS } from "../../../app/domain/numbers/two-writings.ts";

const PAGE = readFileSync("docs/numbers.md", "utf8");

/** The rows of the table under a heading, without the names of its columns. */
function rowsUnder(heading: string): string[][] {
	const section = PAGE.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
	const lines = section.split("\n").filter((line) => line.startsWith("| "));
	return lines.slice(2).map((line) =>
		line
			.slice(1, -1)
			.split("|")
			.map((cell) => cell.trim()),
	);
}

/** The text in code marks, with `\u202a` as the character of that code. */
const written = (cell: string): string =>
	cell
		.replace(/^`|`$/g, "")
		.replace(/\\u([0-9a-f]{4})/g, (_, code: string) =>
			String.fromCharCode(Number.parseInt(code, 16)),
		);

const numbersIn = (cell: string): string[] => [...cell.matchAll(/`(\+\d+)`/g)].map(([, n]) => n!);

function contextOf(cell: string): NumberContext {
	const [country = "", statement] = cell.split(", ");
	if (!isKnownCountry(country)) throw new Error(`${country} is no country`);
	return { country, withoutPlus: statement === "international" ? "international" : "any" };
}

function callerIn(text: string, context: NumberContext): string {
	const caller = readCaller(text, context);
	if (caller.kind !== "number") return caller.kind === "withheld" ? "withheld" : "no number";
	return caller.readings.map((number) => `\`${number}\``).join(" ");
}

function answerTo(text: string, { country }: NumberContext): string {
	const question = dnisQuestion(text, { country });
	if (question === null) return "as it stands";
	const words = {
		"dnis-two-readings": "two readings",
		"dnis-national": "national",
		"dnis-not-plain": "offer",
	};
	const offered = question.suggestions.map((number) => `\`${number}\``).join(" ");
	return `${words[question.code]} ${offered || "nothing"}`;
}

test("the page has its tables, and every row has a source", () => {
	const rows = ["Callers", "A bracketed (0)", "Withheld callers", "Dialed numbers"]
		.concat("Numbers for a pool", "One subscriber, two writings")
		.map(rowsUnder);
	expect(rows.every((table) => table.length >= 8)).toBe(true);
	expect(rows.flat().filter((cells) => !cells.at(-1))).toEqual([]);
});

describe.each(["Callers", "A bracketed (0)", "Withheld callers"])(
	"%s (N1 to N5, N7)",
	(heading) => {
		test.each(rowsUnder(heading))("%s under %s is %s", (text, country, expected) => {
			expect(callerIn(written(text!), contextOf(country!))).toBe(expected);
		});
	},
);

describe("dialed numbers (C9)", () => {
	test.each(rowsUnder("Dialed numbers"))("%s under %s is %s", (text, country, expected) => {
		expect(readDialed(written(text!), contextOf(country!))).toEqual(numbersIn(expected!));
	});
});

describe("numbers for a pool (G4, N6)", () => {
	test.each(rowsUnder("Numbers for a pool"))("%s under %s: %s", (text, country, expected) => {
		expect(answerTo(written(text!), contextOf(country!))).toBe(expected);
	});

	test("a number that is in the pool already is that number", () => {
		const isInPool = (number: string): boolean => number === "+4795550132";
		expect(dnisQuestion("4795550132", { country: "US", isInPool })).toBeNull();
	});
});

describe("one subscriber, two writings (N3)", () => {
	const rows = rowsUnder("One subscriber, two writings");

	test.each(rows)("%s: %s is %s", (_country, one, other) => {
		const [a, b] = [numbersIn(one!)[0]!, numbersIn(other!)[0]!];
		expect(callerIn(a, { country: "US" })).toBe(one);
		expect(callerIn(b, { country: "US" })).toBe(other);
		expect(is([a], [b])).toBe(true);
	});

	test("the page has every country, date and source of the code", () => {
		const onPage = new Set(
			rows.map(([country, , , since, source]) => `${country} ${since} ${source}`),
		);
		const inCode = new Set(
			TWO_WRITINGS.map(({ country, since, source }) => `${country} ${since} ${source}`),
		);
		expect(onPage).toEqual(inCode);
	});
});
