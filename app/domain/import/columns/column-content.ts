import type { CsvLine } from "../../csv.ts";
import { isBlank } from "../../text.ts";

/** Columns that are looked at and offered. Further ones are ignored. */
export const COLUMNS_MAX = 100;

/** Whether a cell is a number or could be repaired to one, by the product's reader of numbers. */
export type ReadsNumber = (cell: string) => boolean;

const ROWS_LOOKED_AT = 40;

/** What stands in a column: of some rows, those with a value, and those whose value is a number. */
type Content = { filled: number; numbers: number };

/** Looks at some rows, spread over all of them. Each column is looked at once. */
export function contentOf(rows: readonly CsvLine[], reads: ReadsNumber) {
	const step = Math.max(1, rows.length / ROWS_LOOKED_AT);
	const looked: CsvLine[] = [];
	for (let at = 0; at < rows.length; at += step) looked.push(rows[Math.floor(at)] as CsvLine);
	const known = new Map<number, Content>();
	const look = (column: number): Content => {
		const cells = looked.map(({ cells: all, malformed }) => (malformed ? "" : (all[column] ?? "")));
		const filled = cells.filter((cell) => !isBlank(cell));
		return { filled: filled.length, numbers: filled.filter(reads).length };
	};
	const content = (column: number): Content => {
		const found = known.get(column) ?? look(column);
		known.set(column, found);
		return found;
	};
	return {
		/** At least half of the values are numbers. */
		hasNumbers: (column: number): boolean => {
			const { filled, numbers } = content(column);
			return numbers > 0 && 2 * numbers >= filled;
		},
		isEmpty: (column: number): boolean => content(column).filled === 0,
		/** The column with most numbers among the first `width`; the first if there are none. */
		fullest: (width: number): number => {
			let best = 0;
			for (let column = 1; column < Math.min(width, COLUMNS_MAX); column += 1)
				if (content(column).numbers > content(best).numbers) best = column;
			return best;
		},
		/** Whether four rows of five have as many cells as one has, and more than two. */
		isTable: (): boolean => {
			const counts = new Map<number, number>();
			for (const { cells } of looked) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
			const [[cells, rows] = [0, 0]] = [...counts].sort(([, a], [, b]) => b - a);
			return cells > 2 && 5 * rows >= 4 * looked.length;
		},
	};
}

export type ColumnContent = ReturnType<typeof contentOf>;

/** The number of columns up to the last value of any line. */
export function widthOf(lines: readonly CsvLine[]): number {
	let width = 0;
	for (const { cells, malformed } of lines) {
		if (malformed) continue;
		for (let column = cells.length - 1; column >= width; column -= 1) {
			if (isBlank(cells[column] as string)) continue;
			width = column + 1;
			break;
		}
	}
	return width;
}
