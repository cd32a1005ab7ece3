import { type CsvLine, readCsv } from "../csv.ts";
import { err, ok, type Result } from "../result.ts";
import { type FileProblem, isBlank } from "./file-text.ts";
import { takeFormulaGuard, takeNumberGuard } from "./formula-guard.ts";
import { columnName, isHeader, otherSeparator, separatorDirective } from "./pool-file-columns.ts";

/** Limits of an imported file (I1). */
export const CSV_ROWS_MAX = 10_000;
export const CSV_BYTES_MAX = 5 * 1024 * 1024;

/**
 * A row as in the file, without one `'` before text that a spreadsheet would run as a formula (I6).
 * `line` is 1-based in the file. `extra` are the cells after the second, without trailing empty
 * ones.
 */
export type PoolRow = {
	line: number;
	number: string;
	description: string;
	extra: string[];
	shape: "whole" | "comma-missing" | "malformed";
};

/** A file's rows, and its header line if it has one (I1). */
export type PoolFile = { header: { line: number; cells: string[] } | null; rows: PoolRow[] };

// A description never has a line break in it (G5). A line inside quotes that looks like a row of
// the file is therefore a row, after a stray quote.
const ROW_START = /\n *\+?\d[\d ().-]{5,20},/;

/**
 * Reads the rows of a pool's CSV file (I1): DNIS and description. Blank lines are skipped. Problems
 * of single rows stay in those rows.
 */
export function readPoolFile(text: string): Result<PoolFile, FileProblem> {
	const lines: CsvLine[] = [];
	let count = 0;
	const take = (line: CsvLine) => {
		if (line.cells.every(isBlank)) return;
		// After the maximum of rows, a header and a separator line, further lines are only counted.
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
	// A header with a comma settles the separator: a row of one cell is then a row in error.
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
	// Further columns of the header are the user's own notes, as in our file of rows in error: known,
	// and ignored.
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
