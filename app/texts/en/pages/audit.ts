import { counted } from "../../wording.ts";
import { listOf } from "./list-of.ts";

/** The audit log. */
export const audit = {
	title: "Audit log",
	list: listOf("entry", "entries"),
	tabTitle: "Audit log – Settings",
	newestFirst: ({ count }: { count: string }) => `${count}, newest first`,
	notSearched: "The search was not run. Correct the fields that are marked above.",
	nothingFits: "No entry matches. Change or clear the search.",
	noMore: "There are no more entries.",

	filter: {
		who: "Who (start of the name)",
		what: "What",
		everything: "Everything",
		wholeArea: ({ area }: { area: string }) => `${area}: all`,
		object: "Object (start of the name, or ID)",
		from: ({ zone }: { zone: string }) => `From (${zone})`,
		to: ({ zone }: { zone: string }) => `To (${zone})`,
	},

	table: {
		label: "Table of entries",
		when: "When",
		who: "Who",
		what: "What",
		object: "Object",
		change: "Change",
	},

	entry: {
		tabTitle: ({ action }: { action: string }) => `${action} – Audit log`,
		tabTitleUnknown: "Entry – Audit log",
		gone: "There is no such entry. Old entries are removed after the retention period.",
		heading: "Entry",
		when: "When",
		who: "Who",
		object: "Object",
		action: "Action",
		id: "Entry ID",
		import: "Import",
		importLink: "Open the import",
		importGone: "The import is not kept any more.",
		allBy: "All entries by this name",
		allAbout: "All entries about it",
		objectGone: "It does not exist any more.",
		actors: {
			user: "User",
			apiKey: "API key",
			shell: "Operator’s shell",
			system: "The service",
			nobody: "Nobody was signed in. The name is only what the sender claimed.",
		},
		whatChanged: "What changed",
		details: "Details",
		whatItWas: "What it was",
		nothingMore: "There are no further details.",
		now: ", now",
	},

	rows: {
		count: ({ count }: { count: number }) => counted(count, "number"),
		kept: "Kept for 90 days.",
		gone: "This entry has no changed rows, or they were removed after 90 days.",
		table: "Table of numbers",
		pages: "Pages of numbers",
		change: "Change",
		dnis: "DNIS",
		description: "Description",
		descriptionBefore: "Description before",
		descriptionAfter: "Description after",
	},
};
