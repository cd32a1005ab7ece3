/**
 * The line of a JSON parser's error. Its message has the position or the text around it. Null if
 * that text occurs in several places.
 */
export function jsonErrorLine(text: string, error: unknown): number | null {
	const message = String((error as Error).message);
	const position = /position (\d+)/.exec(message)?.[1];
	const around = /, (?:\.\.\.)?"([\s\S]*?)"(?:\.\.\.)? is not valid JSON$/.exec(message)?.[1];
	let at = position === undefined ? -1 : Number(position);
	if (around && around !== "" && text.indexOf(around) === text.lastIndexOf(around))
		at = text.indexOf(around) + around.length / 2;
	// At the end of the text, the line itself is correct: the missing part would follow it.
	return at < 0 || at >= text.trimEnd().length ? null : text.slice(0, at).split("\n").length;
}
