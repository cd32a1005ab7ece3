const ESCAPED = /["\\]/;

/**
 * A list as PostgreSQL writes one: both drivers pass it on as it is, for a parameter of whatever
 * array type.
 */
export const arrayLiteral = (values: readonly (string | null)[]): string =>
	`{${values.map((value) => (value === null ? "NULL" : quoted(value))).join(",")}}`;

const quoted = (value: string): string =>
	`"${ESCAPED.test(value) ? value.replace(/["\\]/g, "\\$&") : value}"`;
