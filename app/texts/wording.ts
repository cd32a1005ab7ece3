/** A whole number as people read it: `10,250`. */
export const figure = (n: number): string => n.toLocaleString("en-US");

/** A number of things with the right form of the noun: `1 row`, `1,200 rows`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
	`${figure(n)} ${n === 1 ? one : many}`;

const QUOTED_MAX = 40;

/**
 * As much of what was typed as a message can carry, in quotation marks: a whole file may have been
 * pasted into the field. Cut between code points.
 */
export function quoted(value: string): string {
	// Enough UTF-16 units for one code point more than is shown, however long the value is.
	const characters = [...value.slice(0, 2 * (QUOTED_MAX + 1))];
	return characters.length <= QUOTED_MAX
		? `“${value}”`
		: `“${characters.slice(0, QUOTED_MAX).join("")}…”`;
}
