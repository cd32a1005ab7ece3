import { counted, figure, type Placed, placedNumber, quoted } from "../../wording.ts";
import { woven } from "../../woven.ts";
import { decisions } from "./import-decisions.ts";

/** A review's nonzero figures in one sentence. */
const changes = (parts: (string | false)[], none: string): string => {
	const shown = parts.filter((part) => part !== false);
	return shown.length === 0 ? none : `When applied: ${shown.join(", ")}.`;
};
const some = (count: number, what: string): string | false =>
	count > 0 && `${figure(count)} ${what}`;

/** The review of a pool file, and the result of its import. */
export const review = {
	reviewOf: ({ file }: { file: string }) => `Review of ${file}`,
	importOf: ({ file }: { file: string }) => `Import of ${file}`,
	tabTitle: ({ file, group }: { file: string; group: string }) => `Review of ${file} – ${group}`,
	tabTitleUnknown: "Review of an import",
	gone: ({ days }: { days: number }) =>
		"There is no such review. Somebody discarded it, or it was left open for more than " +
		`${counted(days, "day")}. It changed nothing.`,
	closed: "This review is closed. The import was applied, or somebody started again.",
	toImports: "All imports of the group",
	toGroupsImports: "All imports of files of groups",
	toGroups: "All groups",
	noSuchRepair: "There is no such repair. Go back and try again.",

	add: "Add to the pool",
	replace: "Replace the pool",
	uploadedBy: <T>({ by, time }: { by: string; time: T }) =>
		woven<string | T>`uploaded by ${by}, ${time}`,
	headerSkipped: ({ line }: { line: number }) =>
		`line ${figure(line)} has the column names and is skipped`,

	headings: {
		inError: ({ rows }: { rows: number }) =>
			rows === 1
				? "1 row has an error. Correct it or leave it out, then apply."
				: `${figure(rows)} rows have errors. Correct them or leave them out, then apply.`,
		notApplicable: "This import cannot be applied.",
		nothingToApply: "There is nothing to apply. The pool already matches the file.",
		ready: "Ready to apply. Nothing changes until you select Apply.",
	},
	changes: (of: { added: number; changed: number; emptied: number; removed: number }) =>
		changes(
			[
				some(of.added, "added"),
				some(of.changed, "with a new description"),
				some(of.emptied, "without their description"),
				some(of.removed, "removed"),
			],
			"No change.",
		),
	sizes: ({ before, after }: { before: number; after: number }) =>
		`The pool has ${counted(before, "number")} now. After the import it has ${figure(after)}.`,
	removed: {
		heading: ({ numbers }: { numbers: number }) =>
			numbers === 1
				? "This number will be removed:"
				: `These ${figure(numbers)} numbers will be removed:`,
		entry: ({ number, description }: { number: string; description: string }) =>
			description === "" ? number : `${number} ${quoted(description)}`,
		all: ({ numbers }: { numbers: number }) => `Show all ${figure(numbers)}`,
	},
	liveRemovedLead: "Numbers with live requests that will be removed:",
	liveRemoved: ({ numbers, more }: { numbers: [string, number][]; more: number }) =>
		`${numbers.map(([number, requests]) => `${number} (${figure(requests)})`).join(", ")}` +
		`${more > 0 ? ` and ${figure(more)} more` : ""}. The requests stay valid until they expire.`,

	parts: {
		label: "Parts of the review",
		errors: "In error",
		added: "Added",
		changed: "Description changed",
		emptied: "Description emptied",
		unchanged: "Unchanged",
		removed: "Removed",
		leftOut: "Left out",
		warnings: "Warnings",
		withCount: ({ part, count }: { part: string; count: number }) => `${part} ${figure(count)}`,
	},
	rows: {
		label: "Rows",
		table: "Table of rows",
		pages: "Pages of rows",
		search: "Search these rows",
		notFound: ({ search }: { search: string }) => `No row here contains “${search}”.`,
		pastTheEnd: "There are no rows on this page.",
		none: ({ part }: { part: string }) => `${part}: no rows.`,
		downloadErrors: "Download the rows in error as CSV",
		line: "Line",
		dnis: "DNIS",
		description: "Description",
		before: "Before",
		liveRequests: "Live requests",
		leaveOut: "Leave out",
		dnisOfLine: ({ line }: { line: number }) => `DNIS of line ${line}`,
		descriptionOfLine: ({ line }: { line: number }) => `Description of line ${line}`,
		inFile: ({ text }: { text: string }) => `In the file: ${quoted(text)}.`,
		useInstead: ({ number }: { number: Placed }) => `Use ${placedNumber(number)} instead`,
		leaveOutLine: ({ line }: { line: number }) => `Leave out line ${line}`,
		save: "Save corrections",
		saveHint: "Saves the rows of this page in the review. The pool does not change.",
		changed: ({ rows }: { rows: number }) =>
			rows === 0
				? "No row was changed."
				: `${counted(rows, "row was", "rows were")} changed in this review.`,
	},

	spreadsheet: {
		withoutPlus: ({ numbers }: { numbers: number }) =>
			numbers === 1
				? "1 number has no plus sign in the file. It is in the pool, and stays that number."
				: `${figure(numbers)} numbers have no plus sign in the file. They are in the pool, and ` +
					"stay those numbers.",
		rewritten: ({ descriptions }: { descriptions: number }) =>
			`A spreadsheet seems to have changed ${counted(descriptions, "description")}, such as 007 ` +
			"to 7. You can keep the old ones below.",
	},

	repairs: {
		heading: "Repairs for many rows",
		lineBefore: ({ line }: { line: number }) => `Line ${figure(line)}:`,
		leftOut: "is left out",
		nothingDone: "No row was changed.",
		safe: "Apply all safe repairs",
		safeHint: "In one step. No digit changes its meaning, and no description is lost.",
		decisions,
		made: {
			heading: "Repairs made",
			takeBack: "Take back",
			/** Follows the button's label, for screen readers. */
			which: ({ made }: { made: string }) => ` ${made}`,
			takeBackHint:
				"Take back puts the rows back as they were before. Rows that you have corrected since " +
				"stay as you typed them.",
			takenBack: ({ rows }: { rows: number }) =>
				`${counted(rows, "row is", "rows are")} again as before.`,
		},
	},

	refused: {
		unread: "Nothing was applied. Choose the columns of the file first.",
		removesLive:
			"Nothing was applied yet, because numbers with live requests would be removed. Confirm it " +
			"above the button, then apply.",
		hasErrors: "Nothing was applied. Some rows are in error: correct them or leave them out first.",
		poolChanged:
			"Nothing was applied yet, because the pool has changed since you looked. The figures below " +
			"are new. Check them, then apply.",
		reviewChanged:
			"Nothing was applied yet, because this review was changed in another window. The figures " +
			"below are new. Check them, then apply.",
		undoTooLate: "The import cannot be undone, because the pool has changed since.",
		undoClash: ({ reason }: { reason: string }) => `The import cannot be undone. ${reason}`,
	},

	done: {
		applied: "The import was applied.",
		undone: "This import was undone. The pool is as it was before.",
		before: "What the import had done before the undo",
		by: <T>({ by, time }: { by: string; time: T | null }) =>
			time === null ? [`By ${by}`] : woven<string | T>`By ${by}, ${time}`,
		added: "Numbers added",
		changed: "Descriptions changed",
		emptied: "Descriptions emptied",
		unchanged: "Unchanged",
		removed: "Numbers removed",
		leftOut: "Rows left out",
		size: "Numbers in the pool afterwards",
		toGroup: "Go to the group",
		undo: "Undo",
		undoHint: "Undo restores the pool. It works until somebody changes the pool.",
		noUndo: "You can no longer undo this import, because the pool has changed since.",
	},
};
