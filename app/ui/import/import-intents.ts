/** The actions of an import's review: values of the form field `intent`. */
export const IMPORT_INTENTS = [
	"columns",
	"correct",
	"repair",
	"repair-safe",
	"take-back",
	"apply",
	"discard",
	"undo",
] as const;
export type ImportIntent = (typeof IMPORT_INTENTS)[number];
