/** What the forms of an import's review can ask for; their field `intent` says which. */
export const IMPORT_INTENTS = ["correct", "repair", "apply", "discard", "undo"] as const;
export type ImportIntent = (typeof IMPORT_INTENTS)[number];
