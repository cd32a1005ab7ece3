/** A row of a CSV file and the line on which it starts (1-based, as an editor counts). */
export type CsvLine = { line: number; cells: string[]; malformed: boolean };

/**
 * Splits CSV text into rows (RFC 4180; LF, CRLF or CR, mixed as they come). Line numbers are those of the file, line breaks inside quotes
 * counted. A quote that is wrongly closed or never closed spoils its own line only: that row is `malformed`, its one cell is the line as it
 * stands, and reading goes on with the next line, so one stray quote does not swallow the rest. A quote inside an unquoted cell is a
 * character like any other. Blank lines are rows of one empty cell. Never throws. Time grows with the length of the text alone.
 *
 * `rowStart`, where given, matches a line break with what begins a row behind it: where that stands inside quotes, they were never closed.
 */
export const parseCsv = (input: string, rowStart?: RegExp): CsvLine[] => [...readCsv(input, rowStart)];

/** As `parseCsv`, a row at a time: a file of nothing but line breaks need not be held as millions of rows. */
export function* readCsv(input: string, rowStart?: RegExp): Generator<CsvLine, void, void> {
	const text = input.replace(/\r\n?/g, "\n");
	const source: Source = { text, rowStart, hopeless: null };
	let at = 0;
	let line = 1;
	while (at < text.length) {
		const row = readRow(source, at);
		if (row === null) {
			const end = endOfLine(text, at);
			yield { line, cells: [text.slice(at, end)], malformed: true };
			at = end + 1;
			line += 1;
		} else {
			yield { line, cells: row.cells, malformed: false };
			at = row.next;
			line += 1 + row.breaks;
		}
	}
}

/**
 * `hopeless` marks quotes that, met inside quotes, led to a malformed row. After a malformed line its neighbour is read by itself, and may be
 * on the very same way to the very same end, thousands of lines further down: whoever meets a mark need not go there again.
 */
type Source = { text: string; rowStart: RegExp | undefined; hopeless: Uint8Array | null };

function endOfLine(text: string, from: number): number {
	const end = text.indexOf("\n", from);
	return end < 0 ? text.length : end;
}

/** One row from `start`; null where a quoted cell goes on after its closing quote, or is never closed. */
function readRow(source: Source, start: number): { cells: string[]; next: number; breaks: number } | null {
	const { text } = source;
	const cells: string[] = [];
	const met: number[] = [];
	let at = start;
	let breaks = 0;
	for (;;) {
		let cell: string;
		if (text[at] === '"') {
			const quoted = readQuoted(source, at, met);
			if (quoted === null) {
				source.hopeless ??= new Uint8Array(text.length);
				for (const quote of met) source.hopeless[quote] = 1;
				return null;
			}
			cell = quoted.cell;
			at = quoted.next;
			breaks += quoted.breaks;
		} else {
			const from = at;
			while (at < text.length && text[at] !== "," && text[at] !== "\n") at += 1;
			cell = text.slice(from, at);
		}
		cells.push(cell);
		if (text[at] !== ",") return { cells, next: at + 1, breaks };
		at += 1;
	}
}

/** Adds the quotes that it meets behind the opening one to `met`. */
function readQuoted({ text, rowStart, hopeless }: Source, start: number, met: number[]) {
	const parts: string[] = [];
	let from = start + 1;
	for (;;) {
		const quote = text.indexOf('"', from);
		if (quote < 0 || hopeless?.[quote] === 1) return null;
		const part = text.slice(from, quote);
		if (rowStart?.test(part)) return null;
		met.push(quote);
		parts.push(part);
		const after = text[quote + 1];
		if (after === '"') {
			from = quote + 2;
			continue;
		}
		if (after !== undefined && after !== "," && after !== "\n") return null;
		const cell = parts.join('"');
		return { cell, next: quote + 1, breaks: cell.split("\n").length - 1 };
	}
}

/** A cell as CSV writes it: quoted only where it has to be. */
export const csvCell = (value: string): string =>
	/[",\r\n]/.test(value) || value !== value.trim() ? `"${value.replaceAll('"', '""')}"` : value;

// Spreadsheets take a file without the mark for one in the encoding of their country, and spoil what is not ASCII. RFC 4180 ends lines with CRLF.
export const BYTE_ORDER_MARK = "\ufeff";
const LINE_END = "\r\n";

/** A row with its line end. */
export const csvRow = (cells: readonly string[]): string => cells.map(csvCell).join(",") + LINE_END;
