import type { Columns } from "./columns/detect-columns.ts";
import { SEPARATOR_CHARACTERS, type Separator } from "./columns/separators.ts";

// The second reading of a line's cells, where its columns are not number and description alone.

/**
 * The cells of a line with too many, by column: a cell that ends in a backslash goes on in the next
 * one, as in `Claims\\, East`. Null if that does not give the file's columns.
 */
export function escapedGroups(cells: readonly string[], width: number): string[][] | null {
	if (cells.length <= width) return null;
	const groups: string[][] = [];
	let isOpen = false;
	for (const cell of cells) {
		if (isOpen) groups.at(-1)?.push(cell);
		else groups.push([cell]);
		isOpen = cell.endsWith("\\");
	}
	return groups.length === width ? groups : null;
}

/**
 * A malformed line as number, comma and description, so that its repair finds them. If the line has
 * not the file's columns when its quotes are taken as they stand, all of it follows the comma: then
 * it has no number that anybody could take for the right one.
 */
export function splitMalformed(
	line: string,
	separator: Separator,
	{ number, description }: Columns,
	width: number,
): string {
	const cells = line.split(SEPARATOR_CHARACTERS[separator]);
	if (cells.length !== width) return `,${line}`;
	return `${cells[number] ?? ""},${description === null ? "" : (cells[description] ?? "")}`;
}
