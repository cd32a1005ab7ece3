/**
 * A style that puts one color scheme in the place of the system's. The colors are those of app.css,
 * where the first `:root` has the light ones and the second the dark ones.
 */
export function schemeStyle(appCss: string, scheme: "light" | "dark"): string {
	const [light = "", dark = ""] = [...appCss.matchAll(/:root \{([^}]*)\}/g)].map(
		([, body]) => body,
	);
	// A class of its own weighs more than the system's choice.
	return `:root:root {${scheme === "dark" ? light + dark : light}color-scheme: ${scheme};}`;
}
