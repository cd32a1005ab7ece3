const ESCAPED = /["\\]/;

/**
 * A list as a PostgreSQL array literal: both drivers pass it on unchanged, for a parameter of any
 * array type.
 */
export const arrayLiteral = (values: readonly (string | null)[]): string =>
	`{${values.map((value) => (value === null ? "NULL" : quoted(value))).join(",")}}`;

const quoted = (value: string): string =>
	`"${ESCAPED.test(value) ? value.replace(/["\\]/g, "\\$&") : value}"`;
