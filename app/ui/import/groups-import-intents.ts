/** The actions of a review of groups: values of the form field `intent`. */
export const GROUPS_IMPORT_INTENTS = [
	"choose-existing",
	"leave-out",
	"take-in",
	"leave-out-in-error",
	"correct-setting",
	"leave-connections-out",
	"take-connections-in",
	"repair",
	"repair-safe",
	"take-back",
	"apply",
	"discard",
	"undo",
] as const;
export type GroupsImportIntent = (typeof GROUPS_IMPORT_INTENTS)[number];

/** The actions of one group in the review. */
export const GROUP_IMPORT_INTENTS = ["correct", "settings"] as const;
