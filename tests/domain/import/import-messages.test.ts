import { describe, expect, test } from "vitest";
import type { RowProblem } from "../../../app/domain/import/checked-row.ts";
import type { FileProblem } from "../../../app/domain/import/file-text.ts";
import {
	messageOfFileProblem,
	messageOfPoolProblem,
	messageOfRowProblem,
	wordsOfRepair,
} from "../../../app/domain/import/import-messages.ts";
import { REPAIR_KINDS } from "../../../app/domain/import/repair-kinds.ts";

type Of<T extends { code: string }, C extends T["code"]> = Extract<T, { code: C }>;

/** A new code does not compile without a line here. */
const FILES: { [C in FileProblem["code"]]: [Of<FileProblem, C>, RegExp][] } = {
	"file-missing": [[{ code: "file-missing" }, /^Choose a CSV file\.$/]],
	"file-empty": [[{ code: "file-empty" }, /is empty/]],
	"file-header-only": [[{ code: "file-header-only" }, /column names but no numbers/]],
	"file-too-large": [
		[{ code: "file-too-large", limitBytes: 5 * 1024 * 1024 }, /larger than 5 MiB/],
	],
	"file-too-many-rows": [
		[
			{ code: "file-too-many-rows", rows: 12_345, limit: 10_000 },
			/12,345 rows, and at most 10,000/,
		],
	],
	"file-spreadsheet": [[{ code: "file-spreadsheet" }, /spreadsheet.*save it as “CSV UTF-8/]],
	"file-html": [[{ code: "file-html" }, /web page/]],
	"file-json": [[{ code: "file-json" }, /JSON/]],
	"file-rich-text": [[{ code: "file-rich-text" }, /rich text/]],
	"file-binary": [[{ code: "file-binary" }, /not text/]],
	"file-encoding": [[{ code: "file-encoding" }, /not encoded as UTF-8/]],
};

type OwnCode = Extract<RowProblem["code"], `row-${string}`>;
const ROWS: { [C in OwnCode]: [Of<RowProblem, C>, RegExp][] } = {
	"row-malformed": [[{ code: "row-malformed" }, /quotation mark.*double each/]],
	"row-comma-missing": [[{ code: "row-comma-missing" }, /no comma/]],
	"row-extra-columns": [
		[{ code: "row-extra-columns", extra: [" north"] }, /^1 column too many: “ north”/],
		[{ code: "row-extra-columns", extra: ["a", "", "c"] }, /^3 columns too many: “a,,c”/],
	],
	"row-digits-lost": [
		[
			{ code: "row-digits-lost", value: " 1.8E+10" },
			/^“1\.8E\+10” has lost digits.*column as text/,
		],
	],
	"row-doubled": [
		[
			{ code: "row-doubled", number: "+18005555554", firstLine: 1234, sameDescription: true },
			/already in line 1,234, with the same/,
		],
		[
			{ code: "row-doubled", number: "+18005555554", firstLine: 2, sameDescription: false },
			/already in line 2, with another/,
		],
	],
};

/** Traces of a missing fact in a message. */
const BROKEN = /undefined|null|NaN|\[object|“”/;
const ADVICE = /\b(Choose|Add|Check|Split|Open|Save|Write|Put|Format|Leave|Correct|Delete|Enter)\b/;

function expectAdvice(message: string) {
	expect(message).toMatch(/^[A-Z“+0-9].*\.$/);
	expect(message).toMatch(ADVICE);
	expect(message).not.toMatch(BROKEN);
}

describe("messages of an import", () => {
	test.each(Object.values(FILES).flat() as [FileProblem, RegExp][])(
		"of a file: %o",
		(problem, words) => {
			expect(messageOfFileProblem(problem)).toMatch(words);
			expectAdvice(messageOfFileProblem(problem));
		},
	);

	test.each(Object.values(ROWS).flat() as [RowProblem, RegExp][])(
		"of a row: %o",
		(problem, words) => {
			expect(messageOfRowProblem(problem)).toMatch(words);
			expectAdvice(messageOfRowProblem(problem));
		},
	);

	test("a number or a description is told as everywhere else", () => {
		expect(messageOfRowProblem({ code: "dnis-missing" })).toBe(
			"Enter a DNIS number, such as +18005555554.",
		);
		expect(
			messageOfRowProblem({ where: "description", code: "text-too-long", length: 33, limit: 32 }),
		).toMatch(/has 33 characters/);
	});

	test("of the pool", () => {
		expect(messageOfPoolProblem({ code: "pool-full", limit: 10_000, wouldBe: 10_250 })).toMatch(
			/at most 10,000.*10,250/,
		);
		expect(messageOfPoolProblem({ code: "import-empty" })).toMatch(/at least one/);
		expectAdvice(messageOfPoolProblem({ code: "import-empty" }));
	});

	test("a row that is as long as a file has a short message", () => {
		const huge = "x".repeat(1_000_000);
		expect(messageOfRowProblem({ code: "row-extra-columns", extra: [huge] }).length).toBeLessThan(
			300,
		);
		expect(messageOfRowProblem({ code: "row-digits-lost", value: huge }).length).toBeLessThan(300);
	});

	test("a repair says how many rows it serves, in one and in many, and in one sentence what it does", () => {
		for (const kind of REPAIR_KINDS) {
			const { label, explains } = wordsOfRepair({ kind, rows: 1200 }, "US");
			expect(label).toContain("1,200");
			expect(explains).toMatch(/^[A-Z][^.]*\.$/);
			expect(wordsOfRepair({ kind, rows: 1 }, "US").label).toMatch(/\b1 [a-z ]*[^s]\b/);
		}
		expect(wordsOfRepair({ kind: "clean-numbers", rows: 120 }, "US").label).toBe(
			"Clean 120 numbers",
		);
	});
});
