type Route = { id: string; parentId?: string | undefined; path?: string | undefined };

/** The pattern of what no route answers to. */
const NOWHERE = "/*";

/**
 * Gives a function that says which route's pattern a path belongs to, such as /call-in/:requestId.
 * There are as many patterns as routes, and none of them holds anything that a client sent: a path
 * may carry a token or a number. The data of a page counts as the page.
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

/**
 * What is said outright comes before what may be anything: "0" is before "1", and "1" before "2".
 */
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
