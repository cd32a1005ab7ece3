/** The actions of a group's page: values of the form field `intent`. */
export const GROUP_INTENTS = [
	"save-settings",
	"add-entry",
	"edit-entry",
	"delete-entry",
	"delete-group",
] as const;
export type GroupIntent = (typeof GROUP_INTENTS)[number];
