import type { CsvLine } from "../../csv.ts";
import { isBlank } from "../../text.ts";
import {
	COLUMNS_MAX,
	type ColumnContent,
	contentOf,
	type ReadsNumber,
	widthOf,
} from "./column-content.ts";
import { isOwnHeading, type Naming, namingOf } from "./column-names.ts";
import { findHead } from "./find-header.ts";
import type { Separator } from "./separators.ts";

/** Columns by index, from 0. `description` is null if the file has none. */
export type Columns = { number: number; description: number | null };

/** What a person has to say before a file is read (I8, I5). */
export type Unclear = "separator" | "number" | "description";

/** A person's answers. An absent one is left to the detection. */
export type ColumnChoice = {
	separator?: Separator;
	number?: number;
	description?: number | null;
	/** The line that was taken for the header is a row. */
	headerIsRow?: boolean;
};

/**
 * How a file is read: its header, the lines before its rows that are passed over, the index of its
 * first row, and its columns. Where something is unclear, `columns` are the likeliest. `headerLine`
 * is the line found to be the header, also if it is a row by choice. Cells from `width` on are too
 * many; `columnCount` counts them too.
 */
export type Layout = {
	header: { line: number; cells: string[] } | null;
	headerLine: number | null;
	skipped: CsvLine[];
	from: number;
	width: number;
	columnCount: number;
	columns: Columns;
	unclear: Unclear[];
};

/**
 * Finds the columns of a file (I8), by their names and by what stands in them. Only a header, a
 * person, or the second place in a file of two columns without a header makes a column the
 * description. Looks at a few rows, and at the width of all.
 */
export function detectColumns(
	lines: readonly CsvLine[],
	reads: ReadsNumber,
	choice: ColumnChoice = {},
): Layout {
	const head = findHead(lines, reads);
	const headerIndex = choice.headerIsRow ? null : head.header;
	const from = choice.headerIsRow && head.header !== null ? head.header : head.rows;
	const header = headerIndex === null ? null : (lines[headerIndex] as CsvLine);
	const rows = lines.slice(from);
	const content = contentOf(rows, reads);
	const used = widthOf(rows);
	const found = header ? namedColumns(header.cells, used, content) : unnamedColumns(used, content);
	const number = chosen(choice.number) ?? found.number;
	const description = chosen(choice.description) ?? found.description(number.column);
	const columns = { number: number.column, description: description.column };
	return {
		header: header && { line: header.line, cells: header.cells },
		headerLine: head.header === null ? null : (lines[head.header] as CsvLine).line,
		skipped: lines.slice(0, from).filter((_line, index) => index !== headerIndex),
		from,
		width: Math.max(found.width, columns.number + 1, (columns.description ?? 0) + 1),
		columnCount: Math.max(used, header?.cells.length ?? 0, 1),
		columns,
		unclear: [
			...(number.isSure ? [] : (["number"] as const)),
			...(description.isSure ? [] : (["description"] as const)),
		],
	};
}

const chosen = <C>(column: C | undefined): Found<C> | null =>
	column === undefined ? null : { column, isSure: true };

type Found<C> = { column: C; isSure: boolean };
type Roles = {
	number: Found<number>;
	/** The description's column, beside that of the number. */
	description: (number: number) => Found<number | null>;
	width: number;
};

function namedColumns(cells: readonly string[], used: number, content: ColumnContent): Roles {
	const namings = cells.map(namingOf);
	const columnsOf = (...wanted: Naming[]) =>
		namings.flatMap((naming, column) => (naming && wanted.includes(naming) ? [column] : []));
	const width = cells.findLastIndex((cell) => !isBlank(cell)) + 1;
	const widest = Math.min(Math.max(width, used), COLUMNS_MAX);
	return {
		number: namedNumber(columnsOf, content, widest),
		description: (number) => {
			for (const naming of ["description", "perhaps-description"] as const) {
				const named = columnsOf(naming).filter((column) => column !== number);
				const likeliest = named.find((column) => !content.isEmpty(column)) ?? named[0];
				if (likeliest !== undefined) return { column: likeliest, isSure: named.length === 1 };
			}
			const others = Array.from({ length: widest }, (_, column) => column).filter(
				(column) =>
					column !== number &&
					!isOwnHeading(cells[column]) &&
					!(isBlank(cells[column] ?? "") && content.isEmpty(column)),
			);
			return { column: null, isSure: others.length === 0 };
		},
		width,
	};
}

/**
 * The column with a number's name. Its content decides only between several, and about doubtful
 * names.
 */
function namedNumber(
	columnsOf: (...wanted: Naming[]) => number[],
	content: ColumnContent,
	width: number,
): Found<number> {
	const named = columnsOf("number");
	for (const columns of [[...named, ...columnsOf("perhaps-number")], columnsOf("id")]) {
		const [first, ...others] = columns.filter(content.hasNumbers);
		if (first !== undefined) return { column: first, isSure: others.length === 0 };
	}
	const [only, ...others] = named;
	const fullest = content.fullest(width);
	if (only === undefined || content.hasNumbers(fullest)) return { column: fullest, isSure: false };
	return { column: only, isSure: others.length === 0 };
}

/** Without a header, two columns are number and description, and of more the person chooses. */
function unnamedColumns(used: number, content: ColumnContent): Roles {
	if (used > 2 && content.isTable())
		return {
			number: { column: content.fullest(used), isSure: false },
			description: () => ({ column: null, isSure: false }),
			width: used,
		};
	const isSecond = used > 1 && content.hasNumbers(1);
	const isDoubtful = isSecond && content.hasNumbers(0);
	const number = isSecond && !isDoubtful ? 1 : 0;
	return {
		number: { column: number, isSure: !isDoubtful },
		description: (column) => ({
			column: column === 0 ? 1 : 0,
			isSure: column === 0 && !isDoubtful,
		}),
		width: 2,
	};
}
