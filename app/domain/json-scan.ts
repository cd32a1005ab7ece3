/**
 * Flaws of a JSON text that parsers do not report: excessive nesting, and a duplicate field, of
 * which parsers keep the last.
 */
export type JsonFlaw =
	| { code: "file-too-deep"; limit: number }
	| { code: "file-key-doubled"; path: string };

type Level = { keys: Set<string> | null; at: string | number };

/**
 * Scans a JSON text once, without building values. `path` is the duplicate field's, such as
 * `groups[3].name`. A reported duplicate is reliable only if the text is valid JSON. Nesting is
 * counted in any text, so call this before parsing.
 */
export function scanJson(text: string, depthMax: number): JsonFlaw | null {
	const levels: Level[] = [];
	let doubled: JsonFlaw | null = null;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		const level = levels.at(-1);
		if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
			if (levels.length === depthMax) return { code: "file-too-deep", limit: depthMax };
			levels.push(code === OPEN_OBJECT ? { keys: new Set(), at: "" } : { keys: null, at: 0 });
		} else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) levels.pop();
		else if (code === COMMA && level && typeof level.at === "number") level.at += 1;
		else if (code === QUOTE) {
			const end = endOfString(text, at);
			if (level?.keys && /^\s*:/.test(text.slice(end, end + COLON_WITHIN))) {
				const key = keyOf(text.slice(at, end));
				level.at = key;
				if (level.keys.has(key)) doubled ??= { code: "file-key-doubled", path: pathOf(levels) };
				level.keys.add(key);
			}
			at = end - 1;
		}
	}
	return doubled;
}

const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY, COMMA, QUOTE, BACKSLASH] = [
	...'{}[],"\\',
].map((one) => one.charCodeAt(0));
/** Most white space between a field's name and its colon; a field with more is not checked. */
const COLON_WITHIN = 64;

/** The position after the closing quotation mark of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
	for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
		let slashes = 0;
		while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
		if (slashes % 2 === 0) return end + 1;
	}
	return text.length;
}

function keyOf(quoted: string): string {
	if (!quoted.includes("\\")) return quoted.slice(1, -1);
	try {
		return JSON.parse(quoted) as string;
	} catch {
		return quoted;
	}
}

const pathOf = (levels: Level[]): string =>
	levels
		.map(({ at }) => (typeof at === "number" ? `[${at}]` : `.${at}`))
		.join("")
		.replace(/^\./, "");
