import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
	type CheckedRow,
	checkRow,
	type RowProblem,
} from "../../../app/domain/import/checked-row.ts";
import type { ColumnChoice, Unclear } from "../../../app/domain/import/columns/detect-columns.ts";
import { decodePoolFile, type FileProblem } from "../../../app/domain/import/file-text.ts";
import { planImport } from "../../../app/domain/import/import-plan.ts";
import { applyRepair, findRepairs } from "../../../app/domain/import/import-repairs.ts";
import { CSV_ROWS_MAX, type PoolFile, readPoolFile } from "../../../app/domain/import/pool-file.ts";
import type { RepairKind } from "../../../app/domain/import/repair-kinds.ts";
import type { Result } from "../../../app/domain/result.ts";

const FIXTURES = readdirSync("tests/fixtures/pool-files", { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile())
	.map(({ name, parentPath }) => ({ name, file: path.join(parentPath, name) }))
	.sort((a, b) => (a.name < b.name ? -1 : 1));

/** Line, number, description, and the row's error codes; or a mark that it was left out. */
type Told =
	| [line: number, number: string, description: string, ...codes: RowProblem["code"][]]
	| [line: number, "left out"];

/**
 * The result for a file. `asks` is what a person has to say first. `repairs` are the offered repairs, with the rows they serve. The test
 * applies them one after the other in the order offered, joins further columns instead of dropping
 * them, and does not leave out rows in error. `repaired` are the changed rows.
 */
type Outcome =
	| FileProblem
	| {
			header?: number;
			asks?: Unclear[];
			rows: Told[];
			repairs?: `${RepairKind} ${number}`[];
			repaired?: Told[];
	  };

const OUTCOMES: Record<string, Outcome> = {
	"blank-lines.csv": {
		header: 3,
		rows: [
			[5, "+18005555554", "Claims"],
			[11, "+18005555555", "Sales"],
			[12, "12", "wrong", "dnis-wrong-length"],
		],
	},
	"bom-twice.csv": { rows: [[1, "+18005555554", "Claims"]] },
	"bom-utf8.csv": {
		header: 1,
		rows: [
			[2, "+18005555554", "Claims"],
			[3, "+18005555555", "Sales"],
		],
	},
	"commas-excel-directive.csv": { header: 2, rows: [[3, "+18005555554", "Claims"]] },
	"control-characters.csv": {
		rows: [
			[1, "+18005555554", "Cl\u0007aims", "character-not-allowed"],
			[2, "+1800\b555\b5555", "Sales", "dnis-not-plain"],
		],
		repairs: ["clean-numbers 1", "clean-descriptions 1"],
		repaired: [
			[1, "+18005555554", "Claims"],
			[2, "+18005555555", "Sales"],
		],
	},
	"cr-only.csv": {
		header: 1,
		rows: [
			[2, "+18005555554", "Claims"],
			[3, "+18005555555", "Sales"],
		],
	},
	"crlf.csv": {
		header: 1,
		rows: [
			[2, "+18005555554", "Claims"],
			[3, "+18005555555", "Sales"],
		],
	},
	"decimal-point-zero.csv": {
		rows: [
			[1, "18005555554.0", "Claims", "dnis-not-plain"],
			[2, "18005555555.00", "Sales", "dnis-not-plain"],
			[3, "442079460958,0", "Fax", "dnis-not-plain"],
		],
		repairs: ["clean-numbers 3"],
		repaired: [
			[1, "+18005555554", "Claims"],
			[2, "+18005555555", "Sales"],
			[3, "+442079460958", "Fax"],
		],
	},
	"decomposed-letters.csv": { rows: [[1, "+18005555554", "Größe"]] },
	"description-32-and-33.csv": {
		rows: [
			[1, "+18005555554", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"],
			[
				2,
				"+18005555555",
				"😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
				"text-too-long",
			],
			[3, "+442079460958", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "text-too-long"],
			[4, "+18005555556", "éééééééééééééééééééééééééééééééé"],
			[5, "+18005555557", "éxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"],
		],
		repairs: ["shorten-descriptions 2"],
		repaired: [
			[2, "+18005555555", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"],
			[3, "+442079460958", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"],
		],
	},
	"description-cut-inside-an-emoji.csv": {
		rows: [
			[
				1,
				"+18005555554",
				"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx👨\u200d👩\u200d👧\u200d👦",
				"text-too-long",
			],
		],
		repairs: ["shorten-descriptions 1"],
		repaired: [[1, "+18005555554", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]],
	},
	"description-spaces-as-typed.csv": {
		rows: [
			[1, "+18005555554", " Claims "],
			[2, "+18005555555", "  Sales  "],
			[3, "+442079460958", "   "],
		],
	},
	"description-with-tab.csv": {
		rows: [
			[1, "+18005555554", "Claims\tnorth", "character-not-allowed"],
			[2, "+18005555555", "Sales"],
		],
		repairs: ["clean-descriptions 1"],
		repaired: [[1, "+18005555554", "Claims north"]],
	},
	"directional-marks.csv": {
		rows: [
			[1, "\u202a+18005555554\u202c", "Claims", "dnis-not-plain"],
			[
				2,
				"\u200e+1 800 555 5555\u200f",
				"\u200eSales\u200f",
				"dnis-not-plain",
				"character-not-allowed",
			],
			[3, "\u2066+442079460958\u2069", "Fax", "dnis-not-plain"],
		],
		repairs: ["clean-numbers 3", "clean-descriptions 1"],
		repaired: [
			[1, "+18005555554", "Claims"],
			[2, "+18005555555", "Sales"],
			[3, "+442079460958", "Fax"],
		],
	},
	"double-zero-prefix.csv": {
		rows: [
			[1, "0018005555554", "Claims", "dnis-leading-zero"],
			[2, "00442079460958", "Fax", "dnis-leading-zero"],
			[3, "00 1 800 555 5555", "Sales", "dnis-not-plain"],
			[4, "00000", "zeros", "dnis-leading-zero"],
		],
		repairs: ["clean-numbers 3"],
		repaired: [
			[1, "+18005555554", "Claims"],
			[2, "+442079460958", "Fax"],
			[3, "+18005555555", "Sales"],
		],
	},
	"doubled-number-in-a-wrong-row.csv": {
		rows: [
			[1, "+18005555554", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "text-too-long"],
			[2, "+18005555554", "Claims", "row-doubled"],
		],
		repairs: ["shorten-descriptions 1", "leave-out-earlier 1"],
		repaired: [[1, "left out"]],
	},
	"doubled-rows-back-and-forth.csv": {
		rows: [
			[1, "+18005555554", "Claims"],
			[2, "+18005555554", "Sales", "row-doubled"],
			[3, "+18005555554", "Claims", "row-doubled"],
		],
		repairs: ["leave-out-earlier 2"],
		repaired: [
			[1, "left out"],
			[2, "left out"],
		],
	},
	"doubled-rows-other-description.csv": {
		rows: [
			[1, "+18005555554", "Claims"],
			[2, "+18005555555", "Sales"],
			[3, "+18005555554", "Claims north", "row-doubled"],
			[4, "+18005555554", "Claims south", "row-doubled"],
		],
		repairs: ["leave-out-earlier 2"],
		repaired: [
			[1, "left out"],
			[3, "left out"],
		],
	},
	"doubled-rows-same.csv": {
		rows: [
			[1, "+18005555554", "Claims"],
			[2, "+18005555554", "Claims", "row-doubled"],
			[3, "+18005555555", "Sales"],
			[4, "+18005555554", "Claims", "row-doubled"],
		],
		repairs: ["leave-out-doubles 2"],
		repaired: [
			[2, "left out"],
			[4, "left out"],
		],
	},
	"embedded-comma-and-quotes.csv": {
		rows: [
			[1, "+18005555554", 'Claims, "north" desk'],
			[2, "+18005555555", '"Sales"'],
			[3, "+442079460958", '5" screens'],
		],
	},
	"emoji-and-right-to-left.csv": {
		rows: [
			[1, "+18005555554", "👩🏽\u200d💻 مرحبا שלום"],
			[2, "+18005555555", "a\u200db", "character-not-allowed"],
			[3, "+442079460958", "private \ue000", "character-not-allowed"],
		],
		repairs: ["clean-descriptions 2"],
		repaired: [
			[2, "+18005555555", "ab"],
			[3, "+442079460958", "private "],
		],
	},
	"empty.csv": { code: "file-empty" },
	"end-of-file-mark.csv": { rows: [[1, "+18005555554", "Claims"]] },
	"excel-formula-numbers.csv": {
		header: 1,
		rows: [
			[2, '="+18005555554"', "Claims", "dnis-not-plain"],
			[3, '="+18005555555"', "Sales", "dnis-not-plain"],
			[4, "=18005555556", "Billing", "dnis-not-plain"],
		],
		repairs: ["clean-numbers 3"],
		repaired: [
			[2, "+18005555554", "Claims"],
			[3, "+18005555555", "Sales"],
			[4, "+18005555556", "Billing"],
		],
	},
	"excel-text-apostrophe.csv": {
		header: 1,
		rows: [[2, "'+18005555554", "Claims", "dnis-not-plain"]],
		repairs: ["clean-numbers 1"],
		repaired: [[2, "+18005555554", "Claims"]],
	},
	"excel-thousands-separators.csv": {
		rows: [
			[1, "18,005,555,554", "Claims", "dnis-not-plain"],
			[2, "18.005.555.555", "Sales", "dnis-not-plain"],
		],
		repairs: ["clean-numbers 2"],
		repaired: [
			[1, "+18005555554", "Claims"],
			[2, "+18005555555", "Sales"],
		],
	},
	"extensions-and-words.csv": {
		rows: [
			[1, "+18005555554 ext. 5", "Claims", "dnis-extension"],
			[2, "+1-800-FLOWERS", "Sales", "dnis-not-a-number"],
			[3, "unknown", "Fax", "dnis-not-a-number"],
			[4, "n/a", "", "dnis-not-a-number"],
		],
		// N1: the extension is known as one, and is never glued to the number.
		repairs: ["drop-extensions 1"],
		repaired: [[1, "+18005555554", "Claims"]],
	},
	"first-column-empty.csv": {
		header: 1,
		rows: [
			[2, "", "Claims", "dnis-missing"],
			[3, "+18005555554", "Sales"],
		],
	},
	"formula-descriptions.csv": {
		rows: [
			[1, "+18005555554", "=1+1"],
			[2, "+18005555555", "-5"],
			[3, "+442079460958", "@home"],
			[4, "+18005555556", "+1 desk"],
		],
	},
	"full-width-digits.csv": {
		rows: [
			[1, "＋１８００５５５５５５４", "受付", "dnis-not-plain"],
			[2, "٠٠١٨٠٠٥٥٥٥٥٥٥", "عربي", "dnis-not-plain"],
		],
		repairs: ["clean-numbers 2"],
		repaired: [
			[1, "+18005555554", "受付"],
			[2, "+18005555555", "عربي"],
		],
	},
	"guarded-formula-descriptions.csv": {
		rows: [
			[1, "+18005555554", "=1+1"],
			[2, "+18005555555", "'-5"],
			[3, "+442079460958", "@home"],
			[4, "+18005555556", "'quoted'"],
			[5, "+18005555557", "=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"],
			[6, "+18005555558", "=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "text-too-long"],
		],
		repairs: ["shorten-descriptions 1"],
		repaired: [[6, "+18005555558", "=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]],
	},
	"gzip-renamed.csv": { code: "file-binary" },
	"header-german.csv": { header: 1, rows: [[2, "+18005555554", "Claims"]] },
	"header-only.csv": { code: "file-header-only" },
	"header-second-column-only.csv": { header: 1, rows: [[2, "+18005555554", "Claims"]] },
	"header-spellings.csv": { header: 1, rows: [[2, "+18005555554", "Claims"]] },
	"header-twice.csv": {
		header: 1,
		rows: [
			[2, "+18005555554", "Claims"],
			[3, "DNIS", "Description", "dnis-not-a-number"],
			[4, "+18005555555", "Sales"],
		],
	},
	"html-comment-first.csv": { code: "file-html" },
	"html-in-descriptions.csv": { rows: [[1, "+18005555554", "<script>alert(1)</script>"]] },
	"html-table.csv": { code: "file-html" },
	"jpeg-renamed.csv": { code: "file-binary" },
	"json-object.csv": { code: "file-json" },
	"json.csv": { code: "file-json" },
	"latin1.csv": { code: "file-encoding" },
	"leading-zeros.csv": {
		rows: [
			[1, "08005555554", "Claims", "dnis-leading-zero"],
			[2, "018005555554", "Sales", "dnis-leading-zero"],
		],
	},
	"lf.csv": {
		header: 1,
		rows: [
			[2, "+18005555554", "Claims"],
			[3, "+18005555555", "Sales"],
		],
	},
	"malformed-guarded-formula.csv": {
		rows: [[1, "+18005555554,\"'=1+1", "", "row-malformed"]],
		repairs: ["close-quotes 1"],
		repaired: [[1, "+18005555554", "=1+1"]],
	},
	"missing-commas-with-descriptions.csv": {
		header: 1,
		rows: [
			[2, "+18005555554 Claims 24h", "", "row-comma-missing", "dnis-not-a-number"],
			[3, "+18005555555;Sales", "", "row-comma-missing", "dnis-not-a-number"],
			[4, "+442079460958", "Fax"],
			[5, "+18005555556", "Billing"],
			[6, "+18005555557", "Orders"],
			[7, "1 800 555 5558", "", "row-comma-missing", "dnis-not-plain"],
			[8, "+18005555559 2", "", "row-comma-missing", "dnis-not-a-number"],
		],
		repairs: ["clean-numbers 1", "add-commas 4"],
		repaired: [
			[2, "+18005555554", "Claims 24h"],
			[3, "+18005555555", "Sales"],
			[7, "+18005555558", ""],
			[8, "+18005555559 2", "", "dnis-not-a-number"],
		],
	},
	"missing-commas.csv": {
		rows: [
			[1, "+18005555554", "", "row-comma-missing"],
			[2, "+18005555555", "", "row-comma-missing"],
			[3, "+442079460958", "Fax"],
			[4, "1-800-555-5556", "", "row-comma-missing", "dnis-not-plain"],
		],
		repairs: ["clean-numbers 1", "add-commas 3"],
		repaired: [
			[1, "+18005555554", ""],
			[2, "+18005555555", ""],
			[4, "+18005555556", ""],
		],
	},
	"mixed-line-ends.csv": {
		header: 1,
		rows: [
			[2, "+18005555554", "Claims"],
			[3, "+18005555555", "Sales"],
			[5, "+442079460958", "Fax"],
			[7, "12", "wrong", "dnis-wrong-length"],
		],
	},
	"no-break-spaces.csv": {
		rows: [
			[
				1,
				"+1\u00a0800\u202f555\u00a05554",
				"Claims\u00a0north",
				"dnis-not-plain",
				"character-not-allowed",
			],
			[2, "+18005555555\u00a0", "Sales", "dnis-not-plain"],
		],
		repairs: ["clean-numbers 2", "clean-descriptions 1"],
		repaired: [
			[1, "+18005555554", "Claims north"],
			[2, "+18005555555", "Sales"],
		],
	},
	"no-last-line-end.csv": {
		rows: [
			[1, "+18005555554", "Claims"],
			[2, "+18005555555", "Sales"],
		],
	},
	"nul-characters.csv": { code: "file-binary" },
	"one-semicolon-row-among-commas.csv": {
		header: 1,
		rows: [
			[2, "+18005555554;Claims", "", "row-comma-missing", "dnis-not-a-number"],
			[3, "+18005555555", "Sales"],
			[4, "+442079460958", "Fax; day"],
		],
		repairs: ["add-commas 1"],
		repaired: [[2, "+18005555554", "Claims"]],
	},
	"only-blank-lines.csv": { code: "file-empty" },
	"only-bom.csv": { code: "file-empty" },
	"only-commas.csv": { code: "file-empty" },
	"only-first-column.csv": {
		header: 1,
		rows: [
			[2, "+18005555554", ""],
			[3, "+18005555555", ""],
		],
	},
	"pdf-renamed.csv": { code: "file-binary" },
	"png-renamed.csv": { code: "file-binary" },
	"possible-but-not-assigned.csv": { rows: [[1, "+11234567890", "Claims"]] },
	"problem-column-of-our-own.csv": { header: 1, rows: [[2, "+18005555554", "Claims"]] },
	"quote-after-quote.csv": {
		rows: [
			[1, '+18005555554,"Claims "north" desk"', "", "row-malformed"],
			[2, "+18005555555", "Sales"],
		],
		repairs: ["close-quotes 1"],
		repaired: [[1, "+18005555554", 'Claims "north" desk']],
	},
	"quoted-everything.csv": {
		header: 1,
		rows: [
			[2, "+18005555554", "Claims"],
			[3, "+18005555555", ""],
		],
	},
	"quoted-line-break.csv": {
		header: 1,
		rows: [
			[2, "+18005555554", "Claims\nnorth", "character-not-allowed"],
			[4, "+18005555555", "Sales\n\nsouth", "character-not-allowed"],
			[7, "12", "wrong", "dnis-wrong-length"],
		],
		repairs: ["clean-descriptions 2"],
		repaired: [
			[2, "+18005555554", "Claims north"],
			[4, "+18005555555", "Sales  south"],
		],
	},
	"rich-text.csv": { code: "file-rich-text" },
	"same-number-with-and-without-plus.csv": {
		rows: [
			[1, "+18005555554", "Claims"],
			[2, "18005555554", "Claims", "row-doubled"],
			[3, "+1 800 555 5554", "Claims", "dnis-not-plain"],
		],
		repairs: ["clean-numbers 1", "leave-out-doubles 2"],
		repaired: [
			[2, "left out"],
			[3, "left out"],
		],
	},
	"scientific-notation.csv": {
		header: 1,
		rows: [
			[2, "1.8E+10", "Claims", "row-digits-lost"],
			[3, "1.80056E+10", "Sales", "row-digits-lost"],
			[4, "4,42079E+11", "Fax", "row-digits-lost"],
			[5, "1.8005555554e+10", "Billing", "dnis-not-plain"],
		],
		repairs: ["clean-numbers 1"],
		repaired: [[5, "+18005555554", "Billing"]],
	},
	"semicolons-excel-directive.csv": { asks: ["separator"], rows: [] },
	"semicolons-in-descriptions.csv": {
		rows: [
			[1, "+18005555554", "Claims; north"],
			[2, "+18005555555", "Sales; south"],
		],
	},
	"semicolons-quoted.csv": { header: 1, asks: ["separator"], rows: [] },
	"semicolons-scientific.csv": { header: 1, asks: ["separator"], rows: [] },
	"semicolons.csv": { header: 1, asks: ["separator"], rows: [] },
	"single-quotes.csv": {
		rows: [
			[1, "'+18005555554'", "'Claims'", "dnis-not-plain"],
			[2, "+18005555555", "'Sales'"],
		],
		repairs: ["clean-numbers 1"],
		repaired: [[1, "+18005555554", "'Claims'"]],
	},
	"spaces-and-dashes.csv": {
		rows: [
			[1, " +18005555554 ", "Claims", "dnis-not-plain"],
			[2, "1-800-555-5555", "Sales", "dnis-not-plain"],
			[3, "+44 (0)20 7946 0958", "Fax", "dnis-not-plain"],
			[4, "+1.800.555.5556", "Billing", "dnis-not-plain"],
			[5, "1–800—555\u20115557", "Orders", "dnis-not-plain"],
			[6, "tel:+1-800-555-5558", "Tel", "dnis-not-plain"],
		],
		repairs: ["clean-numbers 6"],
		repaired: [
			[1, "+18005555554", "Claims"],
			[2, "+18005555555", "Sales"],
			[3, "+442079460958", "Fax"],
			[4, "+18005555556", "Billing"],
			[5, "+18005555557", "Orders"],
			[6, "+18005555558", "Tel"],
		],
	},
	"tabs.csv": { header: 1, asks: ["separator"], rows: [] },
	"text-after-closing-quote.csv": {
		rows: [
			[1, '+18005555554,"Claims" north', "", "row-malformed"],
			[2, '"+18005555555" ,"Sales"', "", "row-malformed"],
		],
		repairs: ["close-quotes 2"],
		repaired: [
			[1, "+18005555554", '"Claims" north'],
			[2, "+18005555555", "Sales"],
		],
	},
	"third-column-named.csv": {
		header: 1,
		rows: [
			[2, "+18005555554", "Claims"],
			[3, "+18005555555", "Sales"],
			[4, "+442079460958", "Fax", "row-extra-columns"],
		],
		repairs: ["join-columns 1"],
		repaired: [[4, "+442079460958", "Fax,again"]],
	},
	"third-column.csv": {
		rows: [
			[1, "+18005555554", "Claims", "row-extra-columns"],
			[2, "+18005555555", "Sales", "row-extra-columns"],
			[3, "+442079460958", "Fax"],
		],
		repairs: ["join-columns 2"],
		repaired: [
			[1, "+18005555554", "Claims,north"],
			[2, "+18005555555", "Sales, south, day and night "],
		],
	},
	"too-long-and-too-short.csv": {
		rows: [
			[1, "+1800555555555555", "Claims", "dnis-too-long"],
			[2, "+1800", "Sales", "dnis-wrong-length"],
			[3, "+999123456", "Nowhere", "dnis-unknown-country"],
			[4, "+", "plus", "dnis-not-a-number"],
			[5, "1", "one", "dnis-wrong-length"],
		],
	},
	"trailing-commas.csv": {
		header: 1,
		rows: [
			[2, "+18005555554", "Claims"],
			[3, "+18005555555", ""],
		],
	},
	"two-numbers-in-a-cell.csv": {
		rows: [
			[1, "+18005555554, +18005555555", "Claims", "dnis-not-a-number"],
			[2, "+442079460958 / +18005555556", "Sales", "dnis-not-a-number"],
		],
	},
	"unclosed-quote-before-quoted-rows.csv": {
		rows: [
			[1, '"+18005555554","Claims', "", "row-malformed"],
			[2, "+18005555555", "Sales"],
			[3, "+442079460958", "Fax"],
		],
		repairs: ["close-quotes 1"],
		repaired: [[1, "+18005555554", "Claims"]],
	},
	"unclosed-quote-closed-far-below.csv": {
		header: 1,
		rows: [
			[2, '+18005555554,"Claims', "", "row-malformed"],
			[3, "+18005555555", "Sales"],
			[4, "+442079460958", 'Fax"'],
			[5, "+18005555556", "Billing"],
		],
		repairs: ["close-quotes 1"],
		repaired: [[2, "+18005555554", "Claims"]],
	},
	"unclosed-quote.csv": {
		rows: [
			[1, '+18005555554,"Claims', "", "row-malformed"],
			[2, "+18005555555", "Sales"],
			[3, "+442079460958", "Fax"],
		],
		repairs: ["close-quotes 1"],
		repaired: [[1, "+18005555554", "Claims"]],
	},
	"utf16-without-bom.csv": { code: "file-encoding" },
	"utf16be-bom.csv": { header: 1, rows: [[2, "+18005555554", "Größe 👍"]] },
	"utf16le-bom.csv": { header: 1, rows: [[2, "+18005555554", "Größe 👍"]] },
	"utf16le-cut-off.csv": { code: "file-encoding" },
	"utf32-bom.csv": { code: "file-encoding" },
	"utf8-cut-off.csv": { code: "file-encoding" },
	"windows-1252-with-end-of-file-mark.csv": { code: "file-encoding" },
	"windows-1252.csv": { code: "file-encoding" },
	"xls-renamed.csv": { code: "file-spreadsheet" },
	"xlsx-renamed.csv": { code: "file-spreadsheet" },
	"xml-spreadsheet.csv": { code: "file-html" },
	"zero-width-spaces.csv": {
		rows: [
			[1, "\u200b+18005555554\u200b", "Claims\u200b", "dnis-not-plain", "character-not-allowed"],
			[2, "+1\u2060800\u20605555555", "\ufeffSales", "dnis-not-plain", "character-not-allowed"],
		],
		repairs: ["clean-numbers 2", "clean-descriptions 2"],
		repaired: [
			[1, "+18005555554", "Claims"],
			[2, "+18005555555", " Sales"],
		],
	},
};

const read = (bytes: Uint8Array, choice?: ColumnChoice): Result<PoolFile, FileProblem> => {
	const text = decodePoolFile(bytes);
	return text.ok ? readPoolFile(text.value, "US", choice) : text;
};

const problemsOf = (rows: CheckedRow[]) => planImport([], rows, "add", new Map()).problems;

function tell(row: CheckedRow, problems: ReadonlyMap<number, RowProblem[]>): Told {
	if (row.leftOut) return [row.line, "left out"];
	return [
		row.line,
		row.number,
		row.description,
		...(problems.get(row.line) ?? []).map((problem) => problem.code),
	];
}

const NOT_TAKEN: RepairKind[] = ["keep-as-written", "drop-columns", "leave-out-errors"];

function outcomeOf(file: Result<PoolFile, FileProblem>): Outcome {
	if (!file.ok) return file.error;
	const checked = file.value.rows.map((row) => checkRow(row, "US"));
	const outcome: Outcome = { rows: checked.map((row) => tell(row, problemsOf(checked))) };
	const { header, unclear } = file.value.reading;
	if (unclear.length > 0) outcome.asks = unclear;
	if (header) outcome.header = header.line;
	let rows = checked;
	const taken = new Map<RepairKind, number>();
	for (;;) {
		const next = findRepairs(rows, problemsOf(rows), "US").find(
			({ kind }) => !taken.has(kind) && !NOT_TAKEN.includes(kind),
		);
		if (!next) break;
		taken.set(next.kind, next.rows);
		rows = applyRepair(next.kind, rows, problemsOf(rows), "US");
	}
	if (taken.size === 0) return outcome;
	const repaired = rows
		.filter((row, index) => row !== checked[index])
		.map((row) => tell(row, problemsOf(rows)));
	return {
		...outcome,
		repairs: [...taken].map(([kind, count]) => `${kind} ${count}` as const),
		repaired,
	};
}

describe("an awkward file has the outcome decided for it (I1 to I5)", () => {
	test.each(FIXTURES)("$name", ({ name, file }) => {
		expect(outcomeOf(read(readFileSync(file)))).toEqual(OUTCOMES[name]);
	});

	test("every file that is kept has one", () => {
		expect(FIXTURES.map(({ name }) => name)).toEqual(Object.keys(OUTCOMES).sort());
	});
});

const bytesOf = (text: string) => new TextEncoder().encode(text);
const numberRows = (count: number) =>
	Array.from(
		{ length: count },
		(_row, index) => `+1800555${String(index).padStart(4, "0")},\n`,
	).join("");

describe("more rows than a pool can have (I1)", () => {
	test("10,000 rows are read, with a header and blank lines besides", () => {
		const file = read(bytesOf(`DNIS,Description\n\n${numberRows(CSV_ROWS_MAX)}\n\n`));
		expect(file.ok && file.value.rows.length).toBe(CSV_ROWS_MAX);
		expect(file.ok && file.value.rows.at(-1)?.line).toBe(CSV_ROWS_MAX + 2);
	});

	test.each(["\n", ",\n", " , \r\n", ";;\n"])(
		"a hundred thousand rows of %j are none, and count as lines",
		(blank) => {
			const comma = blank.includes(";") ? ";" : ",";
			const number = (last: number) => `+1800555010${last}${comma}`;
			const many = blank.repeat(100_000);
			const text = `${number(0)}a\n${many}${number(1)}b\n${many}"${number(2)}\n${many}${number(3)}c`;
			const file = read(bytesOf(text), comma === ";" ? { separator: "semicolon" } : {});
			expect(file.ok && file.value.rows.map(({ line, shape }) => [line, shape])).toEqual([
				[1, "whole"],
				[100_002, "whole"],
				[200_003, "malformed"],
				[300_004, "whole"],
			]);
		},
	);

	test("and behind a line that tells the separator, down to the last", () => {
		const file = read(bytesOf(`sep=,\nDNIS,Description\n${numberRows(CSV_ROWS_MAX)}`));
		expect(file.ok && [file.value.rows.length, file.value.rows.at(-1)?.line]).toEqual([
			CSV_ROWS_MAX,
			CSV_ROWS_MAX + 2,
		]);
	});

	test.each([
		["10,001", CSV_ROWS_MAX + 1],
		["10,002", CSV_ROWS_MAX + 2],
		["25,000", 25_000],
	])("%s are refused with the figure, with and without a header", (_figure, rows) => {
		const refused = { ok: false, error: { code: "file-too-many-rows", rows, limit: CSV_ROWS_MAX } };
		expect(read(bytesOf(numberRows(rows)))).toEqual(refused);
		expect(read(bytesOf(`DNIS,Description\n${numberRows(rows)}`))).toEqual(refused);
	});

	test("millions of blank lines are no rows", () => {
		const file = read(bytesOf(`${"\n".repeat(2_000_000)}12,wrong`));
		expect(file).toMatchObject({ ok: true, value: { rows: [{ line: 2_000_001, number: "12" }] } });
	});
});
