type Route = { id: string; parentId?: string | undefined; path?: string | undefined };

/** The pattern for a path without a route. */
export const NOWHERE = "/*";

/**
 * Gives a function from a path to its route's pattern, such as /call-in/:requestId. The set of
 * patterns is bounded by the number of routes. No pattern contains client input: a path may hold a
 * token or a number. A page's data request counts as the page.
 */
export function routePatterns(
	routes: Record<string, Route | undefined>,
): (pathname: string) => string {
	const patternOf = (route: Route): string => {
		const parent = route.parentId === undefined ? undefined : routes[route.parentId];
		return [parent ? patternOf(parent) : "", route.path ?? ""].filter(Boolean).join("/");
	};
	const patterns = [
		...new Set(Object.values(routes).map((route) => (route ? patternOf(route) : ""))),
	];
	const known = patterns
		.sort((a, b) => rank(a).localeCompare(rank(b)))
		.map((pattern) => ({ pattern: `/${pattern}`, matches: expression(pattern) }));
	return (pathname) => {
		const page = pathname.replace(/\/_root\.data$/, "/").replace(/\.data$/, "");
		return known.find(({ matches }) => matches.test(page))?.pattern ?? NOWHERE;
	};
}

/** Sort key: literal segments before parameters, parameters before wildcards ("0", "1", "2"). */
const rank = (pattern: string): string =>
	pattern
		.split("/")
		.map((part) => (part === "*" ? "2" : part.startsWith(":") ? "1" : "0"))
		.join("");

const expression = (pattern: string): RegExp =>
	new RegExp(
		`^/${pattern
			.split("/")
			.map((part) =>
				part === "*"
					? ".*"
					: part.startsWith(":")
						? "[^/]+"
						: part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
			)
			.join("/")}/?$`,
		"i",
	);
