import type { CsvLine } from "../csv.ts";
import { isBlank } from "../text.ts";
import { namingOf } from "./columns/column-names.ts";
import type { Columns, Unclear } from "./columns/detect-columns.ts";
import type { Separator } from "./columns/separators.ts";
import type { Reading } from "./pool-file.ts";

/**
 * What a review keeps of how its file was read (I8). `file` is the file's text, kept where other
 * columns could be chosen. `isOutdated`: an earlier version of the product has read the file, and
 * took a column for the description that is none.
 */
export type KeptReading = {
	header: { line: number; cells: string[] } | null;
	headerLine: number | null;
	skipped: { line: number; text: string }[];
	separator: Separator;
	columns: Columns;
	unclear: Unclear[];
	width: number;
	columnCount: number;
	sample: CsvLine[];
	file: string | null;
	isOutdated: boolean;
};

/** In storage, the header's line and cells stand beside the rest, where earlier versions look. */
type Stored = Partial<NonNullable<KeptReading["header"]>> &
	Partial<Omit<KeptReading, "header" | "isOutdated">>;

const CELL_MAX = 100;
const COLUMNS_KEPT = 100;
const clip = (cell: string) => (cell.length > CELL_MAX ? `${cell.slice(0, CELL_MAX)}…` : cell);
const clipAll = (cells: readonly string[]) => cells.slice(0, COLUMNS_KEPT).map(clip);

/**
 * A reading as JSON for storage, with the file's text; null if there is nothing to keep.
 * `keepsFile`: also where the detection would find no other columns.
 */
export function writeReading(
	reading: Reading,
	text: string,
	{ keepsFile = false } = {},
): string | null {
	const { header, skipped, sample, from: _from, ...others } = reading;
	const isPlain = !keepsFile && isPlainReading(reading);
	if (isPlain && header === null) return null;
	const stored: Stored = {
		...(header && { line: header.line, cells: clipAll(header.cells) }),
		...others,
		skipped: skipped.map(({ line, cells }) => ({ line, text: clip(textOf(cells)) })),
		sample: isPlain ? [] : sample.map((line) => ({ ...line, cells: clipAll(line.cells) })),
		...(isPlain ? {} : { file: text }),
	};
	return JSON.stringify(stored);
}

/** The values of a line that is passed over. */
const textOf = (cells: readonly string[]): string =>
	cells.filter((cell) => !isBlank(cell)).join(", ");

/** Two columns between commas, and nothing else: no other reading is possible. */
function isPlainReading({ header, skipped, separator, columns, unclear, width }: Reading): boolean {
	return (
		unclear.length === 0 &&
		separator === "comma" &&
		skipped.length === 0 &&
		width <= 2 &&
		columns.number === 0 &&
		(header === null || header.cells.every((cell) => namingOf(cell) !== null))
	);
}

/** The reading that `writeReading` wrote, or a version before it. */
export function readReading(text: string | null): KeptReading {
	const { line, cells = [], ...kept } = JSON.parse(text ?? "{}") as Stored;
	const header = line === undefined ? null : { line, cells };
	const plain: Omit<KeptReading, "header" | "isOutdated"> = {
		...{ skipped: [], sample: [], unclear: [], file: null },
		...{ separator: "comma", columns: { number: 0, description: 1 }, width: 2, columnCount: 2 },
		headerLine: line ?? null,
	};
	return {
		...plain,
		...kept,
		header,
		isOutdated: kept.columns === undefined && header !== null && !fitsTwoColumns(header.cells),
	};
}

/** Whether the file was read, in columns that are certain. Its rows are those of the file then. */
export const isRead = ({
	unclear,
	isOutdated,
}: Pick<KeptReading, "unclear" | "isOutdated">): boolean => unclear.length === 0 && !isOutdated;

/** Whether names say that the first column is the number and the second the description. */
function fitsTwoColumns([first = "", second = ""]: readonly string[]): boolean {
	const description = namingOf(second);
	return (
		namingOf(first) !== null &&
		(second.trim() === "" || description === "description" || description === "perhaps-description")
	);
}
