/**
 * The line that the parser stumbled over: its message has the position, or else what stands around
 * it. Null where that stands in several places.
 */
export function jsonErrorLine(text: string, error: unknown): number | null {
	const message = String((error as Error).message);
	const position = /position (\d+)/.exec(message)?.[1];
	const around = /, (?:\.\.\.)?"([\s\S]*?)"(?:\.\.\.)? is not valid JSON$/.exec(message)?.[1];
	let at = position === undefined ? -1 : Number(position);
	if (around && around !== "" && text.indexOf(around) === text.lastIndexOf(around))
		at = text.indexOf(around) + around.length / 2;
	// At the very end nothing is wrong with the line: what follows is missing.
	return at < 0 || at >= text.trimEnd().length ? null : text.slice(0, at).split("\n").length;
}
