import { type CsvLine, csvReader, inOneGo } from "../csv.ts";
import type { Drain } from "../groups/pool.ts";
import type { CountryCode } from "../numbers/numbering-plan.ts";
import { err, ok, type Result } from "../result.ts";
import { isBlank } from "../text.ts";
import { columnName } from "./columns/column-names.ts";
import { type ColumnChoice, detectColumns, type Layout } from "./columns/detect-columns.ts";
import {
	findSeparator,
	SEPARATOR_CHARACTERS,
	type Separator,
	separatorDirective,
} from "./columns/separators.ts";
import type { FileProblem } from "./file-text.ts";
import { clip } from "./file-value.ts";
import { takeFormulaGuard, takeNumberGuard } from "./formula-guard.ts";
import { readsAsNumber } from "./row-number.ts";
import { escapedGroups, splitMalformed } from "./split-cells.ts";

/** Limits of an imported file (I1). */
export const CSV_ROWS_MAX = 10_000;
export const CSV_BYTES_MAX = 5 * 1024 * 1024;

/**
 * A row as in the file, without one `'` before text that a spreadsheet would run as a formula (I6).
 * `line` is 1-based in the file. `extra` are the cells after the last column, without trailing
 * empty ones.
 */
export type PoolRow = {
	line: number;
	number: string;
	description: string;
	extra: string[];
	shape: "whole" | "comma-missing" | "malformed";
	/** Only in a file of all groups, and only where the number is draining (G15). */
	drain?: Drain;
};

/**
 * How a file was read (I5, I8). `unclear` is what a person has to say first. `sample` are its first
 * rows, for that person.
 */
export type Reading = Layout & { separator: Separator; sample: CsvLine[] };

/** A file's rows. There are none while it is unclear how to read the file. */
export type PoolFile = { reading: Reading; rows: PoolRow[] };

// A description never has a line break in it (G5). A line inside quotes that looks like a row of
// the file is therefore a row, after a stray quote.
const ROW_START = /\n *\+?\d[\d ().-]{5,20},/;
// Lines before the rows: a separator line, titles, and the header.
const HEAD_LINES_MAX = 202;
const SAMPLE_ROWS = 3;

/** Reads a pool's file in one go. See `poolFileReader`. */
export const readPoolFile = (
	text: string,
	country: CountryCode,
	choice?: ColumnChoice,
): Result<PoolFile, FileProblem> => inOneGo(poolFileReader(text, country, choice));

/**
 * Reads the rows of a pool's file (I1, I8): DNIS and description, in the columns that are detected
 * or chosen. Blank lines are skipped. Problems of single rows stay in those rows. Numbers without a
 * plus sign are detected by the default country. A step takes about 3 ms.
 */
export function* poolFileReader(
	text: string,
	country: CountryCode,
	choice: ColumnChoice = {},
): Generator<undefined, Result<PoolFile, FileProblem>> {
	const asked = choice.separator;
	let file = yield* readLines(text, asked ?? "comma");
	const directive = file.lines[0] ? separatorDirective(file.lines[0]) : null;
	const separator = asked ?? directive ?? findSeparator(file.lines);
	if (separator !== (asked ?? "comma")) file = yield* readLines(text, separator);
	const lines = directive === null ? file.lines : file.lines.slice(1);
	if (lines.length === 0) return err({ code: "file-empty" });
	const layout = detectColumns(lines, (cell) => readsAsNumber(cell, country), choice);
	const data = lines.slice(layout.from);
	if (data.length === 0) return err({ code: "file-header-only" });
	const total = data.length + file.count - file.lines.length;
	if (total > CSV_ROWS_MAX)
		return err({ code: "file-too-many-rows", rows: total, limit: CSV_ROWS_MAX });
	const isConfirmed = separator === "comma" || asked !== undefined;
	const reading: Reading = {
		...layout,
		unclear: isConfirmed ? layout.unclear : ["separator", ...layout.unclear],
		separator,
		sample: data.slice(0, SAMPLE_ROWS),
	};
	return ok({ reading, rows: reading.unclear.length > 0 ? [] : data.map(rowReader(reading)) });
}

/** The lines with a value. After enough of them, further lines are only counted. */
function* readLines(
	text: string,
	separator: Separator,
): Generator<undefined, { lines: CsvLine[]; count: number }> {
	const lines: CsvLine[] = [];
	let count = 0;
	const take = (line: CsvLine) => {
		if (line.cells.every(isBlank)) return;
		if (count < CSV_ROWS_MAX + HEAD_LINES_MAX) lines.push(line);
		count += 1;
	};
	const rest = yield* csvReader(text, take, {
		separator: SEPARATOR_CHARACTERS[separator],
		isRowStart: ROW_START,
		isEnough: () => count > CSV_ROWS_MAX + HEAD_LINES_MAX,
		skipsBlank: true,
	});
	return { lines, count: count + rest };
}

/** What the reading of a row depends on. */
type RowReading = Pick<Reading, "header" | "columns" | "separator" | "width">;

/** Reads rows of a file. */
export function rowReader({
	header,
	columns,
	separator,
	width,
}: RowReading): (line: CsvLine) => PoolRow {
	const { number: at, description: beside } = columns;
	// Two columns as in a file without a header: what is wrong with a row is told by its commas.
	const isPlain = separator === "comma" && at === 0 && beside === 1;
	const needsComma = isPlain && (header === null || header.cells.length > 1);
	// Our own file of rows in error has a guard before numbers too.
	const isGuarded = isPlain && header !== null && columnName(header.cells[2] ?? "") === "problem";
	// "#DID, Name" has a space after each comma, and so have its rows.
	const isSpaced = header?.cells[beside ?? width]?.startsWith(" ") ?? false;
	const toText = (cell: string) => takeFormulaGuard(clip(isSpaced ? cell.replace(/^ /, "") : cell));
	const toNumber = (cell: string) => (isGuarded ? takeNumberGuard(clip(cell)) : clip(cell));

	return ({ line, cells, malformed }) => {
		const [whole = ""] = cells;
		if (malformed) {
			const number = isPlain ? whole : splitMalformed(whole, separator, columns, width);
			return { line, number: clip(number), description: "", extra: [], shape: "malformed" };
		}
		const groups = isPlain ? null : escapedGroups(cells, width);
		const [description = "", ...escaped] = groups?.[beside ?? width] ?? [
			beside === null ? "" : (cells[beside] ?? ""),
		];
		const extra = (groups ? escaped : cells.slice(width)).map(clip);
		while (extra.length > 0 && isBlank(extra.at(-1) as string)) extra.pop();
		return {
			line,
			number: toNumber(groups?.[at]?.join(",") ?? cells[at] ?? ""),
			description: toText(description),
			extra,
			shape: needsComma && cells.length === 1 ? "comma-missing" : "whole",
		};
	};
}
