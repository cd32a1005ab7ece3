/**
 * A style that overrides the system's color scheme. It takes the colors from app.css: the first
 * `:root` has the light colors, the second the dark ones.
 */
export function schemeStyle(appCss: string, scheme: "light" | "dark"): string {
	const [light = "", dark = ""] = [...appCss.matchAll(/:root \{([^}]*)\}/g)].map(
		([, body]) => body,
	);
	// `:root:root` has a higher specificity than the `:root` of the media query.
	return `:root:root {${scheme === "dark" ? light + dark : light}color-scheme: ${scheme};}`;
}
