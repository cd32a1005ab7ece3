const VALUE_MAX = 1000;

/** Whether a value of a file is an object with names. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * VALUE_MAX is longer than any value that the rules allow. A cut value is already wrong. The
 * letters at its end keep it wrong, so no number is made of the rest.
 */
export const clip = (text: string): string =>
	text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX)}… (cut)` : text;

const QUOTED_ITEMS_MAX = 5;

/** The file's value, shortened. */
export function valueText(value: unknown): string {
	if (value === undefined) return "";
	if (Array.isArray(value) && value.length > QUOTED_ITEMS_MAX) return "[…]";
	return clip(JSON.stringify(value));
}
