import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
	GUESS_WINDOW_SECONDS,
	GUESSES_MAX,
	GUESSES_MAX_WITHOUT_ANI,
} from "../../../app/domain/match/guessing.ts";
import { accessCodeCount } from "../../../app/domain/requests/access-code.ts";

const PAGE = readFileSync("docs/caller-numbers.md", "utf8");
const WINDOWS_A_DAY = (24 * 60 * 60) / GUESS_WINDOW_SECONDS;
const GUESSES_A_MINUTE = 10;

const figure = (n: number) => n.toLocaleString("en-US");
const oneIn = (n: number) => `1 in ${figure(Math.round(n))}`;
/** The limit of C10: possible codes / live codes / 1,000, and at least 50. */
const guardLimit = (digits: number, live = 1) =>
	Math.max(GUESSES_MAX_WITHOUT_ANI, accessCodeCount(digits) / live / 1000);

/** The rows of the table whose first two columns are named so. */
function rowsOf(first: string, second: string): string[][] {
	const lines = PAGE.split("\n");
	const row = (line: string) =>
		line
			.slice(1, -1)
			.split("|")
			.map((cell) => cell.trim());
	const start = lines.findIndex((line) => {
		const cells = line.startsWith("|") ? row(line) : [];
		return cells[0] === first && cells[1] === second;
	});
	const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
	return lines.slice(start + 2, end).map(row);
}

describe("the figures of docs/caller-numbers.md (C10)", () => {
	const lengths = ["4", "5", "6", "7", "8"];

	test("a code's worth, by its length", () => {
		const expected = lengths.map((digits) => {
			const codes = accessCodeCount(Number(digits));
			const limit = guardLimit(Number(digits));
			const chances = [GUESSES_MAX, GUESSES_MAX_WITHOUT_ANI].map((n) => oneIn(codes / n));
			return [digits, figure(codes), ...chances, figure(limit), oneIn(codes / limit)];
		});
		expect(rowsOf("digits", "possible codes")).toEqual(expected);
	});

	test("a day of guessing", () => {
		const inTenMinutes = (GUESSES_A_MINUTE * GUESS_WINDOW_SECONDS) / 60;
		const expected = lengths.map((digits) => {
			const codes = accessCodeCount(Number(digits));
			const guesses = Math.min(inTenMinutes, guardLimit(Number(digits)));
			const aDay = 100 * (1 - (1 - guesses / codes) ** WINDOWS_A_DAY);
			const places = aDay > 1 ? 1 : 1 - Math.floor(Math.log10(aDay));
			return [digits, figure(guesses), oneIn(codes / guesses), `${aDay.toFixed(places)} %`];
		});
		expect(rowsOf("digits", "guesses in ten minutes that count")).toEqual(expected);
		expect(PAGE.replace(/\s+/g, " ")).toContain(`With ${GUESSES_A_MINUTE} guesses a minute`);
	});

	test("the digits needed, by the live codes on a number", () => {
		const rows = rowsOf("live codes on one number", "digits");
		expect(rows.map(([live]) => live)).toEqual(["1", "10", "100", "1,000"]);
		for (const [live, digits] of rows) {
			const chance = (length: number) =>
				(GUESSES_MAX_WITHOUT_ANI * Number(live?.replace(",", ""))) / accessCodeCount(length);
			expect(chance(Number(digits))).toBeLessThanOrEqual(1 / 1000);
			expect(chance(Number(digits) - 1)).toBeGreaterThan(1 / 1000);
		}
	});

	test("the page names the limits as the product has them", () => {
		expect([GUESSES_MAX, GUESSES_MAX_WITHOUT_ANI, GUESS_WINDOW_SECONDS]).toEqual([5, 50, 600]);
		const text = PAGE.replace(/\s+/g, " ");
		expect(text).toContain(`a code of 6 digits has ${figure(accessCodeCount(6))} possible values`);
		for (const said of ["Five from one ANI", "Fifty from withheld callers", "ten minutes"])
			expect(text).toContain(said);
	});
});
