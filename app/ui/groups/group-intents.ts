/** What the forms of a group's page can ask for; their field `intent` says which. */
export const GROUP_INTENTS = [
	"save-settings",
	"add-entry",
	"edit-entry",
	"delete-entry",
	"delete-group",
] as const;
export type GroupIntent = (typeof GROUP_INTENTS)[number];
