import { counted } from "../../wording.ts";
import { columns } from "./import-columns.ts";
import { groupsImport } from "./import-groups.ts";
import { importHistory } from "./import-history.ts";
import { review } from "./import-review.ts";

/** Imports: the file of one pool, its review, and files of groups. */
export const imports = {
	title: "Bulk Import From File",
	tabTitle: ({ group }: { group: string }) => `Bulk Import From File – ${group}`,
	tabTitleUnknown: "Bulk Import From File",
	file: "CSV file",
	fileHint: "One .csv file of up to 10,000 rows and 5 MiB.",
	note: "Nothing changes until you select Apply.",
	mode: {
		legend: "How to apply the file",
		add: "Add to the pool",
		addHint:
			"New numbers are added. Numbers that are in the pool already get the description of the " +
			"file. An empty description keeps the old one.",
		replace: "Replace the pool",
		replaceHint:
			"The pool becomes exactly what is in the file. Numbers missing from the file are removed.",
	},
	format: {
		heading: "The file",
		rowLead: "Each line has one number, a comma, and its description:",
		number:
			"Numbers are in E.164 format: a plus sign, the country code and the number, digits only. " +
			"Other writings are cleaned in the review. Without a plus sign, digits can be two numbers: " +
			"then the review asks once for all of them.",
		description:
			"A description has up to 32 characters and may be empty. The comma is required. Put a " +
			'description that contains a comma in quotation marks: "Claims, east".',
		header:
			"Columns are found by their names, in any order, such as in the export of a phone system. " +
			"If they are not certain, you choose them. Save the file as CSV (UTF-8).",
		sample: "Download a sample file",
	},
	apply: "Apply",
	applyAndRemove: ({ numbers }: { numbers: number }) =>
		`Apply and remove ${counted(numbers, "number")}`,
	mayRemoveLive: ({ numbers, requests }: { numbers: number; requests: number }) =>
		`Remove ${counted(numbers, "number")} with ${counted(requests, "live request")}`,
	startAgain: "Start again",
	columns,
	review,
	groups: groupsImport,
	history: importHistory,
};
