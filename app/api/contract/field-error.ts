/**
 * What is wrong with one field, parameter, header or row (C14). `field` is its name, with dots
 * within objects; a row of a file is `line 3`. `code` is a stable word. `suggestion` is a value to
 * send instead, if there is a likely one.
 */
export type FieldError = {
	field: string;
	code: string;
	message: string;
	suggestion?: string | undefined;
};

/** The stable words for what a schema finds. Rules of the product have words of their own. */
export const FIELD_CODES = {
	missing: "missing",
	wrongType: "wrong-type",
	wrongFormat: "wrong-format",
	outOfRange: "out-of-range",
	notAllowed: "not-allowed",
	unknown: "unknown",
	repeated: "repeated",
} as const;
