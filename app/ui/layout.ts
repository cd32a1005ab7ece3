/**
 * A grid with columns that may be narrower than their content. Callers add the columns of wide
 * screens.
 */
export const COLUMNS = "grid grid-cols-[minmax(0,1fr)] items-start gap-6";

/** The top line of a panel: its heading and the elements beside it. */
export const PANEL_HEAD =
	"flex flex-wrap items-center justify-between gap-2 border-line border-b px-4 py-2";
