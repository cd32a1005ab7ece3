/** A style that overrides the system's color scheme, and the reader's choice. */
export const schemeStyle = (scheme: "light" | "dark"): string =>
	`:root:root:root { color-scheme: ${scheme}; }`;
