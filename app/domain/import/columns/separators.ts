import type { CsvLine } from "../../csv.ts";
import { namingOf } from "./column-names.ts";

/** What separates the values of a file (I1, I5). */
export const SEPARATORS = ["comma", "semicolon", "tab", "bar"] as const;
export type Separator = (typeof SEPARATORS)[number];

/** The separators as characters. */
export const SEPARATOR_CHARACTERS: Record<Separator, string> = {
	comma: ",",
	semicolon: ";",
	tab: "\t",
	bar: "|",
};

/** The separator in a "sep=;" line. Spreadsheets write this line and read it before all others. */
export function separatorDirective({ cells }: CsvLine): Separator | null {
	const character = /^"?sep=([,;\t|])"?,*$/i.exec(cells.join(",").slice(0, LINE_MAX))?.[1];
	return SEPARATORS.find((name) => SEPARATOR_CHARACTERS[name] === character) ?? null;
}

const LINES_LOOKED_AT = 100;
const LINE_MAX = 1000;
const CELLS_MAX = 100;

/**
 * The separator of a file that was split at commas (I5). A line speaks for a separator that sets
 * free a number or a column's name, where the comma does not. `lines` as in the file.
 */
export function findSeparator(lines: readonly CsvLine[]): Separator {
	const looked = lines.slice(0, LINES_LOOKED_AT);
	if (looked.some(isHeaderWithCommas)) return "comma";
	const votes = { comma: 0, semicolon: 0, tab: 0, bar: 0 };
	for (const line of looked) {
		const { cells } = line;
		const text = cells.join(",").slice(0, LINE_MAX);
		if ((line.malformed ? text.split(",") : cells.slice(0, CELLS_MAX)).some(isHint)) {
			if (cells.length > 1 || line.malformed) votes.comma += 1;
			continue;
		}
		const found = OTHERS.find((name) => {
			const parts = text.split(SEPARATOR_CHARACTERS[name]);
			return parts.length > 1 && parts.some(isHint);
		});
		if (found) votes[found] += 1;
	}
	const [most = "comma"] = [...OTHERS].sort((a, b) => votes[b] - votes[a]);
	return votes[most] > votes.comma ? most : "comma";
}

const OTHERS = SEPARATORS.filter((name) => name !== "comma");

/** Names of both columns between commas settle the separator: a row without them is in error. */
function isHeaderWithCommas({ cells }: CsvLine): boolean {
	const namings = cells.slice(0, CELLS_MAX).map(namingOf);
	return (
		namings.includes("number") &&
		(namings.includes("description") || namings.includes("perhaps-description"))
	);
}

// A number in any writing. Nothing else stands in the cell.
const NUMBER = /^[\s"'=(]*(?:tel:|sips?:)?\\?\+?[\d(][\d\s()./-]{2,}(?:;ext=\d+)?["'\s]*$/i;
const SCIENTIFIC = /^[\s"'=]*[\d,.]+e\+?\d+["'\s]*$/i;
const CELL_MAX = 64;

const isHint = (cell: string): boolean =>
	cell.length <= CELL_MAX &&
	(NUMBER.test(cell) || SCIENTIFIC.test(cell) || namingOf(cell) === "number");
