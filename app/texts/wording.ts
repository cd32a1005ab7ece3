/** A whole number with separators: `10,250`. */
export const figure = (n: number): string => n.toLocaleString("en-US");

/** A count with the singular or plural noun: `1 row`, `1,200 rows`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
	`${figure(n)} ${n === 1 ? one : many}`;

const regions = new Intl.DisplayNames("en", { type: "region" });

// A few islands share numbers with a main country, as Christmas Island does with Australia. Many
// countries share the freephone numbers of the United States.
const SHARED_BY_MANY = 4;

/** A phone number with its place: `+4795550132 (Norway)`. `countries` has the main one first. */
export function placedNumber({ number, countries }: Placed): string {
	const [first] = countries;
	if (first === undefined) return number;
	const name = first === "001" ? "international" : regions.of(first);
	return `${number} (${name}${countries.length >= SHARED_BY_MANY ? " and others" : ""})`;
}

export type Placed = { number: string; countries: readonly string[] };

/** A country's name from its two letters: `Norway`. */
export const countryName = (country: string): string => regions.of(country) ?? country;

const QUOTED_MAX = 40;

/**
 * The typed text in quotation marks, truncated between code points. Someone may paste a whole file
 * into the field.
 */
export function quoted(value: string): string {
	// A code point has at most two UTF-16 units. This slice holds at least one code point more than
	// is shown, and limits the work for a long value.
	const characters = [...value.slice(0, 2 * (QUOTED_MAX + 1))];
	return characters.length <= QUOTED_MAX
		? `“${value}”`
		: `“${characters.slice(0, QUOTED_MAX).join("")}…”`;
}
