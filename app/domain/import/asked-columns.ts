import type { CountryCode } from "../numbers/numbering-plan.ts";
import { err, ok, type Result } from "../result.ts";
import { COLUMNS_MAX } from "./columns/column-content.ts";
import { columnName } from "./columns/column-names.ts";
import type { ColumnChoice } from "./columns/detect-columns.ts";
import type { Separator } from "./columns/separators.ts";
import type { FileProblem } from "./file-text.ts";
import { poolFileReader, type Reading } from "./pool-file.ts";

export type ColumnRole = "number" | "description";

/**
 * What a client says about a file's columns: each by its name, or by its position from 1. Position
 * 0 is no description. What is absent is detected.
 */
export type AskedColumns = { separator?: Separator; number?: string; description?: string };

/** A column that the file does not have, or has twice by that name. */
type Missing = { code: "columns-unclear"; reading: Reading; missing: ColumnRole };

/** The columns that a client names, as a choice for reading the file; in steps of about 10 ms. */
export function* chooseAsked(
	text: string,
	{ separator, number, description }: AskedColumns,
	country: CountryCode,
): Generator<undefined, Result<ColumnChoice, FileProblem | Missing>> {
	const choice: ColumnChoice = separator === undefined ? {} : { separator };
	if (number === undefined && description === undefined) return ok(choice);
	const read = yield* poolFileReader(text, country, choice);
	if (!read.ok) return read;
	const { reading } = read.value;
	const missing = (role: ColumnRole) =>
		err({ code: "columns-unclear" as const, reading, missing: role });
	const numberAt = number === undefined ? undefined : findColumn(number, reading);
	if (numberAt === null) return missing("number");
	const isNone = description === "0";
	const besides =
		description === undefined || isNone ? undefined : findColumn(description, reading);
	if (besides === null || (besides !== undefined && besides === numberAt))
		return missing("description");
	if (numberAt !== undefined) choice.number = numberAt;
	if (isNone) choice.description = null;
	else if (besides !== undefined) choice.description = besides;
	return ok(choice);
}

function findColumn(asked: string, { header, columnCount }: Reading): number | null {
	if (/^[0-9]{1,3}$/.test(asked)) {
		const position = Number(asked);
		return position >= 1 && position <= Math.min(columnCount, COLUMNS_MAX) ? position - 1 : null;
	}
	const name = columnName(asked);
	if (name === "") return null;
	const found = (header?.cells ?? []).flatMap((cell, column) =>
		columnName(cell) === name ? [column] : [],
	);
	return found.length === 1 ? (found[0] as number) : null;
}
