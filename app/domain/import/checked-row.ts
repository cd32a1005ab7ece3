import type { NumberNotAvailable } from "../groups/errors.ts";
import { DESCRIPTION_MAX, type DescriptionError, type ExclusiveClash } from "../groups/pool.ts";
import type { Dnis } from "../numbers/dnis.ts";
import type { CountryCode } from "../numbers/numbering-plan.ts";
import { codePointLength, findForbiddenCharacter } from "../text.ts";
import type { PoolRow } from "./pool-file.ts";
import type { RepairKind } from "./repair-kinds.ts";
import { type NumberProblem, readRowNumber } from "./row-number.ts";

/** What is wrong with one row (I2). */
export type RowProblem =
	| { code: "row-malformed" }
	| { code: "row-comma-missing" }
	| { code: "row-extra-columns"; extra: string[] }
	| { code: "row-doubled"; number: string; firstLine: number; sameDescription: boolean }
	| ExclusiveClash
	| NumberNotAvailable
	| NumberProblem
	| DescriptionError;

/** The fields of a row that a person can correct. */
export type RowFieldName = "number" | "description";

/** The field whose correction solves a problem: the error stands there (I2). */
export const fieldOf = (problem: RowProblem): RowFieldName =>
	problem.code === "row-extra-columns" || "where" in problem ? "description" : "number";

/** The repairs of a row in the order of their application, and the row as it is in the file. */
export type Repaired = { by: RepairKind[]; was: Omit<PoolRow, "line"> };

/**
 * A row after the checks that need no other row. `dnis` is null if the number is wrong. `leftOut`
 * rows are ignored.
 */
export type CheckedRow = PoolRow & {
	dnis: Dnis | null;
	problems: RowProblem[];
	leftOut: boolean;
	repaired?: Repaired;
};

/**
 * Checks a row by itself: shape, number, description (G4, G5). Numbers without a plus sign are read
 * for the default country (N6). About 40 microseconds.
 */
export function checkRow(row: PoolRow, country: CountryCode, leftOut = false): CheckedRow {
	const problems: RowProblem[] = [];
	if (row.shape === "malformed")
		return { ...row, dnis: null, problems: [{ code: "row-malformed" }], leftOut };
	if (row.shape === "comma-missing") problems.push({ code: "row-comma-missing" });
	if (row.extra.length > 0) problems.push({ code: "row-extra-columns", extra: row.extra });
	const dnis = readRowNumber(row.number, country);
	if (!dnis.ok) problems.push(dnis.error);
	const description = row.description.normalize("NFC");
	const forbidden = findForbiddenCharacter(description);
	if (forbidden) problems.push({ where: "description", ...forbidden });
	const length = codePointLength(description);
	if (length > DESCRIPTION_MAX)
		problems.push({ where: "description", code: "text-too-long", length, limit: DESCRIPTION_MAX });
	return { ...row, description, dnis: dnis.ok ? dnis.value : null, problems, leftOut };
}
