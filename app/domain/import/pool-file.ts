import { type CsvLine, readCsv } from "../csv.ts";
import { err, ok, type Result } from "../result.ts";
import { columnName, isHeader, otherSeparator, separatorDirective } from "./pool-file-columns.ts";

/** Limits of an imported file (I1). */
export const CSV_ROWS_MAX = 10_000;
export const CSV_BYTES_MAX = 5 * 1024 * 1024;

/**
 * What a file is instead of a CSV file, or what about it is too much; each is one plain sentence
 * (I5).
 */
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
 * A row as the file has it, but for one `'` before what a spreadsheet would run as a formula (I6).
 * `line` is 1-based, as counted in the file. `extra` are cells behind the second, trailing empty
 * ones left out.
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

/** Turns a CSV file's bytes into text (I1). Says what it is where it is something else (I5). */
export function decodePoolFile(bytes: Uint8Array): Result<string, FileProblem> {
	const text = decodeTextFile(bytes);
	const other = text.ok ? markupOf(text.value) : null;
	return other === null ? text : err({ code: other });
}

/**
 * Turns a file's bytes into text: UTF-8 with or without BOM, UTF-16 with BOM. Says what it is where
 * it is no text, or empty.
 */
export function decodeTextFile(bytes: Uint8Array): Result<string, FileProblem> {
	if (bytes.length === 0) return err({ code: "file-empty" });
	const kind = magicOf(bytes);
	if (kind !== null) return err({ code: kind });
	const encoding =
		bytes[0] === 0xff && bytes[1] === 0xfe
			? "utf-16le"
			: bytes[0] === 0xfe && bytes[1] === 0xff
				? "utf-16be"
				: "utf-8";
	let text: string;
	try {
		text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		return err({
			code: encoding === "utf-8" && looksBinary(bytes) ? "file-binary" : "file-encoding",
		});
	}
	// A mark for each of the files that were put together.
	text = text.replace(/^\ufeff+/, "");
	if (text.includes("\0"))
		return err({ code: looksLikeWideText(bytes) ? "file-encoding" : "file-binary" });
	return isBlank(text) ? err({ code: "file-empty" }) : ok(text);
}

const MAGIC: [number[], "file-spreadsheet" | "file-binary"][] = [
	[[0x50, 0x4b, 0x03, 0x04], "file-spreadsheet"],
	[[0xd0, 0xcf, 0x11, 0xe0], "file-spreadsheet"],
	[[0x25, 0x50, 0x44, 0x46], "file-binary"],
	[[0x1f, 0x8b], "file-binary"],
	[[0x89, 0x50, 0x4e, 0x47], "file-binary"],
];

const magicOf = (bytes: Uint8Array) =>
	MAGIC.find(([magic]) => magic.every((byte, index) => bytes[index] === byte))?.[1] ?? null;

const HEAD_BYTES = 4096;
// Old text files end in 1A, and 1B switches the encoding of East Asian ones.
const isControl = (byte: number) =>
	byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1a && byte !== 0x1b);

/** More than one control character in fifty bytes. */
function looksBinary(bytes: Uint8Array): boolean {
	const head = bytes.subarray(0, HEAD_BYTES);
	return head.filter(isControl).length > head.length / 50;
}

/**
 * UTF-16 or UTF-32 without the mark that tells: of each few bytes one or more are 0, and there are
 * no other control characters.
 */
function looksLikeWideText(bytes: Uint8Array): boolean {
	const head = bytes.subarray(0, HEAD_BYTES);
	const zeros = head.filter((byte) => byte === 0).length;
	return zeros > head.length / 4 && !head.some((byte) => byte !== 0 && isControl(byte));
}

function markupOf(text: string): "file-html" | "file-json" | "file-rich-text" | null {
	if (/^\s*<[!?a-z]/i.test(text)) return "file-html";
	if (/^\s*\{\\rtf/.test(text)) return "file-rich-text";
	return /^\s*(\{\s*["}]|\[\s*[[{"\d\]])/.test(text) ? "file-json" : null;
}

/** Nothing that can be seen. */
const isBlank = (text: string) => /^[\s\p{Z}\p{Cc}\p{Cf}]*$/u.test(text);

// A description never has a line break in it (G5): a line inside quotes that looks like a row of
// the file is one, behind a stray quote.
const ROW_START = /\n *\+?\d[\d ().-]{5,20},/;

/**
 * Reads the rows of a pool's CSV file (I1): DNIS and description. Blank lines are passed over.
 * Everything wrong with single rows stays in them.
 */
export function readPoolFile(text: string): Result<PoolFile, FileProblem> {
	const lines: CsvLine[] = [];
	let count = 0;
	const take = (line: CsvLine) => {
		if (line.cells.every(isBlank)) return;
		// What comes behind as many rows as may be, a header and a line that tells the separator is
		// counted only.
		if (count < CSV_ROWS_MAX + 2) lines.push(line);
		count += 1;
	};
	const rest = readCsv(text, take, {
		isRowStart: ROW_START,
		isEnough: () => count > CSV_ROWS_MAX + 2,
	});
	count += rest;
	const directive = lines[0] && separatorDirective(lines[0]);
	const data = directive ? lines.slice(1) : lines;
	const [first] = data;
	const header = first && isHeader(first) ? { line: first.line, cells: first.cells } : null;
	// Columns named with a comma between settle it: a row of one cell is a row in error then.
	const isSettled = directive === "comma" || (header !== null && header.cells.length > 1);
	const separator =
		directive === "semicolon" || directive === "tab"
			? directive
			: isSettled
				? null
				: otherSeparator(data);
	if (separator) return err({ code: "file-separator", separator });
	if (!first) return err({ code: "file-empty" });
	const rows = header ? data.slice(1) : data;
	if (rows.length === 0) return err({ code: "file-header-only" });
	const total = rows.length + count - lines.length;
	if (total > CSV_ROWS_MAX)
		return err({ code: "file-too-many-rows", rows: total, limit: CSV_ROWS_MAX });
	// Further columns that the header names are somebody's own notes, as in our file of rows in
	// error: known, and left aside.
	const named = header ? header.cells.filter((cell) => cell.trim() !== "").length : 2;
	const guarded = header !== null && columnName(header.cells[2] ?? "") === "problem";
	return ok({ header, rows: rows.map((line) => toRow(line, named, guarded)) });
}

/** `guarded` is true for our own file of rows in error, which has a guard before numbers too. */
function toRow(
	{ line, cells, malformed }: CsvLine,
	namedColumns: number,
	guarded: boolean,
): PoolRow {
	const [value = "", description = "", ...others] = cells;
	const extra = others.slice(Math.max(0, namedColumns - 2));
	while (extra.length > 0 && isBlank(extra.at(-1) as string)) extra.pop();
	if (malformed) return { line, number: value, description: "", extra: [], shape: "malformed" };
	const number = guarded ? takeNumberGuard(value) : value;
	return {
		line,
		number,
		description: takeFormulaGuard(description),
		extra,
		shape: cells.length === 1 ? "comma-missing" : "whole",
	};
}

const RUN_AS_FORMULA = /^'*[=+@\t\r-]/;
const GUARDED = /^'+[=+@\t\r-]/;

/** One more `'` before what a spreadsheet would run as a formula (I6). */
export const addFormulaGuard = (description: string): string =>
	RUN_AS_FORMULA.test(description) ? `'${description}` : description;

/** Takes one `'` from before it (I6). */
export const takeFormulaGuard = (cell: string): string =>
	GUARDED.test(cell) ? cell.slice(1) : cell;

const PLAIN_NUMBER = /^\+?[0-9]+$/;

/**
 * As `addFormulaGuard`, for what stands in the column of numbers: those are written plain, what is
 * wrong there may be anything (I6).
 */
export const addNumberGuard = (value: string): string =>
	PLAIN_NUMBER.test(value) ? value : addFormulaGuard(value);

/**
 * Takes it from there again. What stands before a plain number is not ours: it is refused like
 * anything around a number (G4).
 */
const takeNumberGuard = (cell: string): string =>
	PLAIN_NUMBER.test(cell.slice(1)) ? cell : takeFormulaGuard(cell);
