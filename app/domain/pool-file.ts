import { type CsvLine, parseCsv } from "./csv.ts";
import { err, ok, type Result } from "./result.ts";

/** Limits of an imported file (I1). */
export const CSV_ROWS_MAX = 10_000;
export const CSV_BYTES_MAX = 5 * 1024 * 1024;

/** What a file is instead of a CSV file, or what about it is too much; each is one plain sentence (I5). */
export type FileProblem =
	| { code: "file-missing" }
	| { code: "file-empty" }
	| { code: "file-header-only" }
	| { code: "file-too-large"; limitBytes: number }
	| { code: "file-too-many-rows"; rows: number; limit: number }
	| { code: "file-spreadsheet" }
	| { code: "file-html" }
	| { code: "file-json" }
	| { code: "file-rich-text" }
	| { code: "file-binary" }
	| { code: "file-encoding" }
	| { code: "file-separator"; separator: "semicolon" | "tab" };

/**
 * A row as the file has it, but for one `'` before what a spreadsheet would run as a formula (I6). `line` is 1-based, as counted in the file.
 * `extra` are cells behind the second, trailing empty ones left out.
 */
export type PoolRow = {
	line: number;
	number: string;
	description: string;
	extra: string[];
	shape: "whole" | "comma-missing" | "malformed";
};

/** A file's rows, and the line that names the columns where there is one (I1). */
export type PoolFile = { header: { line: number; cells: string[] } | null; rows: PoolRow[] };

/** Turns a file's bytes into text: UTF-8 with or without BOM, UTF-16 with BOM (I1). Says what it is where it is something else (I5). */
export function decodePoolFile(bytes: Uint8Array): Result<string, FileProblem> {
	if (bytes.length === 0) return err({ code: "file-empty" });
	const kind = magicOf(bytes);
	if (kind !== null) return err({ code: kind });
	const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
	let text: string;
	try {
		text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		return err({ code: looksBinary(bytes) ? "file-binary" : "file-encoding" });
	}
	if (text.includes("\0")) return err({ code: "file-binary" });
	if (/^\s*<(!doctype|html|\?xml|table|head|body)/i.test(text)) return err({ code: "file-html" });
	return text.trim() === "" ? err({ code: "file-empty" }) : ok(text);
}

const MAGIC: [number[], "file-spreadsheet" | "file-binary"][] = [
	[[0x50, 0x4b, 0x03, 0x04], "file-spreadsheet"],
	[[0xd0, 0xcf, 0x11, 0xe0], "file-spreadsheet"],
	[[0x25, 0x50, 0x44, 0x46], "file-binary"],
	[[0x1f, 0x8b], "file-binary"],
	[[0x89, 0x50, 0x4e, 0x47], "file-binary"],
];

const magicOf = (bytes: Uint8Array) => MAGIC.find(([magic]) => magic.every((byte, index) => bytes[index] === byte))?.[1] ?? null;

const looksBinary = (bytes: Uint8Array) =>
	bytes.subarray(0, 4096).some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b));

/** Reads the rows of a pool's CSV file (I1): DNIS and description. Blank lines are passed over. Everything wrong with single rows stays in them. */
export function readPoolFile(text: string): Result<PoolFile, FileProblem> {
	const lines = parseCsv(text).filter((line) => line.malformed || line.cells.some((cell) => cell.trim() !== ""));
	const [first] = lines;
	if (!first) return err({ code: "file-empty" });
	const separator = otherSeparator(lines.slice(0, 3));
	if (separator) return err({ code: "file-separator", separator });
	const header = isHeader(first) ? { line: first.line, cells: first.cells } : null;
	const data = header ? lines.slice(1) : lines;
	if (data.length === 0) return err({ code: "file-empty" });
	if (data.length > CSV_ROWS_MAX) return err({ code: "file-too-many-rows", rows: data.length, limit: CSV_ROWS_MAX });
	// Further columns that the header names are somebody's own notes, as in our file of rows in error: known, and left aside.
	const named = header ? header.cells.filter((cell) => cell.trim() !== "").length : 2;
	return ok({ header, rows: data.map((line) => toRow(line, named)) });
}

function toRow({ line, cells, malformed }: CsvLine, namedColumns: number): PoolRow {
	const [number = "", description = "", ...others] = cells;
	const extra = others.slice(Math.max(0, namedColumns - 2));
	while (extra.at(-1)?.trim() === "") extra.pop();
	if (malformed) return { line, number, description: "", extra: [], shape: "malformed" };
	return { line, number, description: takeFormulaGuard(description), extra, shape: cells.length === 1 ? "comma-missing" : "whole" };
}

const NUMBER_NAMES = /^(dnis|dnis numbers?|numbers?|phone|phones|phone numbers?|telephone|telephone numbers?|tel|e\.?164|did)$/;
const DESCRIPTION_NAMES = /^((optional )?descriptions?|names?|labels?|comments?|notes?)$/;

function isHeader({ cells, malformed }: CsvLine): boolean {
	if (malformed) return false;
	const [number = "", description = ""] = cells.map((cell) => cell.trim().toLowerCase());
	return NUMBER_NAMES.test(number) || (DESCRIPTION_NAMES.test(description) && !/\d/.test(number));
}

/** A semicolon or tab behind what is a number or names the column, and before any comma, separates. */
function otherSeparator(lines: CsvLine[]): "semicolon" | "tab" | null {
	for (const { cells } of lines) {
		const found = /^["']?\s*([^;\t]*?)\s*["']?([;\t])/.exec(cells[0] ?? "");
		if (!found) continue;
		const [, before = "", separator] = found;
		if (NUMBER_NAMES.test(before.toLowerCase()) || /^\+?[\d\s().-]{3,}$/.test(before)) return separator === ";" ? "semicolon" : "tab";
	}
	return null;
}

const RUN_AS_FORMULA = /^'*[=+@\t\r-]/;
const GUARDED = /^'+[=+@\t\r-]/;

/** One more `'` before what a spreadsheet would run as a formula (I6). */
export const addFormulaGuard = (description: string): string => (RUN_AS_FORMULA.test(description) ? `'${description}` : description);

/** Takes one `'` from before it (I6). */
export const takeFormulaGuard = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell);
