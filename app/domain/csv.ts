import papaparse from "papaparse";
import { breaksIn, countRows, type Dialect, readRow } from "./csv-row.ts";

/** A row of a CSV file and the line on which it starts (1-based, as an editor counts). */
export type CsvLine = { line: number; cells: string[]; malformed: boolean };

/** Options of a read. `isRowStart` matches a line break and the start of a row after it. */
type Reading = {
	/** The character between two cells; the comma by default. */
	separator?: string;
	/** A match inside quotes means that those quotes were never closed. */
	isRowStart?: RegExp;
	/** Asked between steps: whether it is enough to count the rows that follow. */
	isEnough?: () => boolean;
	/** Whether many rows without a value in sequence may be left out. */
	skipsBlank?: boolean;
};

/** Characters read in one step, unless a row is longer: about 3 ms. */
const STEP_CHARACTERS = 2 ** 14;

/** Rows read one at a time in one step, each of up to `RECOVERY_CHARACTERS`. */
const STEP_ROWS = 250;

/** A row has at most this many characters. A longer one is malformed. */
const ROW_CHARACTERS = 2 ** 20;

/** After a malformed line, a row of several lines has at most these, so that time stays linear. */
const RECOVERY_CHARACTERS = 1000;

/** All rows of a CSV text. See `readCsv`. */
export function parseCsv(text: string, reading: Reading = {}): CsvLine[] {
	const rows: CsvLine[] = [];
	readCsv(text, (row) => rows.push(row), reading);
	return rows;
}

/** Reads CSV text in one go. See `csvReader`. Returns the number of rows that were only counted. */
export const readCsv = (text: string, take: (row: CsvLine) => void, reading?: Reading): number =>
	inOneGo(csvReader(text, take, reading));

/** Does all the work of a generator at once. */
export function inOneGo<R>(work: Generator<undefined, R>): R {
	for (;;) {
		const step = work.next();
		if (step.done) return step.value;
	}
}

/**
 * Reads CSV text one row at a time (RFC 4180), in steps between which the caller can do other work.
 * Line breaks are LF, CRLF or CR, mixed or not. Line numbers are the file's; line breaks inside
 * quotes count too. A quote that is closed wrongly or never spoils only its own line. That row is
 * `malformed` and its one cell is the line unchanged; reading continues with the next line. A quote
 * inside an unquoted cell is an ordinary character. Blank lines are rows of one empty cell. Never
 * throws. Returns the number of rows that were only counted, without blank ones.
 *
 * papaparse reads up to the first malformed line, because it would read an unclosed quote to the
 * end of the text. After that line, rows are read one at a time.
 */
export function* csvReader(
	input: string,
	take: (row: CsvLine) => void,
	{ separator = ",", isRowStart, isEnough = () => false, skipsBlank = false }: Reading = {},
): Generator<undefined, number> {
	let text = input.includes("\r") ? yield* withLineFeeds(input) : input;
	if (text !== "" && !text.endsWith("\n")) text += "\n";
	const dialect = {
		separator,
		unquotedCell: new RegExp(`[^${separator}\\n]*`, "y"),
		emptyLine: new RegExp(`^[${separator}\\s]*$`),
	};
	let line = 1;
	const isMeantAsRow = (cells: readonly string[]) => !cells.some((cell) => isRowStart?.test(cell));
	const takeSound = (cells: string[]) => {
		take({ line, cells, malformed: false });
		line += 1 + breaksIn(cells);
	};
	const skipBlank = (step: string): boolean => {
		if (!skipsBlank || !dialect.emptyLine.test(step)) return false;
		line += breaksIn([step]);
		return true;
	};
	const reader = { isMeantAsRow, take: takeSound, isEnough, skipBlank };
	let at = yield* readSoundRows(text, dialect, reader);
	if (isEnough()) return yield* countRows(text, at, separator);
	let step = { from: at, rows: 0 };
	while (at < text.length) {
		const lineEnd = text.indexOf("\n", at);
		if (lineEnd === at && at - step.from < STEP_CHARACTERS) {
			takeSound([""]);
			at += 1;
			continue;
		}
		const limit = Math.max(at + RECOVERY_CHARACTERS, Math.min(lineEnd + 1, at + ROW_CHARACTERS));
		const row = readRow(text, { at, lineEnd, limit }, dialect);
		if (row !== null && isMeantAsRow(row.cells)) {
			takeSound(row.cells);
			at = row.end;
		} else {
			take({ line, cells: [text.slice(at, lineEnd)], malformed: true });
			at = lineEnd + 1;
			line += 1;
		}
		step.rows += 1;
		if (step.rows < STEP_ROWS && at - step.from < STEP_CHARACTERS) continue;
		yield;
		if (isEnough()) return yield* countRows(text, at);
		step = { from: at, rows: 0 };
	}
	return 0;
}

/**
 * The text with line feeds as its only line breaks. Split and join: replacing each of millions of
 * line breaks takes several times as long.
 */
function* withLineFeeds(text: string): Generator<undefined, string> {
	const parts: string[] = [];
	for (let at = 0; at < text.length; ) {
		const isInBreak = text.startsWith("\r\n", at + STEP_CHARACTERS - 1);
		const end = at + STEP_CHARACTERS + (isInBreak ? 1 : 0);
		parts.push(text.slice(at, end).split("\r\n").join("\n").split("\r").join("\n"));
		at = end;
		yield;
	}
	return parts.join("");
}

/** What becomes of the rows. `skipBlank`: whether this step of whole lines needs no reading. */
type Reader = {
	isMeantAsRow: (cells: readonly string[]) => boolean;
	take: (cells: string[]) => void;
	isEnough: () => boolean;
	skipBlank: (step: string) => boolean;
};

/**
 * Reads up to the first malformed row, or until it is enough. Returns the length of the text read.
 * A row that papaparse does not read as a whole, or that goes over the end of a step, is read again
 * by itself.
 */
function* readSoundRows(
	text: string,
	dialect: Dialect,
	{ isMeantAsRow, take, isEnough, skipBlank }: Reader,
): Generator<undefined, number> {
	let at = 0;
	while (at < text.length && !isEnough()) {
		// Not behind `at` if the row's first line is longer than a step.
		const end = text.lastIndexOf("\n", at + STEP_CHARACTERS - 1) + 1;
		const isLongLine = end <= at;
		const step = text.slice(at, end);
		if (!isLongLine)
			at += skipBlank(step) ? step.length : readStep(step, dialect, isMeantAsRow, take);
		if (isLongLine || at < end) {
			const lineEnd = text.indexOf("\n", at);
			const row = readRow(text, { at, lineEnd, limit: at + ROW_CHARACTERS }, dialect);
			if (row === null || !isMeantAsRow(row.cells)) return at;
			take(row.cells);
			at = row.end;
		}
		yield;
	}
	return at;
}

/** Reads whole lines up to the first row in doubt. Returns the length of the text read. */
function readStep(
	text: string,
	dialect: Dialect,
	isMeantAsRow: (cells: readonly string[]) => boolean,
	take: (cells: string[]) => void,
): number {
	let read = 0;
	// papaparse skips spaces between a closing quote and the separator. RFC 4180 allows none there.
	const spaceBehindQuotes = new RegExp(`" +[${dialect.separator}\\n]`);
	const mayHaveSpaces = spaceBehindQuotes.test(text);
	const isStrict = (row: string) =>
		!spaceBehindQuotes.test(row) ||
		readRow(row, { at: 0, lineEnd: row.indexOf("\n"), limit: row.length }, dialect)?.end ===
			row.length;
	papaparse.parse<string[]>(text, {
		...{ delimiter: dialect.separator, newline: "\n", quoteChar: '"' },
		step({ data, errors, meta }, parser) {
			// papaparse finds one more row after the last line end.
			if (read === text.length) return;
			const isInDoubt =
				errors.length > 0 ||
				!isMeantAsRow(data) ||
				(mayHaveSpaces && !isStrict(text.slice(read, meta.cursor)));
			if (isInDoubt) parser.abort();
			else {
				read = meta.cursor;
				take(data);
			}
		},
	});
	return read;
}

// Without a byte order mark, spreadsheets assume their country's encoding and garble non-ASCII
// text. RFC 4180 ends lines with CRLF.
export const BYTE_ORDER_MARK = "\ufeff";
const LINE_END = "\r\n";

/** A CSV row with its line end. A cell is quoted only if it must be. */
export const csvRow = (cells: readonly string[]): string =>
	papaparse.unparse([[...cells]], { newline: LINE_END }) + LINE_END;
