// One row of a CSV text, by RFC 4180.

/** Cells of a very long row that are told apart. The rest of its line is one more cell. */
const CELLS_MAX = 1000;

/** The separator, a sticky pattern of a cell without quotes, and one of a line without values. */
export type Dialect = { separator: string; unquotedCell: RegExp; emptyLine: RegExp };

/**
 * The row that starts at `at`, in a line that ends at `lineEnd`, and the start of the next row.
 * Null if the row is malformed or longer than `limit`. By RFC 4180, quotes are doubled inside a
 * quoted cell and have no meaning inside an unquoted one.
 */
export function readRow(
	text: string,
	{ at, lineEnd, limit }: { at: number; lineEnd: number; limit: number },
	dialect: Dialect,
): { cells: string[]; end: number } | null {
	const { separator } = dialect;
	const line = text.slice(at, lineEnd);
	if (!line.includes('"')) {
		const cells = line.split(separator, CELLS_MAX);
		if (cells.length < CELLS_MAX) return { cells, end: lineEnd + 1 };
		const told = cells.reduce((length, cell) => length + cell.length + 1, 0);
		return { cells: withRest(cells, line.slice(told), dialect), end: lineEnd + 1 };
	}
	const cells: string[] = [];
	for (let start = at; ; ) {
		if (cells.length === CELLS_MAX) {
			const end = text.indexOf("\n", start);
			return { cells: withRest(cells, text.slice(start, end), dialect), end: end + 1 };
		}
		const isQuoted = text.charCodeAt(start) === QUOTE;
		const end = isQuoted ? endOfQuoted(text, start, limit) : endOfUnquoted(text, start, dialect);
		const next = text[end];
		if (end >= limit || (next !== separator && next !== "\n")) return null;
		cells.push(
			isQuoted ? text.slice(start + 1, end - 1).replaceAll('""', '"') : text.slice(start, end),
		);
		start = end + 1;
		if (next === "\n") return { cells, end: start };
	}
}

/** What follows the last cell told apart, unless it has no value. */
const withRest = (cells: string[], rest: string, { emptyLine }: Dialect): string[] =>
	emptyLine.test(rest) ? cells : [...cells, rest];

const [LINE_FEED, SPACE, QUOTE] = [10, 32, 34];

/** The position after a cell's closing quote; `limit` if there is no closing quote before it. */
function endOfQuoted(text: string, start: number, limit: number): number {
	for (let at = start + 1; at < limit; at += 1) {
		if (text.charCodeAt(at) !== QUOTE) continue;
		if (text.charCodeAt(at + 1) !== QUOTE) return at + 1;
		at += 1;
	}
	return limit;
}

function endOfUnquoted(text: string, start: number, { unquotedCell }: Dialect): number {
	unquotedCell.lastIndex = start;
	unquotedCell.exec(text);
	return unquotedCell.lastIndex;
}

export function breaksIn(cells: readonly string[]): number {
	let breaks = 0;
	for (const cell of cells) if (cell.includes("\n")) breaks += cell.split("\n").length - 1;
	return breaks;
}

/** Characters counted in one step: about 2 ms. */
const STEP_COUNTED = 2 ** 18;

/**
 * Counts the rows from `at` on that have a value, in steps. With `separator`, quotes are taken to
 * fit, and line breaks inside them end no row.
 */
export function* countRows(
	text: string,
	at: number,
	separator?: string,
): Generator<undefined, number> {
	const between = separator?.charCodeAt(0) ?? LINE_FEED;
	let rows = 0;
	let isQuoted = false;
	let hasValue = false;
	for (let index = at; index < text.length; index += 1) {
		const code = text.charCodeAt(index);
		if (code === LINE_FEED && !isQuoted) {
			if (hasValue) rows += 1;
			hasValue = false;
		} else if (code === QUOTE && separator !== undefined) isQuoted = !isQuoted;
		else if (code > SPACE && code !== between) hasValue = true;
		if (index % STEP_COUNTED === 0) yield;
	}
	return rows;
}
