/** What the forms of a review of groups can ask for; their field `intent` says which. */
export const GROUPS_IMPORT_INTENTS = [
	"choose-existing",
	"leave-out",
	"take-in",
	"leave-out-in-error",
	"repair",
	"apply",
	"discard",
] as const;
export type GroupsImportIntent = (typeof GROUPS_IMPORT_INTENTS)[number];

/** And those of one group of it. */
export const GROUP_IMPORT_INTENTS = ["correct", "repair"] as const;
