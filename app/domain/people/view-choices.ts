export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Rows on a page of a long list. */
export const ROW_COUNTS = [25, 50, 100, 200] as const;
export type RowCount = (typeof ROW_COUNTS)[number];

/** How one browser shows the pages. Each browser has its own choices, in a cookie. */
export type ViewChoices = {
	theme: Theme;
	rows: RowCount;
	/** Whether single keys act (WCAG 2.1.4: they can be turned off). */
	keys: boolean;
};

export const DEFAULT_VIEW: ViewChoices = { theme: "system", rows: 50, keys: true };

/** Reads choices, each valid one over that of `base`: a cookie, or the fields of a form. */
export function readViewChoices(
	sent: URLSearchParams | FormData,
	base: ViewChoices = DEFAULT_VIEW,
): ViewChoices {
	const [theme, rows, keys] = ["theme", "rows", "keys"].map((name) => sent.get(name));
	return {
		theme: THEMES.find((known) => known === theme) ?? base.theme,
		rows: ROW_COUNTS.find((known) => String(known) === rows) ?? base.rows,
		keys: keys === "on" || (keys === "off" ? false : base.keys),
	};
}

/** The choices as the text of a cookie: letters, digits and `=&` alone. */
export const viewChoicesText = ({ theme, rows, keys }: ViewChoices): string =>
	`theme=${theme}&rows=${rows}&keys=${keys ? "on" : "off"}`;
