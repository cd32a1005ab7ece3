import { COLUMNS_MAX } from "../../domain/import/columns/column-content.ts";
import type { ColumnChoice } from "../../domain/import/columns/detect-columns.ts";
import { SEPARATORS } from "../../domain/import/columns/separators.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.pages.import.columns.refused;

/**
 * Reads a person's choice of columns from its form (I8). With another separator than the one that
 * the form was made for, its columns are others: they are detected anew. The error is a sentence.
 */
export function readColumnChoice(form: FormData): Result<ColumnChoice, string> {
	const separator = SEPARATORS.find((known) => known === form.get("separator"));
	if (separator === undefined) return err(words.separator);
	if (separator !== form.get("shownSeparator")) return ok({ separator });
	const number = columnOf(form.get("number"));
	if (number === null) return err(words.number);
	const isNone = form.get("description") === "none";
	const description = isNone ? null : columnOf(form.get("description"));
	if (description === null && !isNone) return err(words.description);
	if (description === number) return err(words.same);
	return ok({ separator, number, description, headerIsRow: form.get("header") === "row" });
}

function columnOf(value: FormDataEntryValue | null): number | null {
	if (typeof value !== "string" || !/^[0-9]{1,3}$/.test(value)) return null;
	return Number(value) < COLUMNS_MAX ? Number(value) : null;
}
