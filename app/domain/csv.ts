import papaparse from "papaparse";

/** A row of a CSV file and the line on which it starts (1-based, as an editor counts). */
export type CsvLine = { line: number; cells: string[]; malformed: boolean };

/** How to read a file. `isRowStart` matches a line break with the start of a row behind it. */
type Reading = {
	/** Where it matches inside quotes, those quotes were never closed. */
	isRowStart?: RegExp;
	/** Asked behind a malformed line: whether the lines that follow need only be counted. */
	isEnough?: () => boolean;
};

/**
 * Behind a malformed line, a row of several lines is this long at most, so that time stays linear.
 */
const RECOVERY_CHARACTERS = 1000;

/** All rows of a CSV text. See `readCsv`. */
export function parseCsv(text: string, reading: Reading = {}): CsvLine[] {
	const rows: CsvLine[] = [];
	readCsv(text, (row) => rows.push(row), reading);
	return rows;
}

/**
 * Reads CSV text a row at a time (RFC 4180; LF, CRLF or CR, mixed as they come). Line numbers are
 * those of the file, line breaks inside quotes counted. A quote that is wrongly closed or never
 * closed spoils its own line only: that row is `malformed`, its one cell is the line as it stands,
 * and reading goes on with the next line. A quote inside an unquoted cell is a character like any
 * other. Blank lines are rows of one empty cell. Never throws. Gives how many lines it only
 * counted, blank ones left out.
 *
 * papaparse reads an unclosed quote to the end of the text. So behind the first malformed line
 * well-formed rows are found first, within 1,000 characters, and papaparse gets these alone.
 */
export function readCsv(
	input: string,
	take: (row: CsvLine) => void,
	{ isRowStart, isEnough = () => false }: Reading = {},
): number {
	let text = input.replace(/\r\n?/g, "\n");
	if (text !== "" && !text.endsWith("\n")) text += "\n";
	let at = 0;
	let line = 1;
	let isSound = true;
	while (at < text.length) {
		if (!isSound && isEnough()) return countLines(text.slice(at));
		const sound = isSound ? text : soundRowsAt(text, at);
		const length = readSoundRows(sound, isRowStart, (cells) => {
			take({ line, cells, malformed: false });
			line += 1 + cells.reduce((sum, cell) => sum + breaksIn(cell), 0);
		});
		at += length;
		if (length > 0 && length === sound.length) continue;
		isSound = false;
		const end = endOfLine(text, at);
		take({ line, cells: [text.slice(at, end)], malformed: true });
		at = end + 1;
		line += 1;
	}
	return 0;
}

/** Reads up to the first malformed row; gives the length of what was read. */
function readSoundRows(
	text: string,
	isRowStart: RegExp | undefined,
	take: (cells: string[]) => void,
): number {
	let read = 0;
	const mayHaveSpaces = SPACE_BEHIND_QUOTES.test(text);
	const isStrict = (row: string) =>
		!SPACE_BEHIND_QUOTES.test(row) || SOUND_ROWS.exec(row)?.[0] === row;
	papaparse.parse<string[]>(text, {
		...{ delimiter: ",", newline: "\n", quoteChar: '"' },
		step({ data, errors, meta }, parser) {
			// Behind the last line end papaparse finds one more row.
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

// A row of RFC 4180: quotes are doubled inside a quoted cell, and mean nothing inside an unquoted
// one.
const CELL = '(?:"[^"]*(?:""[^"]*)*"|(?!")[^,\\n]*)';
const SOUND_ROWS = new RegExp(`^(?:(?:${CELL},)*${CELL}\\n)+`);

/**
 * Whole rows from `from` on that are well formed, out of the next 1,000 characters or one line;
 * none where there are none.
 */
function soundRowsAt(text: string, from: number): string {
	const end = Math.max(from + RECOVERY_CHARACTERS, endOfLine(text, from) + 1);
	return SOUND_ROWS.exec(text.slice(from, end))?.[0] ?? "";
}

/** papaparse passes over spaces between a closing quote and the comma. RFC 4180 has none there. */
const SPACE_BEHIND_QUOTES = /" +[,\n]/;

function endOfLine(text: string, from: number): number {
	const end = text.indexOf("\n", from);
	return end < 0 ? text.length : end;
}

const breaksIn = (cell: string): number => (cell.includes("\n") ? cell.split("\n").length - 1 : 0);

function countLines(text: string): number {
	let lines = 0;
	for (const _line of text.matchAll(/^.*\S/gm)) lines += 1;
	return lines;
}

// Spreadsheets take a file without the mark for one in the encoding of their country, and spoil
// what is not ASCII. RFC 4180 ends lines with CRLF.
export const BYTE_ORDER_MARK = "\ufeff";
const LINE_END = "\r\n";

/** A row as CSV writes it, with its line end. A cell is quoted only where it has to be. */
export const csvRow = (cells: readonly string[]): string =>
	papaparse.unparse([[...cells]], { newline: LINE_END }) + LINE_END;
