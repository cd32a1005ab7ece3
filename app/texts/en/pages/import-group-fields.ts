import { counted, figure, quoted } from "../../wording.ts";

/** The name and settings of one group in a file of all groups. */
export const fields = {
	heading: "Name and settings in the file",
	name: "Name of the group",
	exists: "A group with this name exists already.",
	missing: ({ value }: { value: string }) => `Not in the file, so the default holds: ${value}.`,
	now: ({ value }: { value: string }) => `The group has now: ${value}.`,
	notInFile: "Not in the file",
	asInFile: ({ text }: { text: string }) => `${text} (as in the file)`,
	unknown: ({ settings }: { settings: readonly { key: string; value: string }[] }) =>
		"The file has settings that do not exist here, and they are not imported: " +
		`${settings.map(({ key, value }) => `${quoted(key)} with ${quoted(value)}`).join(", ")}.`,
	onOff: (isOn: boolean) => (isOn ? "On" : "Off"),
	save: "Save name and settings",
	saveHint: "Saves them in the review. The group does not change.",
	saved: ({ wrong }: { wrong: number }) =>
		wrong === 0
			? "The name and the settings are saved in this review."
			: `Saved in this review. ${counted(wrong, "field is", "fields are")} still in error.`,
};

/** A wrong setting that several groups of a file share. */
export const sharedErrors = {
	heading: "The same error in several groups",
	inGroups: ({ setting, given, groups }: { setting: string; given: string; groups: number }) =>
		`${setting}: ${quoted(given)} in ${counted(groups, "group")}`,
	hint: "If it stays empty, the default holds.",
	correct: ({ groups }: { groups: number }) => `Correct in ${counted(groups, "group")}`,
	/** The rest of the button's name, for screen readers. */
	which: ({ setting }: { setting: string }) => `: ${setting}`,
	corrected: ({ groups }: { groups: number }) =>
		`${counted(groups, "group was", "groups were")} corrected in this review.`,
};

/** Long work on a file of all groups. */
export const work = {
	doing: {
		check: "The file is being checked.",
		apply: "The import is being applied.",
		undo: "The import is being undone.",
	},
	label: "Groups done",
	done: ({ done, total }: { done: number; total: number | null }) =>
		total === null ? "It has just begun." : `${figure(done)} of ${counted(total, "group")} done.`,
	/** Nothing is changed before the end: the work is all or nothing. */
	hint: {
		check: "You can leave this page and come back to it. No group changes.",
		apply: "You can leave this page and come back to it. All groups change together at the end.",
		undo: "You can leave this page and come back to it. All groups change together at the end.",
	},
	look: "Look again",
	failed: "The work ended before it was done, and no group was changed. Try again.",
	uploadAgain: "Upload a file",
};
