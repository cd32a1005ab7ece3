import { COLUMNS_MAX } from "../../domain/import/columns/column-content.ts";
import type { ColumnChoice } from "../../domain/import/columns/detect-columns.ts";
import { SEPARATORS } from "../../domain/import/columns/separators.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { texts } from "../../texts/texts.ts";

/** The field of a choice that is wrong, and why. */
type WrongChoice = { field: "separator" | "number" | "description"; message: string };

const words = texts.pages.import.columns.refused;

/**
 * Reads a person's choice of columns from its form (I8). With another separator than the one that
 * the form was made for, its columns are others: they are detected anew. The error is a sentence
 * for one field.
 */
export function readColumnChoice(form: FormData): Result<ColumnChoice, WrongChoice> {
	const separator = SEPARATORS.find((known) => known === form.get("separator"));
	if (separator === undefined) return err({ field: "separator", message: words.separator });
	if (separator !== form.get("shownSeparator")) return ok({ separator });
	const number = columnOf(form.get("number"));
	if (number === null) return err({ field: "number", message: words.number });
	const isNone = form.get("description") === "none";
	const description = isNone ? null : columnOf(form.get("description"));
	if (description === null && !isNone)
		return err({ field: "description", message: words.description });
	if (description === number) return err({ field: "description", message: words.same });
	return ok({ separator, number, description, headerIsRow: form.get("header") === "row" });
}

function columnOf(value: FormDataEntryValue | null): number | null {
	if (typeof value !== "string" || !/^[0-9]{1,3}$/.test(value)) return null;
	return Number(value) < COLUMNS_MAX ? Number(value) : null;
}
