const RUN_AS_FORMULA = /^'*[=+@\t\r-]/;
const GUARDED = /^'+[=+@\t\r-]/;

/** Puts one more `'` before text that a spreadsheet would run as a formula (I6). */
export const addFormulaGuard = (description: string): string =>
	RUN_AS_FORMULA.test(description) ? `'${description}` : description;

/** Removes one `'` from before such text (I6). */
export const takeFormulaGuard = (cell: string): string =>
	GUARDED.test(cell) ? cell.slice(1) : cell;

const PLAIN_NUMBER = /^\+?[0-9]+$/;

/**
 * `addFormulaGuard` for the column of numbers. Valid numbers are plain there; wrong values may be
 * any text (I6).
 */
export const addNumberGuard = (value: string): string =>
	PLAIN_NUMBER.test(value) ? value : addFormulaGuard(value);

/**
 * Removes that guard. A `'` before a plain number is not our guard: it is refused like any
 * character around a number (G4).
 */
export const takeNumberGuard = (cell: string): string =>
	PLAIN_NUMBER.test(cell.slice(1)) ? cell : takeFormulaGuard(cell);
