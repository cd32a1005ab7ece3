import type { CsvLine } from "../csv.ts";

const NUMBER_NAMES = [
	/^(dnis|did|toll free|phone|telephone|tel)( ?numbers?)?( \(.*\))?$/,
	/^(numbers?|phones|telephones|msisdns?|e\.?164( numbers?)?)( \(.*\))?$/,
];
const DESCRIPTION_NAMES = /^((optional )?descriptions?|names?|labels?|comments?|notes?)( \(.*\))?$/;

/** A column's name, normalised for comparison. */
export const columnName = (cell: string) =>
	cell
		.trim()
		.toLowerCase()
		.replace(/[_\s-]+/g, " ");

const namesNumbers = (name: string): boolean => NUMBER_NAMES.some((pattern) => pattern.test(name));

/** Whether a file's first row names its columns (I1). */
export function isHeader({ cells, malformed }: CsvLine): boolean {
	if (malformed) return false;
	const [number = "", description = ""] = cells.map(columnName);
	return namesNumbers(number) || (DESCRIPTION_NAMES.test(description) && !/\d/.test(number));
}

/** The separator in a "sep=;" line. Spreadsheets write this line and read it before all others. */
export function separatorDirective({ cells }: CsvLine): "comma" | "semicolon" | "tab" | null {
	const separator = /^"?sep=([,;\t])"?,*$/i.exec(cells.join(","))?.[1];
	if (separator === undefined) return null;
	return separator === "," ? "comma" : separator === ";" ? "semicolon" : "tab";
}

const LINES_LOOKED_AT = 100;

/** The separator (I5) of at least half of the first lines, if it is not the comma. */
export function otherSeparator(lines: CsvLine[]): "semicolon" | "tab" | null {
	const looked = lines.slice(0, LINES_LOOKED_AT);
	for (const [separator, name] of [
		[";", "semicolon"],
		["\t", "tab"],
	] as const) {
		const separated = looked.filter((line) => isSeparatedBy(separator, line)).length;
		if (separated > 0 && 2 * separated >= looked.length) return name;
	}
	return null;
}

/**
 * Whether the separator follows a number or a column's name, before any comma except that of
 * "1,8E+10".
 */
function isSeparatedBy(separator: string, { cells }: CsvLine): boolean {
	const before = cells.slice(0, 2).join(",").split(separator, 2);
	const cell = (before[0] as string).replace(/^[\s="']+|[\s"']+$/g, "");
	if (before.length < 2) return false;
	return namesNumbers(columnName(cell)) || /^(\+?[\d\s().-]{3,}|[\d,.]+e\+?\d+)$/i.test(cell);
}
