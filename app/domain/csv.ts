import papaparse from "papaparse";

/** A row of a CSV file and the line on which it starts (1-based, as an editor counts). */
export type CsvLine = { line: number; cells: string[]; malformed: boolean };

/** Options of a read. `isRowStart` matches a line break and the start of a row after it. */
type Reading = {
	/** The character between two cells; the comma by default. */
	separator?: string;
	/** A match inside quotes means that those quotes were never closed. */
	isRowStart?: RegExp;
	/** Called after a malformed line: whether it is enough to count the lines that follow. */
	isEnough?: () => boolean;
};

/**
 * After a malformed line, a row of several lines has at most this length, so that time stays
 * linear.
 */
const RECOVERY_CHARACTERS = 1000;

/** The separator, and a sticky pattern of a cell without quotes. */
type Dialect = { separator: string; unquotedCell: RegExp };

/** All rows of a CSV text. See `readCsv`. */
export function parseCsv(text: string, reading: Reading = {}): CsvLine[] {
	const rows: CsvLine[] = [];
	readCsv(text, (row) => rows.push(row), reading);
	return rows;
}

/**
 * Reads CSV text one row at a time (RFC 4180). Line breaks are LF, CRLF or CR, mixed or not. Line
 * numbers are the file's; line breaks inside quotes count too. A quote that is closed wrongly or
 * never spoils only its own line. That row is `malformed` and its one cell is the line unchanged;
 * reading continues with the next line. A quote inside an unquoted cell is an ordinary character.
 * Blank lines are rows of one empty cell. Never throws. Returns the number of lines that were only
 * counted, without blank ones.
 *
 * papaparse reads up to the first malformed line, because it would read an unclosed quote to the
 * end of the text. After that line, rows are read one at a time.
 */
export function readCsv(
	input: string,
	take: (row: CsvLine) => void,
	{ separator = ",", isRowStart, isEnough = () => false }: Reading = {},
): number {
	let text = input.includes("\r") ? withLineFeeds(input) : input;
	if (text !== "" && !text.endsWith("\n")) text += "\n";
	const dialect = { separator, unquotedCell: new RegExp(`[^${separator}\\n]*`, "y") };
	let line = 1;
	let at = readSoundRows(text, dialect, isRowStart, (cells) => {
		take({ line, cells, malformed: false });
		line += 1 + breaksIn(cells);
	});
	// Rows are taken up to here before the next call of `isEnough`.
	let unasked = text.length;
	while (at < text.length) {
		const lineEnd = text.indexOf("\n", at);
		const limit = Math.max(at + RECOVERY_CHARACTERS, lineEnd + 1);
		const row = readRow(text, { at, lineEnd, limit }, dialect);
		if ((row?.end ?? text.length) > unasked) {
			if (isEnough()) return countLines(text.slice(at));
			unasked = limit;
		}
		if (row === null || row.cells.some((cell) => isRowStart?.test(cell))) {
			take({ line, cells: [text.slice(at, lineEnd)], malformed: true });
			at = lineEnd + 1;
			line += 1;
			unasked = 0;
		} else {
			take({ line, cells: row.cells, malformed: false });
			at = row.end;
			line += 1 + breaksIn(row.cells);
		}
	}
	return 0;
}

/** Split and join: replacing each of millions of line breaks takes several times as long. */
const withLineFeeds = (text: string): string =>
	text.split("\r\n").join("\n").split("\r").join("\n");

/** Reads up to the first malformed row. Returns the length of the text read. */
function readSoundRows(
	text: string,
	dialect: Dialect,
	isRowStart: RegExp | undefined,
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
			const isMalformed =
				errors.length > 0 ||
				data.some((cell) => isRowStart?.test(cell)) ||
				(mayHaveSpaces && !isStrict(text.slice(read, meta.cursor)));
			if (isMalformed) parser.abort();
			else {
				read = meta.cursor;
				take(data);
			}
		},
	});
	return read;
}

/**
 * The row that starts at `at`, in a line that ends at `lineEnd`, and the start of the next row.
 * Null if the row is malformed or longer than `limit`. By RFC 4180, quotes are doubled inside a
 * quoted cell and have no meaning inside an unquoted one.
 */
function readRow(
	text: string,
	{ at, lineEnd, limit }: { at: number; lineEnd: number; limit: number },
	dialect: Dialect,
): { cells: string[]; end: number } | null {
	const line = text.slice(at, lineEnd);
	if (!line.includes('"')) return { cells: line.split(dialect.separator), end: lineEnd + 1 };
	const cells: string[] = [];
	for (let start = at; ; ) {
		const isQuoted = text.charCodeAt(start) === QUOTE;
		const end = isQuoted ? endOfQuoted(text, start, limit) : endOfUnquoted(text, start, dialect);
		const next = text[end];
		if (end >= limit || (next !== dialect.separator && next !== "\n")) return null;
		cells.push(
			isQuoted ? text.slice(start + 1, end - 1).replaceAll('""', '"') : text.slice(start, end),
		);
		start = end + 1;
		if (next === "\n") return { cells, end: start };
	}
}

const QUOTE = 34;

/** The position after a cell's closing quote; `limit` if there is no closing quote before it. */
function endOfQuoted(text: string, start: number, limit: number): number {
	for (let quote = start; ; quote += 1) {
		quote = text.indexOf('"', quote + 1);
		if (quote < 0 || quote >= limit) return limit;
		if (text.charCodeAt(quote + 1) !== QUOTE) return quote + 1;
	}
}

function endOfUnquoted(text: string, start: number, { unquotedCell }: Dialect): number {
	unquotedCell.lastIndex = start;
	unquotedCell.exec(text);
	return unquotedCell.lastIndex;
}

function breaksIn(cells: readonly string[]): number {
	let breaks = 0;
	for (const cell of cells) if (cell.includes("\n")) breaks += cell.split("\n").length - 1;
	return breaks;
}

function countLines(text: string): number {
	let lines = 0;
	for (const _line of text.matchAll(/^.*\S/gm)) lines += 1;
	return lines;
}

// Without a byte order mark, spreadsheets assume their country's encoding and garble non-ASCII
// text. RFC 4180 ends lines with CRLF.
export const BYTE_ORDER_MARK = "\ufeff";
const LINE_END = "\r\n";

/** A CSV row with its line end. A cell is quoted only if it must be. */
export const csvRow = (cells: readonly string[]): string =>
	papaparse.unparse([[...cells]], { newline: LINE_END }) + LINE_END;
