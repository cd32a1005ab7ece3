import { counted, figure, type Placed, placedNumber } from "../../wording.ts";
import { woven } from "../../woven.ts";
import { listOf } from "./list-of.ts";

const described = ({ number, description }: { number: string; description: string }) =>
	description === "" ? `${number}, without a description` : `${number}, “${description}”`;

/** Groups, their pools and their settings. */
export const groups = {
	title: "Click-To-Call-In Config",
	/** The heading of a group's page. */
	heading: "Click-To-Call-In Configuration",
	label: "Groups",
	list: listOf("group"),
	search: "Search groups",
	exportAll: "Export all groups",
	importGroups: "Import groups",
	createNew: "Create New Group",
	pastTheEnd: "There are no groups on this page.",
	notFound: ({ search }: { search: string }) => `No group’s name contains “${search}”.`,
	none: "No groups yet",
	noneHint:
		"A group is a pool of DNIS numbers with its settings. An app asks for a number by the name " +
		"of a group.",
	/** What to do in an installation without groups, in its order. */
	firstSteps: [
		"Create a group: its name, its first number, and its settings.",
		"Add the other numbers of its pool, one by one or from a file.",
		"Create an API key, with which your app asks for a number.",
	],
	createdByAdministrator: "An Administrator creates the first group.",
	gone: "There is no such group. It may have been deleted.",
	tabTitle: ({ name }: { name: string }) => `${name} – Click-To-Call-In Config`,
	tabTitleUnknown: "Group – Click-To-Call-In Config",

	picker: {
		all: "All groups",
		label: "Group",
		open: "Open",
		/** Ends the list where there are further groups. */
		more: "More groups …",
		none: "No group’s name contains this.",
	},

	table: {
		group: "Group",
		numbers: "Numbers",
		inUse: "In use",
		live: "Live",
		refused: "Refused in a day",
		settings: "Settings",
		/** What stands out by group, in two or three words. */
		risks: {
			exhausted: "No number is free",
			"not-told-apart": "Callers not told apart",
			"codes-too-short": "Codes too short",
			refusals: "Refuses callers",
		},
		/** The use in one line, for a narrow page. */
		use: ({ inUse, live, refused }: { inUse: number; live: number; refused: number }) =>
			`${figure(inUse)} in use · ${figure(live)} live · ${figure(refused)} refused in a day`,
		/** The settings in one line. */
		summary: (settings: { digits: number | null; seconds: number; isUnique: boolean }) =>
			[
				`Access code: ${settings.digits === null ? "none" : `${settings.digits}\u00a0digits`}`,
				`${figure(settings.seconds)}\u00a0s`,
				settings.isUnique ? "Unique" : "Shared by callers",
			].join(" · "),
	},

	create: {
		name: "Group Name",
		nameHint: ({ max }: { max: number }) =>
			`Up to ${max} characters. Apps ask for a number by this name. You cannot change the name ` +
			"after you save the group.",
		firstNumber: "First number of the pool",
		settings: "Settings for every number of the group",
		save: "Save Group",
		done: ({ name, number }: { name: string; number: string }) =>
			`Group “${name}” was created with the number ${number}.`,
	},

	remove: {
		button: "Delete Group",
		question: ({ name, numbers }: { name: string; numbers: number }) =>
			`Delete the group “${name}” and its ${counted(numbers, "number")}?`,
		liveRequests: ({ count }: { count: number }) => {
			if (count === 0) return "It has no live requests.";
			return count === 1
				? "It has 1 live request. This request stays valid until it expires."
				: `It has ${figure(count)} live requests. These requests stay valid until they expire.`;
		},
		consequence:
			"Apps that ask for a number of this group then get an error. You can restore the group for " +
			"a day.",
		nameTyped: ({ name }: { name: string }) => `Type the name of the group, “${name}”`,
		nameDiffers: "Type the name of the group here, as it stands above.",
		export: "Export its numbers as CSV",
		yes: "Yes, delete the group",
		done: ({ name }: { name: string }) => `Group “${name}” was deleted.`,
	},

	deleted: {
		heading: "Deleted in the last day",
		group: <T>({ numbers, by, time }: { numbers: number; by: string; time: T }) =>
			woven<string | T>`${counted(numbers, "number")}, deleted by ${by}, ${time}`,
		restore: "Restore",
		/** The rest of the button's name, for screen readers. */
		which: ({ name }: { name: string }) => ` ${name}`,
		done: ({ name }: { name: string }) => `Group “${name}” is back, with its numbers and settings.`,
	},

	callersNotToldApart:
		"Callers of this group cannot be told apart. Several callers can have the same number at the " +
		"same time, and there are no access codes. Switch on “Generate Access Code” or “Do not reuse " +
		"DNIS for concurrent requests”.",

	pool: {
		heading: "DNIS pool",
		size: ({ size, max }: { size: number; max: number }) =>
			`${figure(size)} of at most ${figure(max)}`,
		bulkImport: "Bulk Import From File",
		search: "Search the pool",
		pages: "Pages of the pool",
		notFound: ({ search }: { search: string }) => `No number or description contains “${search}”.`,
		pastTheEnd: "There are no numbers on this page.",
		showAll: "Show all numbers",
		full: ({ max }: { max: number }) =>
			`The pool is full: a group has at most ${figure(max)} numbers. Delete numbers that are not ` +
			"needed, or create another group.",
		/** Leads past the table. */
		toAdd: "Go to Add DNIS",
		toImport: "Go to Bulk Import From File",
		dnis: "DNIS",
		description: "Optional Description",
		actions: "Actions",
		edit: "Edit",
		more: "More",
		delete: "Delete",
		unassigned: "Number range not in use",
		alsoIn: "Also in",
		alsoInHint:
			"Another group has this number too. Callers on it cannot be told apart without access codes.",
	},

	exporting: {
		choose: "Choose columns",
		columns: "Columns of the export",
		number: "Numbers (always included)",
		description: "Descriptions",
		drain: "Draining (an import ignores it)",
		state: "State, last used, given in 24 h (an import ignores them)",
		noSuchColumns:
			"Choose from the columns “number”, “description”, “drain” and “state”. The number is " +
			"required.",
	},

	entry: {
		newDnis: "New DNIS",
		dnis: "DNIS",
		dnisHint: "E.164 format: a plus sign, the country code and the number. Digits only.",
		takeSuggestion: ({ number }: { number: string }) => `Use ${number}`,
		takeReading: (number: Placed) => `Use ${placedNumber(number)}`,
		description: "Description",
		descriptionHint: ({ max }: { max: number }) => `Optional, up to ${max} characters.`,
		add: "Add DNIS",
		added: ({ number }: { number: string }) => `${number} was added to the pool.`,
		edit: ({ number }: { number: string }) => `Edit ${number}`,
		saved: ({ number }: { number: string }) => `${number} was saved.`,
		deleted: ({ number }: { number: string }) => `${number} was deleted from the pool.`,
		keepSaved: "Keep what is saved",
		changedMeanwhile: <T>({ by, time }: { by: string; time: T }) =>
			woven<string | T>`Not saved: ${by} changed this entry at ${time}.`,
		savedNow: (entry: { number: string; description: string }) =>
			`Saved now: ${described(entry)}. Your values are in the fields below. Save again to ` +
			"replace what is saved, or keep it.",
		deleteQuestion: ({ number, liveRequests }: { number: string; liveRequests: number }) =>
			`${number} has ${counted(liveRequests, "live request")}. Delete it anyway?`,
		deleteConsequence: ({ liveRequests }: { liveRequests: number }) =>
			`${liveRequests === 1 ? "The request stays" : "The requests stay"} valid until ` +
			`${liveRequests === 1 ? "it expires" : "they expire"}. New requests of this group no ` +
			"longer get this number.",
		deleteYes: "Yes, delete the number",
		notDeleted: (now: { by: string; time: string; number: string; description: string }) =>
			`Not deleted: ${now.by} changed this entry at ${now.time}. It is now ${described(now)}. ` +
			"Delete it again if you still want to.",
	},

	settings: {
		setCodeLength: ({ digits }: { digits: number }) => `Use codes of ${digits} digits`,
		heading: "Settings",
		scope:
			"These settings apply to every number of this group. Changes apply to new requests only.",
		on: "On",
		off: "Off",
		aniHeading: "What an ANI is worth",
		aniWorth:
			"A caller can fake an ANI. Only with attestation A does the caller’s network vouch for the " +
			"number.",
		attestedShare: ({ calls, attested }: { calls: number; attested: number }) =>
			calls === 0
				? "No call for this group’s requests yet."
				: `Of the last ${counted(calls, "call")} for this group’s requests, ` +
					`${figure(attested)} (${Math.floor((100 * attested) / calls)}%) came with attestation A.`,
		save: "Save Settings",
		saved: "Settings saved. They apply to new requests.",
		unchanged: "Nothing changed: the settings already had these values.",
		lastSaved: <T>({ by, time }: { by: string; time: T }) =>
			woven<string | T>`Last saved by ${by}, ${time}`,
		changedMeanwhile: <T>({ by, time }: { by: string; time: T }) =>
			woven<string | T>`Not saved: ${by} changed these settings at ${time}.`,
		setting: "Setting",
		savedNow: "Saved now",
		yours: "Yours",
		saveAgain: "Save the settings again to replace the saved values with yours, or keep them.",
	},
};
