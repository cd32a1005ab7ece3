/** A row of a CSV file and the line on which it starts (1-based, as an editor counts). */
export type CsvLine = { line: number; cells: string[]; malformed: boolean };

/**
 * Splits CSV text into rows (RFC 4180; LF, CRLF or CR, mixed as they come). Line numbers are those of the file, line breaks inside quotes
 * counted. A quote that is wrongly closed or never closed spoils its own line only: that row is `malformed`, its one cell is the line as it
 * stands, and reading goes on with the next line, so one stray quote does not swallow the rest. A quote inside an unquoted cell is a
 * character like any other. Blank lines are rows of one empty cell. Never throws. Time grows with the length of the text alone.
 */
export function parseCsv(input: string): CsvLine[] {
	const text = input.replace(/\r\n?/g, "\n");
	const rows: CsvLine[] = [];
	let at = 0;
	let line = 1;
	while (at < text.length) {
		const row = readRow(text, at);
		if (row === null) {
			const end = endOfLine(text, at);
			rows.push({ line, cells: [text.slice(at, end)], malformed: true });
			at = end + 1;
			line += 1;
		} else {
			rows.push({ line, cells: row.cells, malformed: false });
			at = row.next;
			line += 1 + row.breaks;
		}
	}
	return rows;
}

function endOfLine(text: string, from: number): number {
	const end = text.indexOf("\n", from);
	return end < 0 ? text.length : end;
}

/** One row from `start`; null where a quoted cell goes on after its closing quote, or is never closed. */
function readRow(text: string, start: number): { cells: string[]; next: number; breaks: number } | null {
	const cells: string[] = [];
	let at = start;
	let breaks = 0;
	for (;;) {
		let cell: string;
		if (text[at] === '"') {
			const quoted = readQuoted(text, at);
			if (quoted === null) return null;
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

function readQuoted(text: string, start: number): { cell: string; next: number; breaks: number } | null {
	let cell = "";
	let from = start + 1;
	for (;;) {
		const quote = text.indexOf('"', from);
		if (quote < 0) return null;
		cell += text.slice(from, quote);
		const after = text[quote + 1];
		if (after === '"') {
			cell += '"';
			from = quote + 2;
			continue;
		}
		if (after !== undefined && after !== "," && after !== "\n") return null;
		return { cell, next: quote + 1, breaks: cell.split("\n").length - 1 };
	}
}

/** A cell as CSV writes it: quoted only where it has to be. */
export const csvCell = (value: string): string =>
	/[",\r\n]/.test(value) || value !== value.trim() ? `"${value.replaceAll('"', '""')}"` : value;
