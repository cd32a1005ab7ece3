import type { CsvLine } from "../../csv.ts";
import { isBlank } from "../../text.ts";
import { COLUMNS_MAX, contentOf, type ReadsNumber, widthOf } from "./column-content.ts";
import { namingOf } from "./column-names.ts";

/** Where a file's rows start: its lines before them, by index, and the header among these. */
export type Head = { header: number | null; rows: number };

const LINES_LOOKED_AT = 200;

/**
 * Finds the header of a file (I8): the line with most known names before the first number, else the
 * line before the first number or try at one. That line has several values: a line of one value is
 * a title. Dates are no numbers. What precedes the header is passed over.
 */
export function findHead(lines: readonly CsvLine[], reads: ReadsNumber): Head {
	const looked = lines.slice(0, LINES_LOOKED_AT);
	const firstNumber = looked.findIndex(
		({ cells, malformed }) => !malformed && cells.slice(0, COLUMNS_MAX).some(reads),
	);
	const end = firstNumber < 0 ? looked.length : firstNumber;
	const named = findNamed(looked.slice(0, end));
	if (named !== null) return { header: named, rows: named + 1 };
	if (firstNumber < 0) return { header: null, rows: 0 };
	const width = widthOf(lines.slice(firstNumber));
	const column = contentOf(lines.slice(firstNumber), reads).fullest(width);
	const rows = looked.findIndex((line, index) => index >= end || isTry(line, column, width));
	const before = looked[rows - 1];
	const isHeader = before !== undefined && valuesOf(before) > 1;
	return { header: isHeader ? rows - 1 : null, rows };
}

/** The line with most known names; of equal ones the last, but none after a row. */
function findNamed(lines: readonly CsvLine[]): number | null {
	let best = { index: -1, score: 0 };
	let hasRow = false;
	for (const [index, line] of lines.entries()) {
		const score = scoreOf(line);
		if (score > best.score || (score === best.score && score > 0 && !hasRow))
			best = { index, score };
		hasRow ||= line.cells.slice(0, COLUMNS_MAX).some((cell) => isDigits(cell, ROW_DIGITS));
	}
	return best.score > 0 ? best.index : null;
}

/** How much a line looks like a header: known names, and no cell of digits alone. */
function scoreOf(line: CsvLine): number {
	if (line.malformed) return 0;
	const cells = line.cells.slice(0, COLUMNS_MAX);
	if (cells.some((cell) => isDigits(cell, 1))) return 0;
	const namings = new Set(cells.map(namingOf));
	// A title such as "Phone numbers" stands alone, and a file of one column has one name.
	const isWhole = namings.has("number") || (namings.size > 1 && valuesOf(line) > 1);
	if (!isWhole) return 0;
	let score = valuesOf(line) > 1 ? 1 : 0;
	if (namings.has("number")) score += 3;
	else if (namings.has("perhaps-number") || namings.has("id")) score += 2;
	if (namings.has("description") || namings.has("perhaps-description")) score += 2;
	return score > 1 ? score : 0;
}

const valuesOf = ({ cells }: CsvLine): number =>
	cells.slice(0, COLUMNS_MAX).filter((cell) => !isBlank(cell)).length;

const ROW_DIGITS = 3;
const TRY_DIGITS = 6;
const CELL_MAX = 100;
const SCIENTIFIC = /^[\d.,]+e\+?\d+$/i;
const LETTER = /\p{L}/u;

/** Digits with the signs between them, at least `least`, and nothing else but 1.8E+10. */
function isDigits(cell: string, least: number): boolean {
	if (cell.length > CELL_MAX || isDate(cell)) return false;
	const text = cell.replace(/^[\s"'=]+|["'\s]+$/g, "");
	if (SCIENTIFIC.test(text)) return true;
	return !LETTER.test(text) && digitsOf(text) >= least;
}

/**
 * Whether a line is a row: its column of numbers has digits, or begins with some. A malformed line
 * has one cell, so it is enough that digits are in it.
 */
function isTry({ cells, malformed }: CsvLine, column: number, width: number): boolean {
	if (malformed) return digitsOf(cells[0] ?? "") >= TRY_DIGITS;
	const cell = cells[column]?.slice(0, CELL_MAX) ?? "";
	if (isBlank(cell)) return width === 2 && cells.length > 1;
	const [beginning = ""] = cell.split(LETTER, 1);
	return isDigits(cell, 1) || (!isDate(beginning) && isDigits(beginning, TRY_DIGITS));
}

const digitsOf = (text: string): number => text.slice(0, LINE_MAX).replace(/\D/g, "").length;
const LINE_MAX = 1000;

const DAY = "(?:0?[1-9]|[12]\\d|3[01])";
const TIME = "(?:[ T,]+\\d{1,2}:\\d{2}[\\d:.]*)?";
const YEAR_FIRST = `\\d{4}([-./])${DAY}\\1${DAY}`;
const DAY_FIRST = `${DAY}([-./])${DAY}\\2(?:\\d{4}|\\d{2})`;
const DATE = new RegExp(`^\\s*(?:${YEAR_FIRST}|${DAY_FIRST})${TIME}(?=$|[^\\d./-])`);

/** A date, with or without its time. */
export const isDate = (cell: string): boolean => DATE.test(cell);
