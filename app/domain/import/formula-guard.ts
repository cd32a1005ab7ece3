const RUN_AS_FORMULA = /^'*[=+@\t\r-]/;
const GUARDED = /^'+[=+@\t\r-]/;

/** One more `'` before what a spreadsheet would run as a formula (I6). */
export const addFormulaGuard = (description: string): string =>
	RUN_AS_FORMULA.test(description) ? `'${description}` : description;

/** Takes one `'` from before it (I6). */
export const takeFormulaGuard = (cell: string): string =>
	GUARDED.test(cell) ? cell.slice(1) : cell;

const PLAIN_NUMBER = /^\+?[0-9]+$/;

/**
 * As `addFormulaGuard`, for what stands in the column of numbers: those are written plain, what is
 * wrong there may be anything (I6).
 */
export const addNumberGuard = (value: string): string =>
	PLAIN_NUMBER.test(value) ? value : addFormulaGuard(value);

/**
 * Takes it from there again. What stands before a plain number is not ours: it is refused like
 * anything around a number (G4).
 */
export const takeNumberGuard = (cell: string): string =>
	PLAIN_NUMBER.test(cell.slice(1)) ? cell : takeFormulaGuard(cell);
