/** A grid whose columns may be narrower than what is in them; it adds its wide columns itself. */
export const COLUMNS = "grid grid-cols-[minmax(0,1fr)] items-start gap-6";

/** The line at the top of a panel: its heading, and what stands beside it. */
export const PANEL_HEAD =
	"flex flex-wrap items-center justify-between gap-2 border-line border-b px-4 py-2";
